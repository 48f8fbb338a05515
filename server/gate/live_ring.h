/* live_ring.h — the last messages of one booth, encoded once and shared by all who read them.
 *
 *        first                      end
 *   ──────┼──┬──┬──┬──┬──┬──┬──┬──┬──┼──►     a cursor a reader; behind `first`, or more than LIVE_BEHIND_BYTES
 *                      ▲        ▲             behind `end`, a reader has fallen off and needs a snapshot
 *
 * Owns    one reference to each of its messages.   Thread  the floor.
 * Limits  LIVE_RING_SLOTS messages. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LIVE_RING_SLOTS 256
#define LIVE_BEHIND_BYTES 262144

/* One frame, immutable but for the room that libwebsockets wants in front of it. */
struct live_message { size_t refs, len; unsigned char *text; unsigned char room[]; };

/* One reference, the caller's. */
struct live_message *live_message_new(const char *text, size_t len);
struct live_message *live_message_ref(struct live_message *m);
void live_message_unref(struct live_message *m);

struct live_ring {
	struct { struct live_message *m; uint64_t from_byte; } slots[LIVE_RING_SLOTS];
	uint64_t first, end, bytes; /* counted from the ring's beginning */
};

void live_ring_fini(struct live_ring *r);
/* Adds a message at the end and lets go of the oldest if there is no room. */
void live_ring_put(struct live_ring *r, struct live_message *m);
/* The next message of a reader, lent, and moves its cursor; NULL if it has read all. `*ret_fell` tells that it has fallen off: its
 * cursor then stands at the end. */
struct live_message *live_ring_next(const struct live_ring *r, uint64_t *cursor, bool *ret_fell);
