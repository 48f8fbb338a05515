/* gate.c — the lws context as a guest on the floor's libuv loop, one vhost a face. */
#include "gate/gate.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <uv.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/counters.h"
#include "base/log.h"
#include "base/loop.h"
#include "gate/crowd.h"
#include "gate/door.h"
#include "gate/house.h"
#include "gate/lease.h"
#include "gate/live_inbox.h"
#include "gate/live_login.h"
#include "gate/live_socket.h"
#include "gate/tls.h"

/* A whole TLS record fits: what libwebsockets 4.1.6 leaves in one it forgets on a foreign loop after the second look, and the body hangs. */
#define SERVICE_BYTES 20480
#define HEAD_BYTES 16384
#define HEAD_TIMEOUT_S 5
#define KEEP_ALIVE_S 15
#define CLOSING_TURNS 200
#define CLOSING_ASKS 20
#define SWEEP_MS 1000
#define LIVE_SWEEP_US (1000000LL / LIVE_SWEEPS_PER_S)
#define LIVE_SWEEPS_AT_ONCE 8
#define DAY_MS 86400000LL

struct gate {
	const struct house *house;
	struct lws_context *lws;
	struct doors doors;
	struct files *files;
	struct leases *leases;
	struct outlet outlet;
	struct buf origins;
	struct tls_files tls;
	lws_retry_bo_t idle;   /* no time of the library's own for silence */
	struct loop_timer *sweep, *live_sweep, *daily;
	int64_t live_due_us;
	int64_t cert_ends_ms; /* of the one that is shown, whatever the file has become */
};

static int call_door(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len)
{
	return door_callback(wsi, (int)reason, user, in, len);
}

static int call_live(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len)
{
	return live_socket_callback(wsi, (int)reason, user, in, len);
}

static const struct lws_protocols protocols[] = {
	{.name = "http", .callback = call_door, .rx_buffer_size = DOOR_CHUNK},
	{.name = "mela.v1", .callback = call_live, .rx_buffer_size = LIVE_MESSAGE_MAX},
	{0},
};

/* --- what sessions asks of the gate ------------------------------------------------------------- */

/* The outlet has one argument for the live sockets and the gate: the gate. */
static void to_conn(void *g, struct conn_id c, const char *text, size_t len) { live_socket_to_conn(((struct gate *)g)->doors.live, c, text, len); }
static void to_booth(void *g, const struct booth_id *b, int64_t seq, const char *text, size_t len)
{
	(void)seq;
	live_socket_to_booth(((struct gate *)g)->doors.live, b, text, len);
}
static void enter(void *g, struct conn_id c, const struct booth_id *b) { live_socket_enter(((struct gate *)g)->doors.live, c, b); }
static void leave(void *g, struct conn_id c) { live_socket_leave(((struct gate *)g)->doors.live, c); }
static void resync(void *g, const struct booth_id *b) { live_socket_resync(((struct gate *)g)->doors.live, b); }
static void close_conn(void *g, struct conn_id c, err_t why) { live_socket_close(((struct gate *)g)->doors.live, c, why); }

static bool find_viewer(void *arg, const char *name, struct viewer_id *ret)
{
	struct gate *g = arg;
	struct lease *l = lease_find(g->leases, name);
	if (!l || !l->viewer.v) return false;
	*ret = l->viewer;
	return true;
}

static void name_publisher(void *arg, struct publisher_id p, char ret[static 25])
{
	struct gate *g = arg;
	struct lease *l = lease_of_publisher(g->leases, p);
	snprintf(ret, 25, "%s", l ? l->name : "");
}

static void forget_viewer(void *arg, struct viewer_id v)
{
	struct gate *g = arg;
	lease_end(g->leases, lease_of_viewer(g->leases, v));
}

static void forget_publisher(void *arg, const struct booth_id *b) { lease_end_publisher(((struct gate *)arg)->leases, b); }

const struct outlet *gate_outlet(struct gate *g) { return &g->outlet; }
struct exchanges *gate_exchanges(struct gate *g) { return g->doors.exchanges; }
struct leases *gate_leases(struct gate *g) { return g->leases; }

/* --- begin -------------------------------------------------------------------------------------- */

