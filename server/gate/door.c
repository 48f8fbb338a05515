/* door.c — libwebsockets' HTTP callbacks. A request is handled when its body is whole and answered in HTTP_WRITEABLE;
 * whatever is refused by its head alone waits for its body too, so that the client reads the answer before the socket closes. */
#include "gate/door.h"

#include <arpa/inet.h>
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/loop.h"
#include "gate/house.h"
#include "gate/live_socket.h"
#include "gate/wire_head.h"

#define REFUSED_BODY_MAX 65536 /* a refused body up to this size is read and thrown away; a longer one is cut off */

static struct doors *doors_of(struct lws *wsi) { return lws_context_user(lws_get_context(wsi)); }

struct door *door_of(struct lws *wsi) { return wsi ? lws_get_opaque_user_data(wsi) : NULL; }

/* --- begin and end of a connection -------------------------------------------------------------- */

static void peer_of(int fd, char ret[static 46])
{
	struct sockaddr_storage sa;
	socklen_t len = sizeof sa;
	*ret = 0;
	if (getpeername(fd, (struct sockaddr *)&sa, &len)) return;
	if (sa.ss_family == AF_INET) inet_ntop(AF_INET, &((struct sockaddr_in *)&sa)->sin_addr, ret, 46);
	if (sa.ss_family != AF_INET6) return;
	const struct in6_addr *in6 = &((struct sockaddr_in6 *)&sa)->sin6_addr;
	if (IN6_IS_ADDR_V4MAPPED(in6)) inet_ntop(AF_INET, &in6->s6_addr[12], ret, 46);
	else inet_ntop(AF_INET6, in6, ret, 46);
}

static enum crowd_verdict knock(const struct door *d)
{
	const struct knock k = {.ip = d->peer, .trusted = d->loopback || head_listed(d->doors->trusted, d->peer), .tls = d->face == DOOR_TLS};
	static const enum counter counters[] = {[CROWD_FULL] = CTR_CONNS_FULL, [CROWD_PER_IP] = CTR_CONNS_PER_IP, [CROWD_TOO_FAST] = CTR_CONNS_TOO_FAST,
	                                        [CROWD_TLS_TOO_FAST] = CTR_TLS_TOO_FAST};
	enum crowd_verdict v = crowd_enter(d->doors->crowd, &k, clock_mono_us());
	if (v != CROWD_IN && v != CROWD_MEMBERS) counter_add(counters[v], 1);
	return v;
}

static int open_door(struct lws *wsi)
{
	struct doors *all = doors_of(wsi);
	if (door_of(wsi)) return 0;
	struct door *d = calloc(1, sizeof *d);
	if (!d) abort();
	d->doors = all;
	d->wsi = wsi;
	peer_of(lws_get_socket_fd(wsi), d->peer);
	d->loopback = !strncmp(d->peer, "127.", 4) || !strcmp(d->peer, "::1");
	for (int f = 0; f < 3; f++)
		if (all->vhosts[f] == lws_get_vhost(wsi)) d->face = (enum door_face)f;
	enum crowd_verdict v = knock(d);
	d->counted = v == CROWD_IN || v == CROWD_MEMBERS;
	d->crowded = v == CROWD_MEMBERS;
	lws_set_opaque_user_data(wsi, d);
	if (d->counted) return 0;
	counter_add(CTR_HTTP_REFUSED, 1);
	return -1;
}

static void shut_door(struct lws *wsi)
{
	struct door *d = door_of(wsi);
	if (!d) return;
	lws_set_opaque_user_data(wsi, NULL);
	exchange_close(d->x);
	if (d->live) live_socket_gone(d->doors->live, d->live);
	if (d->counted && !d->asked && !d->live) counter_add(CTR_CONNS_HEADLESS, 1);
	if (d->counted) crowd_leave(d->doors->crowd, d->peer);
	free(d);
}

bool door_life(struct lws *wsi, int reason, void *in, int *ret)
{
	(void)in;
	*ret = 0;
	if (reason == LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED) *ret = open_door(wsi);
	else if (reason == LWS_CALLBACK_WSI_DESTROY) shut_door(wsi);
	else return false;
	return true;
}

