/* live_outlet.c — queues what sessions says (sessions/outlet.h): to one connection, or once for all of a booth. */
#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/counters.h"
#include "gate/live_conn.h"
#include "gate/live_wake.h"

struct live_conn *live_conn_find(struct live_sockets *ls, struct conn_id id)
{
	uint32_t slot = (uint32_t)id.v - 1;
	if (!id.v || slot >= SESSIONS_CONNS_MAX || ls->slots[slot].generation != id.v >> 32) return NULL;
	return ls->slots[slot].c;
}

void live_conn_want_write(struct live_conn *c)
{
	if (c->wants_write || !c->open) return;
	c->wants_write = true;
	c->waiting_since_us = clock_mono_us();
	lws_callback_on_writable(c->wsi);
}

void live_conn_close(struct live_conn *c, err_t why)
{
	if (c->closing) return;
	c->closing = true;
	c->why = why;
	live_conn_want_write(c);
}

static void put_own(struct live_conn *c, const char *text, size_t len)
{
	if (c->closing) return;
	if (live_queue_put(&c->own, text, len)) live_conn_want_write(c);
	else {
		counter_add(CTR_LIVE_OVERFLOWED, 1);
		live_conn_close(c, ERR_FULL);
	}
}

/* --- the booths' rings -------------------------------------------------------------------------- */

static struct booth_ring **ring_link(struct live_sockets *ls, const struct booth_id *b)
{
	uint32_t h = 2166136261u;
	for (const char *s = b->s; *s; s++) h = (h ^ (unsigned char)*s) * 16777619u;
	struct booth_ring **r = &ls->rings[h % LIVE_RING_BUCKETS];
	while (*r && strcmp((*r)->booth.s, b->s)) r = &(*r)->next;
	return r;
}

void live_conn_leave_ring(struct live_conn *c)
{
	struct booth_ring *r = c->ring;
	if (!r) return;
	c->ring = NULL;
	c->wants_snapshot = false;
	*c->ring_link = c->ring_next;
	if (c->ring_next) c->ring_next->ring_link = c->ring_link;
	if (r->waking == c) r->waking = c->ring_next;
	if (r->readers) return;
	live_wake_forget(c->home, r);
	struct booth_ring **link = ring_link(c->home, &r->booth);
	*link = r->next;
	live_ring_fini(&r->ring);
	free(r);
}

static void enter_ring(struct live_conn *c, const struct booth_id *b)
{
	live_conn_leave_ring(c);
	struct booth_ring **link = ring_link(c->home, b), *r = *link;
	if (!r) {
		r = *link = calloc(1, sizeof *r);
		if (!r) abort();
		r->booth = *b;
	}
	c->ring = r;
	c->cursor = r->ring.end;
	c->ring_next = r->readers;
	c->ring_link = &r->readers;
	if (r->readers) r->readers->ring_link = &c->ring_next;
	r->readers = c;
}

/* --- what sessions asks for (outlet.h) ---------------------------------------------------------- */

void live_socket_to_conn(struct live_sockets *ls, struct conn_id id, const char *text, size_t len)
{
	struct live_conn *c = live_conn_find(ls, id);
	if (c) put_own(c, text, len);
}

void live_socket_to_booth(struct live_sockets *ls, const struct booth_id *b, const char *text, size_t len)
{
	struct booth_ring *r = *ring_link(ls, b);
	if (!r) return;
	struct live_message *m = live_message_new(text, len);
	live_ring_put(&r->ring, m);
	live_message_unref(m);
	live_wake(ls, r);
}

void live_socket_enter(struct live_sockets *ls, struct conn_id id, const struct booth_id *b)
{
	struct live_conn *c = live_conn_find(ls, id);
	if (c) enter_ring(c, b);
}

void live_socket_leave(struct live_sockets *ls, struct conn_id id)
{
	struct live_conn *c = live_conn_find(ls, id);
	if (c) live_conn_leave_ring(c);
}

void live_socket_resync(struct live_sockets *ls, const struct booth_id *b)
{
	struct booth_ring *r = *ring_link(ls, b);
	if (!r) return;
	for (struct live_conn *c = r->readers; c; c = c->ring_next) {
		c->cursor = r->ring.end;
		c->wants_snapshot = true;
	}
	live_wake(ls, r);
}

void live_socket_close(struct live_sockets *ls, struct conn_id id, err_t why)
{
	struct live_conn *c = live_conn_find(ls, id);
	if (c) live_conn_close(c, why);
}

