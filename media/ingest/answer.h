/* answer.h — makes of webrtcbin's answer the one the phone gets.
 * Owns    nothing.    Thread  any; no state.    RFC 8839 §5 (candidates), 6184 §8.2.2 (H264 answers repeat the profile). */
#pragma once
#include "media/agree.h"
#include "media/sdp_answer.h"

/* Appends `raw` with the candidates in its first m-line (whose transport the bundle uses) and the offered format
 * parameters restored: webrtcbin 1.22 loses H264's profile-level-id, without which the phone would encode another profile. */
void answer_write(const char *raw, const struct agreement *a, const struct sdp_candidate *list, size_t n, struct buf *ret);
