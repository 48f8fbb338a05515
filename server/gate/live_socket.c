/* live_socket.c — connections of the live channel. What they say goes to sessions; what sessions says goes into queues here. */
#include "gate/live_socket.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/counters.h"
#include "base/loop.h"
#include "gate/answer.h"
#include "gate/caller.h"
#include "gate/cookie.h"
#include "gate/door.h"
#include "gate/gatekeep.h"
#include "gate/house.h"
#include "gate/live_conn.h"
#include "gate/live_decode.h"
#include "gate/live_login.h"
#include "gate/live_wake.h"
#include "gate/wire_head.h"
#include "people/second_factor.h"

#define SEND_BUFFER_BYTES 65536 /* or a dead reader hides in the kernel's memory */

struct live_sockets *live_sockets_new(const struct house *house)
{
	struct live_sockets *ls = calloc(1, sizeof *ls);
	if (!ls) abort();
	ls->house = house;
	for (uint32_t i = 0; i < SESSIONS_CONNS_MAX; i++) ls->free_list[i] = SESSIONS_CONNS_MAX - 1 - i;
	return ls;
}

/* --- writing ------------------------------------------------------------------------------------ */

/* The next message for this connection: its own first, then the booth's. */
static struct live_message *next_message(struct live_conn *c, bool *ret_own)
{
	bool fell = false;
	struct live_message *own = live_queue_first(&c->own);
	*ret_own = own != NULL;
	if (own) return own;
	if (!c->ring || c->wants_snapshot) return NULL;
	struct live_message *m = live_ring_next(&c->ring->ring, &c->cursor, &fell);
	if (fell) {
		c->wants_snapshot = true;
		counter_add(CTR_LIVE_BEHIND, 1);
	}
	return m;
}

static int close_code(err_t why)
{
	switch (why) {
	case ERR_BAD_UTF8: return LWS_CLOSE_STATUS_INVALID_PAYLOAD;
	case ERR_TOO_BIG: return LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE;
	case ERR_FULL: return 1013; /* try again later (IANA registry) */
	case OK: return LWS_CLOSE_STATUS_NORMAL;
	default: return LWS_CLOSE_STATUS_POLICY_VIOLATION;
	}
}

/* Says why, then closes (RFC 6455 §5.5.1). The close frame is written here, as raw bytes: libwebsockets 4.1.6 sends none when a
 * WRITEABLE callback asks to close, nor when a connection's time is up. */
static int shut(struct live_conn *c)
{
	unsigned char room[LWS_PRE + 64], *frame = room + LWS_PRE;
	int code = close_code(c->why), n = snprintf((char *)frame + 4, 60, "%s", err_wire(c->why));
	frame[0] = 0x88; /* FIN, close */
	frame[1] = (unsigned char)(n + 2);
	frame[2] = (unsigned char)(code >> 8);
	frame[3] = (unsigned char)code;
	lws_write(c->wsi, frame, (size_t)n + 4, LWS_WRITE_HTTP);
	return -1;
}

/* With a byte in it: of an answer without any libwebsockets 4.1.6 tells nothing. */
static int ask_for_life(struct live_conn *c)
{
	unsigned char ping[LWS_PRE + 1] = {0};
	c->wants_ping = false;
	return lws_write(c->wsi, ping + LWS_PRE, 1, LWS_WRITE_PING);
}

static int on_writeable(struct live_conn *c)
{
	bool own = false;
	struct live_message *m = NULL;
	c->wants_write = false;
	if (c->wants_ping && ask_for_life(c) < 0) return -1;
	for (int i = 0; i < LIVE_FRAMES_PER_WRITE && (m = next_message(c, &own)); i++) {
		if (lws_write(c->wsi, m->text, m->len, LWS_WRITE_TEXT) < (int)m->len) return -1;
		counter_add(CTR_LIVE_OUT, 1);
		if (own) live_queue_drop(&c->own);
		if (lws_send_pipe_choked(c->wsi)) break;
	}
	if (m) {
		live_conn_want_write(c);
		return 0;
	}
	if (c->closing) return shut(c);
	if (c->wants_snapshot && c->joined) {
		c->wants_snapshot = false;
		sessions_resync(c->home->house->sessions, c->id);
	}
	return 0;
}