struct gate *gate_new(const struct house *house)
{
	struct gate *g = calloc(1, sizeof *g);
	if (!g) abort();
	g->house = house;
	g->leases = leases_new();
	buf_puts(&g->origins, "");
	const struct config *c = house->config;
	const struct crowd_rules crowd = {(size_t)c->connections_max, (size_t)c->connections_per_ip, c->new_per_s, c->tls_per_s};
	g->idle = (lws_retry_bo_t){0}; /* live_socket.c asks who is silent */
	g->doors = (struct doors){
		.house = house, .trusted = c->trusted_proxies, .asks_max = c->asks_max, .tls_port = (int)c->https_port, .crowd = crowd_new(&crowd),
		.live = live_sockets_new(house),
	};
	g->outlet = (struct outlet){
		.arg = g, .to_conn = to_conn, .to_booth = to_booth, .enter = enter, .leave = leave, .resync = resync, .close = close_conn,
		.find_viewer = find_viewer, .name_publisher = name_publisher, .forget_viewer = forget_viewer, .forget_publisher = forget_publisher,
	};
	return g;
}

/* Whose pages may change something: the public origin, or whatever the certificate stands for; and this machine's own plain port. */
static err_t find_origins(struct gate *g)
{
	const struct config *c = g->house->config;
	if (*c->http_origin) buf_puts(&g->origins, c->http_origin);
	else if (c->https_port) TRY(tls_origins(g->tls.cert, (int)c->https_port, &g->origins));
	if (c->http_port)
		buf_printf(&g->origins, ",http://localhost:%d,http://127.0.0.1:%d,http://[::1]:%d", (int)c->http_port, (int)c->http_port, (int)c->http_port);
	g->doors.origins = g->origins.data;
	return OK;
}

static err_t find_certificate(struct gate *g)
{
	const struct config *c = g->house->config;
	if (!*c->http_cert) return tls_own(c->data, &g->tls);
	snprintf(g->tls.cert, sizeof g->tls.cert, "%s", c->http_cert);
	snprintf(g->tls.key, sizeof g->tls.key, "%s", c->http_key);
	return OK;
}

static void count_handle(uv_handle_t *h, void *arg)
{
	(void)h;
	++*(int *)arg;
}

static int handles(struct gate *g)
{
	int n = 0;
	uv_walk(loop_uv(g->house->loop), count_handle, &n);
	return n;
}

static void say(int level, const char *line)
{
	log_line(level == LLL_ERR ? LOG_WARN : LOG_DEBUG, "gate", "lws: %.*s", (int)strcspn(line, "\n"), line);
}

/* The plugin for libuv is loaded at run time; without it libwebsockets makes a context that never does anything. */
static err_t make_context(struct gate *g)
{
	void *loops[1] = {loop_uv(g->house->loop)};
	struct lws_context_creation_info info = {
		.options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_UV_NO_SIGSEGV_SIGFPE_SPIN | LWS_SERVER_OPTION_EXPLICIT_VHOSTS
		           | LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT,
		.port = CONTEXT_PORT_NO_LISTEN, .foreign_loops = loops, .user = &g->doors, .pcontext = &g->lws, .max_http_header_data = HEAD_BYTES,
		.pt_serv_buf_size = SERVICE_BYTES, .timeout_secs = HEAD_TIMEOUT_S, .keepalive_timeout = (int)g->house->config->keep_alive_s,
		.timeout_secs_ah_idle = HEAD_TIMEOUT_S, .retry_and_idle_policy = &g->idle,
	};
	int before = handles(g);
	lws_set_log_level(LLL_ERR | LLL_WARN, say);
	g->lws = lws_create_context(&info);
	if (g->lws && handles(g) > before) return OK;
	log_error("gate", "libwebsockets cannot use libuv; is the package libwebsockets-evlib-uv installed?");
	return ERR_CONFIG;
}

static err_t listen_on(struct gate *g, enum door_face face, int64_t port, const char *host)
{
	static const char *const names[] = {[DOOR_TLS] = "https", [DOOR_PLAIN] = "http", [DOOR_METRICS] = "metrics"};
	if (!port) return OK;
	bool tls = face == DOOR_TLS;
	struct lws_context_creation_info info = {
		.port = (int)port, .iface = *host ? host : NULL, .vhost_name = names[face], .protocols = protocols, .keepalive_timeout = (int)g->house->config->keep_alive_s,
		.timeout_secs = HEAD_TIMEOUT_S, .timeout_secs_ah_idle = HEAD_TIMEOUT_S, .alpn = "http/1.1", .retry_and_idle_policy = &g->idle,
		.ssl_cert_filepath = tls ? g->tls.cert : NULL, .ssl_private_key_filepath = tls ? g->tls.key : NULL,
		.options = tls ? LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT : 0,
	};
	struct lws_vhost *v = lws_create_vhost(g->lws, &info);
	g->doors.vhosts[face] = v;
	if (v && lws_get_vhost_listen_port(v) == (int)port) return OK;
	log_error("gate", "cannot listen for %s on port %d", names[face], (int)port);
	return ERR_CONFIG;
}

