/* red.h — sound that carries its last frames a second time (RFC 2198).
 *
 *   F=1 PT, age, length | … | F=0 PT | oldest frame … | the packet's own frame
 *
 * Owns    nothing; blocks are lent from the payload.   Thread  any; no state.   Limits  RED_BLOCKS_MAX. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define RED_BLOCKS_MAX 8

/* `age`: how much earlier its timestamp is than the packet's. */
struct red_block { uint8_t pt; uint16_t age, len; const uint8_t *data; };

/* Oldest first; the last is the packet's own, of age 0. ERR_MALFORMED. */
err_t red_parse(const uint8_t *payload, size_t len, struct red_block ret[static RED_BLOCKS_MAX], size_t *ret_n);