/* --- coming and going --------------------------------------------------------------------------- */

static struct live_conn *conn_new(struct live_sockets *ls, struct lws *wsi)
{
	if (ls->len == SESSIONS_CONNS_MAX) return NULL;
	struct live_conn *c = calloc(1, sizeof *c);
	if (!c) abort();
	uint32_t slot = ls->free_list[SESSIONS_CONNS_MAX - 1 - ls->len++];
	ls->slots[slot].c = c;
	ls->slots[slot].generation = ++ls->generation;
	c->id.v = (uint64_t)ls->generation << 32 | (slot + 1);
	c->home = ls;
	c->wsi = wsi;
	counter_add(CTR_LIVE_CONNECTIONS, 1);
	return c;
}

void live_socket_gone(struct live_sockets *ls, struct live_conn *c)
{
	uint32_t slot = (uint32_t)c->id.v - 1;
	if (c->joined) sessions_disconnect(ls->house->sessions, c->id);
	live_conn_leave_ring(c);
	live_queue_fini(&c->own);
	ls->slots[slot].c = NULL;
	ls->slots[slot].generation = 0;
	ls->len--;
	ls->free_list[SESSIONS_CONNS_MAX - 1 - ls->len] = slot;
	counter_add(CTR_LIVE_CONNECTIONS, -1);
	live_inbox_fini(&c->inbox);
	free(c);
}

void live_sockets_free(struct live_sockets *ls)
{
	if (!ls) return;
	for (size_t i = 0; i < SESSIONS_CONNS_MAX; i++)
		if (ls->slots[i].c) live_socket_gone(ls, ls->slots[i].c);
	live_wake_stop(ls);
	free(ls);
}

struct looking { const struct head *head; const char *ip; struct caller *who; };

static err_t look(struct tx *tx, void *arg)
{
	struct looking *l = arg;
	return caller_find(tx, l->head, l->ip, l->who);
}

/* A browser always says its origin. Who says none has no cookie of ours to lend to anyone; without one it comes as a guest. */
static bool origin_fits(const char *origins, const struct head *h)
{
	if (*h->origin) return gatekeep_origin_known(origins, h->origin);
	return !strstr(h->cookie, COOKIE_LOGIN);
}

static int refuse(struct lws *wsi, unsigned status)
{
	unsigned char line[LWS_PRE + 800];
	counter_add(CTR_HTTP_REFUSED, 1);
	int n = snprintf((char *)line + LWS_PRE, sizeof line - LWS_PRE, "HTTP/1.1 %u Refused\r\n" ANSWER_SECURITY ANSWER_MAY("()")
	                 "content-security-policy: " ANSWER_CSP_DATA "\r\ncross-origin-resource-policy: same-origin\r\ncache-control: no-store\r\n"
	                 "content-length: 0\r\nconnection: close\r\n\r\n", status);
	lws_write(wsi, line + LWS_PRE, (size_t)n, LWS_WRITE_HTTP_HEADERS);
	return -1;
}

static int on_handshake(struct lws *wsi)
{
	struct door *d = door_of(wsi);
	struct head h;
	char ip[46];
	if (!d) return -1;
	struct live_sockets *ls = d->doors->live;
	d->asked++;
	wire_head_read(wsi, &h);
	if (h.fault != OK || h.method != HTTP_GET || strcmp(h.path, "/live")) return refuse(wsi, 404);
	if (d->face == DOOR_METRICS || (d->face == DOOR_PLAIN && !d->loopback)) return refuse(wsi, 404);
	if (!origin_fits(d->doors->origins, &h)) return refuse(wsi, 403);
	door_client_ip(d, &h, ip);
	struct caller who = {0};
	if (tick_handle(ls->house->tick, look, &(struct looking){&h, ip, &who}) != OK) return refuse(wsi, 503);
	if (d->crowded && !who.signed_in) return refuse(wsi, 429);
	if (second_factor_owed(&who.person, ls->house->config)) return refuse(wsi, 403);
	d->live = conn_new(ls, wsi);
	if (!d->live) return refuse(wsi, 503);
	d->live->who = who;
	return 0;
}

