/* sdp_words.h — words of SDP that are both read and written; tables of sdp.c, shared with its printers. */
#pragma once
#include "media/sdp.h"

#define SDP_FEEDBACKS 5

extern const char *const sdp_kinds[SDP_KINDS];
extern const char *const sdp_directions[SDP_DIRECTIONS];
extern const char *const sdp_setups[SDP_SETUPS];
extern const struct sdp_feedback { const char *name; uint8_t bit; } sdp_feedbacks[SDP_FEEDBACKS];