static void on_sweep(void *arg)
{
	struct gate *g = arg;
	exchanges_sweep(g->doors.exchanges);
}

/* A part every 50 ms. On a busy machine the timer comes late: then the parts that are due. */
static void on_live_sweep(void *arg)
{
	struct gate *g = arg;
	const int64_t now_us = clock_mono_us();
	if (g->live_due_us < now_us - LIVE_SWEEPS_AT_ONCE * LIVE_SWEEP_US) g->live_due_us = now_us - (LIVE_SWEEPS_AT_ONCE - 1) * LIVE_SWEEP_US;
	for (; g->live_due_us <= now_us; g->live_due_us += LIVE_SWEEP_US) {
		live_sockets_sweep(g->doors.live);
		live_logins_sweep(g->doors.live);
	}
}

static void on_day(void *arg)
{
	struct gate *g = arg;
	char day[16];
	struct tm t;
	time_t ends = (time_t)(g->cert_ends_ms / 1000);
	if (!tls_ends_soon(g->cert_ends_ms, clock_wall_ms())) return;
	strftime(day, sizeof day, "%Y-%m-%d", gmtime_r(&ends, &t));
	if (g->cert_ends_ms > clock_wall_ms()) log_warn("gate", "the certificate ends on %s; renew it and send SIGHUP", day);
	else log_error("gate", "the certificate has ended: browsers refuse this fair; renew it and send SIGHUP");
}

/* What is shown from now on. */
static void look_at_certificate(struct gate *g)
{
	if (tls_ends(g->tls.cert, &g->cert_ends_ms) != OK) return;
	counter_set(CTR_CERTIFICATE_ENDS, g->cert_ends_ms / 1000);
	on_day(g);
}

err_t gate_start(struct gate *g)
{
	const struct config *c = g->house->config;
	if (c->https_port) TRY(find_certificate(g));
	TRY(find_origins(g));
	if (*c->web_dir && files_open(c->web_dir, &g->files) != OK) log_warn("gate", "serving without pages");
	g->doors.exchanges = exchanges_new(&(struct exchange_rules){
		.house = g->house, .files = g->files, .origins = g->origins.data,
		.rates = {.requests_per_min = (int)c->requests_per_min, .sign_in_per_min = (int)c->sign_in_per_min,
		          .codes_per_net_day = (int)c->codes_per_net, .orders_per_min = (int)c->orders_per_min,
		          .product_reads_per_hour = (int)c->product_reads, .lead_reads_per_day = (int)c->lead_reads}});
	TRY(make_context(g));
	TRY(listen_on(g, DOOR_TLS, c->https_port, c->http_host));
	TRY(listen_on(g, DOOR_PLAIN, c->http_port, c->http_host));
	TRY(listen_on(g, DOOR_METRICS, c->metrics_port, "127.0.0.1"));
	g->sweep = loop_timer_start(g->house->loop, SWEEP_MS, SWEEP_MS, on_sweep, g);
	g->live_sweep = loop_timer_start(g->house->loop, LIVE_SWEEP_US / 1000, LIVE_SWEEP_US / 1000, on_live_sweep, g);
	if (!c->https_port) return OK;
	look_at_certificate(g);
	g->daily = loop_timer_start(g->house->loop, DAY_MS, DAY_MS, on_day, g);
	return OK;
}

/* libwebsockets closes its handles over some turns of the loop, and then wants to be told once more; it clears g->lws when it is through. */
static void close_lws(struct gate *g)
{
	for (int i = 0; g->lws && i < CLOSING_TURNS; i++) {
		if (i % CLOSING_ASKS == 0) lws_context_destroy(g->lws);
		loop_turn(g->house->loop, false);
	}
	if (g->lws) log_warn("gate", "libwebsockets did not finish closing");
}

err_t gate_reload(struct gate *g)
{
	if (!g->doors.vhosts[DOOR_TLS]) return OK;
	TRY(tls_check(&g->tls));
	if (lws_tls_cert_updated(g->lws, g->tls.cert, g->tls.key, NULL, 0, NULL, 0) != 0) return ERR_CONFIG;
	look_at_certificate(g);
	return OK;
}

void gate_free(struct gate *g)
{
	if (!g) return;
	loop_timer_stop(g->sweep);
	loop_timer_stop(g->live_sweep);
	loop_timer_stop(g->daily);
	close_lws(g);
	exchanges_free(g->doors.exchanges);
	live_sockets_free(g->doors.live);
	crowd_free(g->doors.crowd);
	leases_free(g->leases);
	files_close(g->files);
	buf_fini(&g->origins);
	free(g);
}
