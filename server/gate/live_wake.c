/* live_wake.c — the booths whose readers are being woken stand in a list, and the first of it is served. */
#include "gate/live_wake.h"

#include "base/loop.h"
#include "gate/house.h"

/* Up to `*left` readers; true when all have been woken since the last message. */
static bool wake_some(struct booth_ring *r, size_t *left)
{
	for (; *left; --*left) {
		if (!r->waking && r->again) {
			r->waking = r->readers;
			r->again = false;
		}
		if (!r->waking) return true;
		live_conn_want_write(r->waking);
		r->waking = r->waking->ring_next;
	}
	return !r->waking && !r->again;
}

static void on_turn(void *sockets);
static void plan(struct live_sockets *ls, int64_t delay_ms)
{
	if (ls->waking && !ls->wake_timer) ls->wake_timer = loop_timer_start(ls->house->loop, delay_ms, 0, on_turn, ls);
}

static void on_turn(void *sockets)
{
	struct live_sockets *ls = sockets;
	size_t left = LIVE_WAKES_PER_TURN;
	live_wake_stop(ls);
	while (ls->waking && wake_some(ls->waking, &left)) live_wake_forget(ls, ls->waking);
	plan(ls, 1); /* with 0 libuv calls it in this turn still */
}

void live_wake(struct live_sockets *ls, struct booth_ring *r)
{
	r->again = true;
	if (r->wakes) return;
	struct booth_ring **end = &ls->waking;
	while (*end) end = &(*end)->waking_next;
	*end = r;
	r->wakes = true;
	plan(ls, 0);
}

void live_wake_forget(struct live_sockets *ls, struct booth_ring *r)
{
	if (!r->wakes) return;
	struct booth_ring **link = &ls->waking;
	while (*link != r) link = &(*link)->waking_next;
	*link = r->waking_next;
	r->waking_next = NULL;
	r->wakes = false;
}

void live_wake_stop(struct live_sockets *ls)
{
	loop_timer_stop(ls->wake_timer);
	ls->wake_timer = NULL;
}
