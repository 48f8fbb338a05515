/* house_under_test.h — a gate on free ports of loopback, with a real store, on a floor of its own thread; and a raw client. */
#pragma once
#include <arpa/inet.h>
#include <assert.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/config.h"
#include "base/lane.h"
#include "base/loop.h"
#include "fair/booth_row.h"
#include "fair/fair.h"
#include "gate/gate.h"
#include "gate/house.h"
#include "sessions/sessions.h"
#include "store/db.h"
#include "store/readers.h"
#include "store/tick.h"
#include "tests/unit/scratch.h"

struct under_test {
	char dir[SCRATCH_BYTES], web[80];
	struct booth_id booth;
	struct config config;
	struct house house;
	struct loop_timer *beat;
	pthread_t floor;
};

static int free_port(void)
{
	struct sockaddr_in sa = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof sa;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&sa, sizeof sa), 0);
	getsockname(fd, (struct sockaddr *)&sa, &len);
	close(fd);
	return ntohs(sa.sin_port);
}

static void write_file(const struct under_test *u, const char *name, const char *text)
{
	char path[200];
	snprintf(path, sizeof path, "%s/%s", u->web, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void make_pages(struct under_test *u)
{
	char path[200];
	snprintf(u->web, sizeof u->web, "%s/web", u->dir);
	snprintf(path, sizeof path, "%s/assets", u->web);
	mkdir(u->web, 0700);
	mkdir(path, 0700);
	write_file(u, "index.html", "<!doctype html><title>lobby</title>");
	write_file(u, "nowhere.html", "<!doctype html><title>nowhere</title>");
	write_file(u, "booth.html", "<!doctype html><title>booth</title>");
	write_file(u, "assets/main-a1b2c3d4.js", "console.log('0123456789')");
	write_file(u, "assets/main-a1b2c3d4.js.br", "brotli");
	write_file(u, ".secret", "no");
}

static void end_turn(void *tick) { tick_end(tick); }
static void beat(void *sessions) { sessions_beat(sessions); }
static void *run_floor(void *loop)
{
	loop_run(loop);
	return NULL;
}

/* A fair with one booth, /booth/indigo. */
static err_t make_fair(struct tx *tx, void *ret_booth)
{
	struct fair_id fair;
	TRY(fair_new(tx, &(struct fair){.name_en = "Fair", .name_hi = "मेला", .time_zone = "Asia/Kolkata", .begins_ms = 1, .ends_ms = 86400000}, &fair));
	TRY(district_put(tx, &(struct district){.code = "varanasi", .name_en = "Varanasi", .name_hi = "वाराणसी", .product_en = "Silk", .product_hi = "रेशम",
	                                        .category = "textile", .hsn = "5007", .grade = 'A'}));
	return booth_row_new(tx, &(struct booth_words){.name_en = "Indigo", .name_hi = "नील", .artisan_en = "Asha", .artisan_hi = "आशा",
	                                               .district = "varanasi", .category = "textile"}, ret_booth);
}

static inline struct under_test *house_start(void (*adjust)(struct config *c))
{
	struct under_test *u = calloc(1, sizeof *u);
	struct db *db;
	assert_non_null(scratch_new(u->dir, "gate"));
	make_pages(u);
	config_defaults(&u->config);
	snprintf(u->config.data, sizeof u->config.data, "%s", u->dir);
	snprintf(u->config.web_dir, sizeof u->config.web_dir, "%s", u->web);
	u->config.http_port = free_port();
	u->config.https_port = free_port();
	u->config.metrics_port = free_port();
	if (adjust) adjust(&u->config);
	struct house *h = &u->house;
	h->config = &u->config;
	h->loop = loop_new();
	assert_int_equal(db_open(u->dir, true, &db), OK);
	h->tick = tick_new(db);
	assert_int_equal(tick_handle(h->tick, make_fair, &u->booth), OK);
	tick_end(h->tick);
	loop_on_turn(h->loop, end_turn, h->tick);
	assert_int_equal(readers_open(h->loop, u->dir, 1, &h->readers), OK);
	h->compute = lane_start(h->loop, "compute", 8);
	h->gate = gate_new(h);
	h->sessions = sessions_new(&(struct sessions_config){.tick = h->tick, .outlet = gate_outlet(h->gate)});
	assert_int_equal(gate_start(h->gate), OK);
	u->beat = loop_timer_start(h->loop, 100, 100, beat, h->sessions);
	pthread_create(&u->floor, NULL, run_floor, h->loop);
	return u;
}

static inline void house_stop(struct under_test *u)
{
	struct house *h = &u->house;
	char command[120];
	loop_stop(h->loop);
	pthread_join(u->floor, NULL);
	loop_timer_stop(u->beat);
	readers_close(h->readers);
	lane_stop(h->compute);
	gate_free(h->gate);
	sessions_free(h->sessions);
	tick_free(h->tick);
	loop_free(h->loop);
	snprintf(command, sizeof command, "rm -rf %s", u->dir);
	assert_int_equal(system(command), 0);
	free(u);
}

static int dial(int64_t port)
{
	struct sockaddr_in sa = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct timeval t = {.tv_sec = 10};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
	assert_int_equal(connect(fd, (struct sockaddr *)&sa, sizeof sa), 0);
	return fd;
}

/* Whole answer of one request: up to the length it gives, or to the end of the connection. */
struct answer { int status; size_t len; char text[70000]; const char *body; };

static const char *header(const struct answer *a, const char *name)
{
	static char value[600];
	char want[64];
	snprintf(want, sizeof want, "\r\n%s: ", name);
	const char *s = strstr(a->text, want);
	if (!s || (a->body && s > a->body)) return NULL;
	s += strlen(want);
	snprintf(value, sizeof value, "%.*s", (int)strcspn(s, "\r"), s);
	return value;
}

static inline void read_answer(int fd, struct answer *a, bool head_only)
{
	size_t want = SIZE_MAX;
	memset(a, 0, sizeof *a);
	while (a->len < want && a->len + 1 < sizeof a->text) {
		ssize_t n = recv(fd, a->text + a->len, sizeof a->text - 1 - a->len, 0);
		if (n <= 0) break;
		a->len += (size_t)n;
		char *end = strstr(a->text, "\r\n\r\n");
		if (!end || want != SIZE_MAX) continue;
		a->body = end + 4;
		const char *length = header(a, "content-length");
		want = (size_t)(a->body - a->text) + (length && !head_only ? strtoul(length, NULL, 10) : 0);
	}
	if (!strncmp(a->text, "HTTP/1.1 ", 9)) a->status = atoi(a->text + 9);
}

static void say(int fd, const char *text) { assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text)); }

/* One request on a connection of its own. */
static inline void ask(const struct under_test *u, struct answer *a, const char *fmt, ...)
{
	char text[40000];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	int fd = dial(u->config.http_port);
	say(fd, text);
	read_answer(fd, a, !strncmp(text, "HEAD", 4));
	close(fd);
}

/* The answer is the document of that error. */
static inline void is_problem(const struct answer *a, int status, const char *code)
{
	char want[80];
	if (a->status != status) print_message("%s\n", a->text);
	assert_int_equal(a->status, status);
	assert_non_null(header(a, "content-type"));
	assert_string_equal(header(a, "content-type"), "application/problem+json");
	snprintf(want, sizeof want, "\"code\":\"%s\"", code);
	assert_non_null(strstr(a->body, want));
}

static inline void has_security_headers(const struct answer *a)
{
	static const char *const names[] = {"content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy",
		"cross-origin-opener-policy", "cross-origin-resource-policy", "x-frame-options", "date"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!header(a, names[i])) fail_msg("%s is missing in %s", names[i], a->text);
}
