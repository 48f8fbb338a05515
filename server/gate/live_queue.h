/* live_queue.h — the frames that wait for one connection alone.
 * Owns    its messages.   Thread  the floor.   Limits  LIVE_OWN_MAX frames, LIVE_OWN_BYTES; then it refuses. */
#pragma once
#include "gate/live_ring.h"

#define LIVE_OWN_MAX 600 /* a resume sends up to 500 rows */
#define LIVE_OWN_BYTES 1048576

struct live_queued;
/* All zero is empty. */
struct live_queue { struct live_queued *first, *last; size_t len, bytes; };

/* False if there is no room. */
bool live_queue_put(struct live_queue *q, const char *text, size_t len);
/* Lent until it is dropped; NULL if empty. */
struct live_message *live_queue_first(const struct live_queue *q);
void live_queue_drop(struct live_queue *q);
void live_queue_fini(struct live_queue *q);
