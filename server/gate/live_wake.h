/* live_wake.h — tells the readers of a booth that something waits for them, so many at a turn of the loop: each is written to soon after,
 * and what others ask for, orders among it, waits until all who were woken in a turn have been written to.
 *
 *   readers ─► c ─► c ─► c ─► c        something new meanwhile: once more from the first
 *                        ▲ waking
 *
 * Owns    the timer of the next turn; of a ring its `waking`, `again`, `wakes`.   Thread  the floor.
 * Limits  LIVE_WAKES_PER_TURN. */
#pragma once
#include "gate/live_conn.h"

#define LIVE_WAKES_PER_TURN 512

/* All who read there are woken, from the next turn of the loop on. */
void live_wake(struct live_sockets *ls, struct booth_ring *r);
/* The ring goes. */
void live_wake_forget(struct live_sockets *ls, struct booth_ring *r);
/* Nobody is woken any more. */
void live_wake_stop(struct live_sockets *ls);
