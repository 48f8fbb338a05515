/* doubled.h — sound that goes out with the frames right before it once more: which a packet can carry, and its payload then.
 *
 * How many is chosen once, when a packet comes; what goes out under a number is then the same each time, for all viewers of a worker.
 * Owns    nothing; packets are the ring's.   Thread  one media worker.
 * Limits  DOUBLED_EARLIER_MAX frames, what RED can say, and what fits a packet.   Cost  no malloc.     RFC 2198 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "media/ring.h"

#define DOUBLED_EARLIER_MAX 1

/* How many of those right before `p` it can carry: they are there, of its codec, and not too old or large. */
uint8_t doubled_earlier(const struct ring *r, const struct packet *p);
/* Writes p's payload with its p->earlier frames; `pt` is the codec's type. Returns its length, at most PACKET_PAYLOAD_MAX; 0 where one of
 * them is forgotten. */
size_t doubled_write(const struct ring *r, const struct packet *p, uint8_t pt, uint8_t *out);