static void join(struct live_conn *c)
{
	const struct person *p = &c->who.person;
	struct conn_person who = {.id = p->id, .booth = p->booth, .confirmed = p->email_confirmed};
	snprintf(who.name, sizeof who.name, "%s", p->name);
	snprintf(who.role, sizeof who.role, "%s", role_wire(p->role));
	snprintf(who.country, sizeof who.country, "%s", p->country);
	snprintf(who.lang, sizeof who.lang, "%s", *p->lang ? p->lang : c->who.lang);
	if (sessions_connect(c->home->house->sessions, c->id, &who) != OK) {
		live_conn_close(c, ERR_FULL);
		return;
	}
	c->joined = true;
	lws_rx_flow_control(c->wsi, 1);
}

/* A client without cookies becomes a guest for the time of this connection. It is looked up again when its row is durable. */
struct newcomer { struct live_sockets *home; struct conn_id id; struct person person; };

static void on_guest_made(void *arg)
{
	struct newcomer *n = arg;
	struct live_conn *c = live_conn_find(n->home, n->id);
	if (c && c->open) {
		c->who.person = n->person;
		c->who.known = true;
		join(c);
	}
	free(n);
}

static void on_guest_lost(void *arg, err_t e)
{
	struct newcomer *n = arg;
	struct live_conn *c = live_conn_find(n->home, n->id);
	if (c) live_conn_close(c, e);
	free(n);
}

static err_t make_guest(struct tx *tx, void *arg)
{
	struct live_conn *c = arg;
	struct newcomer *n = calloc(1, sizeof *n);
	if (!n) abort();
	*n = (struct newcomer){.home = c->home, .id = c->id};
	struct person_new fresh = {.role = ROLE_GUEST, .lang = c->who.lang};
	struct person_id id;
	err_t e = person_new(tx, &fresh, &id);
	if (e == OK) e = person_find(tx_db(tx), id.s, &n->person);
	if (e == OK) tx_effect(tx, &(struct effect){on_guest_made, on_guest_lost, free, n});
	else free(n);
	return e;
}

