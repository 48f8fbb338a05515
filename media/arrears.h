/* arrears.h — what a worker owes the floor: that somebody has come or gone is heard, however far the floor is behind.
 *
 * The queue to the floor is bounded, and most of what is said there may be lost: the next mark or figure comes soon. An end comes
 * once; lost, it would keep a place taken for ever, as a beginning would leave somebody out of every count. So they wait here when the queue is
 * full, and are said at a later tick.
 * Owns    its list.      Thread  one media worker.
 * Limits  `max`: two for each place, for a place is not used again before the floor has heard. */
#pragma once
#include <stdint.h>

#include "base/queue.h"
#include "media/worker.h"

struct arrear { enum worker_said said; uint32_t source; uint64_t id; err_t why; };

struct arrears { struct arrear *all; uint32_t n, max; };

void arrears_init(struct arrears *a, uint32_t max);
void arrears_fini(struct arrears *a);
/* Says it now or later. Of the event only what a beginning or an end has: said, source, id, why. */
void arrears_tell(struct arrears *a, struct queue *events, const struct worker_event *e);
/* Says what is owed, as far as the queue has room. */
void arrears_settle(struct arrears *a, struct queue *events);
