/* red.h — sound that carries its last frames a second time (RFC 2198).
 *
 *   F=1 PT, age, length | … | F=0 PT | oldest frame … | the packet's own frame
 *
 * Owns    nothing; blocks are lent from the payload.   Thread  any; no state.
 * Limits  RED_BLOCKS_MAX; an earlier frame of RED_LEN_MAX bytes, RED_AGE_MAX units ago: more its header cannot say. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define RED_BLOCKS_MAX 8
#define RED_LEN_MAX    1023
#define RED_AGE_MAX    16383
#define RED_HEADER_MAX(earlier) (4 * (earlier) + 1) /* bytes in front of so many earlier frames and the own */

/* `age`: how much earlier its timestamp is than the packet's. */
struct red_block { uint8_t pt; uint16_t age, len; const uint8_t *data; };

/* Oldest first; the last is the packet's own, of age 0. ERR_MALFORMED. */
err_t red_parse(const uint8_t *payload, size_t len, struct red_block ret[static RED_BLOCKS_MAX], size_t *ret_n);
/* Writes such a payload, the blocks as red_parse gives them. Returns its length; 0 if it would be more than `cap` bytes or a block is beyond
 * the limits. */
size_t red_write(uint8_t *out, size_t cap, const struct red_block *blocks, size_t n);