bool door_works(int reason)
{
	static const enum lws_callback_reasons those[] = {
		LWS_CALLBACK_HTTP, LWS_CALLBACK_HTTP_BODY, LWS_CALLBACK_HTTP_BODY_COMPLETION, LWS_CALLBACK_HTTP_WRITEABLE,
		LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION, LWS_CALLBACK_ESTABLISHED, LWS_CALLBACK_RECEIVE, LWS_CALLBACK_SERVER_WRITEABLE, LWS_CALLBACK_WSI_DESTROY,
	};
	for (size_t i = 0; i < sizeof those / sizeof *those; i++)
		if ((int)those[i] == reason) return true;
	return false;
}

void door_client_ip(const struct door *d, const struct head *h, char ret[static 46])
{
	head_client_ip(d->peer, h->forwarded_for, d->doors->trusted, ret);
}

/* --- a request ---------------------------------------------------------------------------------- */

static void on_ready(void *arg)
{
	struct door *d = arg;
	d->ready = true;
	lws_callback_on_writable(d->wsi);
}

/* Where a stranger on the plain port is sent: the same address by HTTPS. A host that is not a name is not repeated. */
static bool redirect_of(const struct door *d, const struct head *h, char *ret, size_t cap)
{
	char host[262];
	snprintf(host, sizeof host, "%s", h->host);
	char *colon = strrchr(host, ':');
	if (colon && !strchr(colon, ']')) *colon = 0;
	if (!*host || host[strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:[]")]) return false;
	const char *path = h->path[strspn(h->path, "/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~")] ? "/" : h->path;
	if (path[1] == '/') path = "/";
	return (size_t)snprintf(ret, cap, "https://%s:%d%s%s%s", host, d->doors->tls_port, path, *h->query ? "?" : "", h->query) < cap;
}

/* Once a request: a POST of no bytes is whole at its head, and libwebsockets says so again. */
static void run(struct door *d)
{
	d->ran = true;
	exchange_run(d->x);
}

/* Whoever asks before sending a body is answered at once: with this, or with the refusal itself. */
static int invite(const struct door *d)
{
	static const char line[] = "HTTP/1.1 100 Continue\r\n\r\n";
	unsigned char room[LWS_PRE + sizeof line];
	memcpy(room + LWS_PRE, line, sizeof line - 1);
	return lws_write(d->wsi, room + LWS_PRE, sizeof line - 1, LWS_WRITE_HTTP_HEADERS) < (int)sizeof line - 1 ? -1 : 0;
}

static int on_head(struct door *d)
{
	struct head h;
	char redirect[2600] = "";
	struct exchange_door ed = {.ready = on_ready, .arg = d, .tls = d->face == DOOR_TLS, .metrics = d->face == DOOR_METRICS, .crowded = d->crowded};
	wire_head_read(d->wsi, &h);
	door_client_ip(d, &h, ed.ip);
	if (d->face == DOOR_PLAIN && !d->loopback) {
		if (!redirect_of(d, &h, redirect, sizeof redirect)) return -1;
		ed.redirect = redirect;
	}
	if (++d->asked >= d->doors->asks_max && !h.last) {
		h.last = true;
		counter_add(CTR_CONNS_WORN, 1);
	}
	d->ready = false;
	d->sent = 0;
	d->answer = (struct exchange_answer){0};
	d->x = exchange_open(d->doors->exchanges, &h, &ed);
	if (!d->x) return -1;
	d->body_len = exchange_body_len(d->x);
	d->body_began_us = clock_mono_us();
	bool refused = exchange_closes(d->x), waits = d->body_len && !(refused && (h.expects || d->body_len > REFUSED_BODY_MAX));
	lws_set_timeout(d->wsi, PENDING_TIMEOUT_HTTP_CONTENT, waits ? DOOR_BODY_S : DOOR_WAIT_S);
	d->ran = false;
	if (waits) return h.expects ? invite(d) : 0;
	run(d);
	return 0;
}

/* Whoever sends a body must not drip it. */
static int on_body(struct door *d, const void *in, size_t len)
{
	int64_t patience_us = (DOOR_BODY_S + (int64_t)d->body_len / DOOR_BODY_BYTES_PER_S) * 1000000LL;
	if (!d->x || d->ran) return d->x ? 0 : -1;
	if (clock_mono_us() - d->body_began_us > patience_us) {
		counter_add(CTR_BODIES_SLOW, 1);
		return -1;
	}
	return exchange_body(d->x, in, len) ? 0 : -1;
}

static int on_whole(struct door *d)
{
	if (!d->x || d->ran) return 0;
	lws_set_timeout(d->wsi, PENDING_TIMEOUT_HTTP_CONTENT, DOOR_WAIT_S);
	run(d);
	return 0;
}

/* Copies what is to go out now: the rest of the head, then of the body. */
static size_t fill(const struct door *d, unsigned char *to, size_t cap)
{
	const struct exchange_answer *a = &d->answer;
	size_t n = 0;
	if (d->sent < a->head_len) {
		n = a->head_len - d->sent < cap ? a->head_len - d->sent : cap;
		memcpy(to, a->head + d->sent, n);
	}
	size_t at = d->sent + n - a->head_len;
	if (d->sent + n < a->head_len || at >= a->body_len) return n;
	size_t more = a->body_len - at < cap - n ? a->body_len - at : cap - n;
	memcpy(to + n, a->body + at, more);
	return n + more;
}

static int on_writeable(struct door *d)
{
	unsigned char bytes[LWS_PRE + DOOR_CHUNK];
	if (!d->x || !d->ready) return 0;
	if (!d->answer.head) d->answer = exchange_answer(d->x);
	size_t whole = d->answer.head_len + d->answer.body_len, n = fill(d, bytes + LWS_PRE, DOOR_CHUNK);
	if (lws_write(d->wsi, bytes + LWS_PRE, n, d->sent ? LWS_WRITE_HTTP : LWS_WRITE_HTTP_HEADERS) < (int)n) return -1;
	d->sent += n;
	if (d->sent < whole) {
		lws_set_timeout(d->wsi, PENDING_TIMEOUT_HTTP_CONTENT, DOOR_WAIT_S);
		lws_callback_on_writable(d->wsi);
		return 0;
	}
	bool closes = exchange_closes(d->x), last = exchange_is_last(d->x);
	exchange_close(d->x);
	d->x = NULL;
	d->ready = false;
	if (closes) return -1;
	return lws_http_transaction_completed(d->wsi) || last ? -1 : 0;
}

/* libwebsockets would speak HTTP/2 on request; it must not. `in` of this callback is not to be touched. */
static int confirm_upgrade(struct lws *wsi)
{
	char value[20];
	int n = lws_hdr_copy(wsi, value, sizeof value, WSI_TOKEN_UPGRADE);
	return n > 0 && !strcasecmp(value, "websocket") ? 0 : -1;
}

static int handle(struct lws *wsi, int reason, void *in, size_t len)
{
	struct door *d = door_of(wsi);
	int ret;
	if (door_life(wsi, reason, in, &ret)) return ret;
	switch (reason) {
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: return confirm_upgrade(wsi);
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: return -1; /* a WebSocket without our subprotocol */
	case LWS_CALLBACK_HTTP: return d ? on_head(d) : -1;
	case LWS_CALLBACK_HTTP_BODY: return d ? on_body(d, in, len) : -1;
	case LWS_CALLBACK_HTTP_BODY_COMPLETION: return d ? on_whole(d) : -1;
	case LWS_CALLBACK_HTTP_WRITEABLE: return d ? on_writeable(d) : -1;
	default: return 0;
	}
}

int door_callback(struct lws *wsi, int reason, void *user, void *in, size_t len)
{
	(void)user;
	struct doors *all = wsi ? doors_of(wsi) : NULL;
	if (!all) return 0;
	if (!door_works(reason)) return handle(wsi, reason, in, len);
	struct loop_since began = loop_enter(all->house->loop);
	int ret = handle(wsi, reason, in, len);
	loop_leave(all->house->loop, began, "HTTP callback");
	return ret;
}
