/* live_conn.h — the inside of the live channel's door, shared by live_socket.c (sockets) and live_outlet.c (what sessions asks for).
 * Thread  the floor. */
#pragma once
#include "base/bucket.h"
#include "gate/live_inbox.h"
#include "gate/live_queue.h"
#include "gate/live_socket.h"
#include "sessions/sessions.h"

struct booth_ring {
	struct booth_ring *next;
	struct booth_id booth;
	struct live_conn *readers;
	struct live_ring ring;
	struct live_conn *waking;       /* who is woken next (live_wake.h); NULL: nobody */
	struct booth_ring *waking_next;
	bool wakes, again;              /* again: something new came while its readers were being woken */
};

struct live_conn {
	struct live_sockets *home;
	struct lws *wsi;
	struct conn_id id;
	struct caller who;
	bool open, joined, spoke, wants_write, wants_snapshot, wants_ping, asked, closing; /* asked: whether it is there, since it was heard */
	err_t why;
	size_t too_fast;
	struct live_inbox inbox;
	struct bucket rate;
	struct live_queue own;
	struct booth_ring *ring;
	struct live_conn *ring_next, **ring_link;
	uint64_t cursor;
	int64_t opened_us, heard_us, waiting_since_us;
};

#define LIVE_RING_BUCKETS 512
struct live_sockets {
	const struct house *house;
	uint32_t generation;
	size_t len, swept, logins_swept; /* slots up to which this round has come */
	struct { struct live_conn *c; uint32_t generation; } slots[SESSIONS_CONNS_MAX];
	uint32_t free_list[SESSIONS_CONNS_MAX];
	struct booth_ring *rings[LIVE_RING_BUCKETS], *waking;
	struct loop_timer *wake_timer;
};

/* NULL when it has gone. */
struct live_conn *live_conn_find(struct live_sockets *ls, struct conn_id id);
/* Asks for a WRITEABLE callback, once. */
void live_conn_want_write(struct live_conn *c);
/* Closes after what waits in its own queue. */
void live_conn_close(struct live_conn *c, err_t why);
void live_conn_leave_ring(struct live_conn *c);