static int on_established(struct live_conn *c)
{
	int size = SEND_BUFFER_BYTES;
	c->open = true;
	c->opened_us = c->heard_us = clock_mono_us();
	setsockopt(lws_get_socket_fd(c->wsi), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	if (c->who.known) {
		join(c);
		return 0;
	}
	lws_rx_flow_control(c->wsi, 0);
	return tick_handle(c->home->house->tick, make_guest, c) == OK ? 0 : -1;
}

/* --- reading ------------------------------------------------------------------------------------ */

static void complain(struct live_conn *c, const char *request, err_t e, const char *field)
{
	sessions_complain(c->home->house->sessions, c->id, request, e, field);
}

static void on_message(struct live_conn *c)
{
	static const struct bucket_rule rule = {.per_min = LIVE_PER_S * 60, .burst = LIVE_BURST};
	struct live_in in;
	struct json_in_fault fault = {0};
	int64_t wait_ms;
	counter_add(CTR_LIVE_IN, 1);
	c->spoke = true;
	err_t fast = bucket_take(&c->rate, &rule, clock_mono_us(), &wait_ms);
	err_t e = live_decode(c->inbox.text, c->inbox.len, &in, &fault);
	c->too_fast = fast == OK ? 0 : c->too_fast + 1;
	if (fast != OK) e = fast;
	if (e == OK && live_rows[in.kind].who != LIVE_BY_ANY) e = live_login_holds(c);
	if (e == OK) sessions_receive(c->home->house->sessions, c->id, in.kind, in.request, in.booth, &in.msg);
	else complain(c, in.request, e, fault.field);
	if (e == ERR_NOT_SIGNED_IN) live_login_ended(c);
	if (c->too_fast > LIVE_FAST_MAX) counter_add(CTR_LIVE_ABUSED, 1);
	if (e == ERR_BAD_UTF8 || c->too_fast > LIVE_FAST_MAX) live_conn_close(c, e);
}

static void on_heard(struct live_conn *c)
{
	c->heard_us = clock_mono_us();
	c->asked = false;
}

static int on_receive(struct live_conn *c, const void *part, size_t len)
{
	struct live_part p = {
		.data = part, .len = len, .binary = lws_frame_is_binary(c->wsi), .ends_frame = !lws_remaining_packet_payload(c->wsi),
		.final = lws_is_final_fragment(c->wsi),
	};
	on_heard(c);
	if (!c->joined || c->closing) return 0;
	err_t fault = OK;
	switch (live_inbox_take(&c->inbox, &p, &fault)) {
	case LIVE_INBOX_WHOLE: on_message(c); break;
	case LIVE_INBOX_REFUSED: complain(c, "", fault, ""); break;
	case LIVE_INBOX_ABUSED:
		counter_add(CTR_LIVE_ABUSED, 1);
		live_conn_close(c, ERR_TOO_BIG);
		break;
	case LIVE_INBOX_MORE: break;
	}
	return 0;
}

static bool is_silent(const struct live_conn *c, int64_t now_us, int64_t s) { return c->open && c->heard_us < now_us - s * 1000000; }

/* Our pages speak at once: they enter, or ask whether we are there. Whether they are there is asked here, for libwebsockets keeps the times of
 * all connections in one sorted list: with 8,000 of them nine tenths of the floor's time went into it. */
static void sweep(struct live_conn *c, int64_t now_us)
{
	const struct config *rules = c->home->house->config;
	if (c->wants_write && c->waiting_since_us < now_us - LIVE_STUCK_S * 1000000LL) {
		counter_add(CTR_LIVE_STUCK, 1);
		lws_set_timeout(c->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
	} else if (c->open && !c->spoke && !c->closing && c->opened_us < now_us - rules->live_first_s * 1000000LL) {
		counter_add(CTR_LIVE_SILENT, 1);
		live_conn_close(c, ERR_TIMEOUT);
	} else if (is_silent(c, now_us, rules->live_dead_s)) {
		lws_set_timeout(c->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
	} else if (!c->asked && is_silent(c, now_us, rules->live_ping_s)) {
		c->asked = c->wants_ping = true;
		live_conn_want_write(c);
	}
}

void live_sockets_sweep(struct live_sockets *ls)
{
	int64_t now_us = clock_mono_us();
	for (size_t n = SESSIONS_CONNS_MAX / LIVE_SWEEPS_PER_S; n; n--) {
		ls->swept = (ls->swept + 1) % SESSIONS_CONNS_MAX;
		if (ls->slots[ls->swept].c) sweep(ls->slots[ls->swept].c, now_us);
	}
}

static int handle(struct lws *wsi, int reason, void *in, size_t len)
{
	struct door *d = door_of(wsi);
	int ret;
	if (door_life(wsi, reason, in, &ret)) return ret;
	if (reason == LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION) return on_handshake(wsi);
	if (!d || !d->live) return 0;
	switch (reason) {
	case LWS_CALLBACK_ESTABLISHED: return on_established(d->live);
	case LWS_CALLBACK_RECEIVE_PONG: on_heard(d->live); return 0;
	case LWS_CALLBACK_RECEIVE: return on_receive(d->live, in, len);
	case LWS_CALLBACK_SERVER_WRITEABLE: return on_writeable(d->live);
	default: return 0;
	}
}

int live_socket_callback(struct lws *wsi, int reason, void *user, void *in, size_t len)
{
	(void)user;
	struct doors *all = wsi ? lws_context_user(lws_get_context(wsi)) : NULL;
	if (!all) return 0;
	if (!door_works(reason)) return handle(wsi, reason, in, len);
	struct loop_since began = loop_enter(all->house->loop);
	int ret = handle(wsi, reason, in, len);
	loop_leave(all->house->loop, began, "live callback");
	return ret;
}
