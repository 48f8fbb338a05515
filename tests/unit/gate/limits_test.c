/* limits_test.c — how many connections and requests, how long, how large, at the limit and one more. */
#include "house_under_test.h"

#include <limits.h>

#include "base/counters.h"
#include "gate/head.h"

#define UNKNOWN_MOST 16316 /* with the rest of that head 16,384 bytes, as libwebsockets keeps them */
#define H "Host: localhost\r\n"
#define LIVE_DEAD_S 3

static struct under_test *u;

static void narrow(struct config *c)
{
	c->connections_max = 10;
	c->requests_per_min = 20;
	c->sign_in_per_min = 5;
	c->asks_max = 4;
	c->codes_per_net = 6;
	c->keep_alive_s = c->live_first_s = c->live_ping_s = 1;
	c->live_dead_s = LIVE_DEAD_S;
	snprintf(c->trusted_proxies, sizeof c->trusted_proxies, "127.0.0.1");
}

static int start(void **state) { (void)state; u = house_start(narrow); return 0; }
static int stop(void **state) { (void)state; house_stop(u); return 0; }

/* The server hears of a closed connection a moment later. */
static void until_empty(void)
{
	struct answer a = {0};
	while (a.status != 200) ask(u, &a, "GET /healthz HTTP/1.1\r\n" H "Connection: close\r\n\r\n");
}

static void sec_03_ten_connections_and_one_more(void **state)
{
	(void)state;
	struct answer a;
	int fds[11];
	for (int i = 0; i < 10; i++) {
		fds[i] = dial(u->config.http_port);
		say(fds[i], "GET /healthz HTTP/1.1\r\n" H "\r\n");
		read_answer(fds[i], &a, false);
		assert_int_equal(a.status, 200);
	}
	fds[10] = dial(u->config.http_port);
	send(fds[10], "GET /healthz HTTP/1.1\r\n" H "\r\n", 42, MSG_NOSIGNAL);
	read_answer(fds[10], &a, false);
	assert_int_equal(a.status, 0);
	for (int i = 0; i < 11; i++) close(fds[i]);
	until_empty();
}

static void sec_42_twenty_requests_a_minute_and_one_more(void **state)
{
	(void)state;
	struct answer a;
	for (int i = 0; i < 20; i++) {
		ask(u, &a, "GET /api/v1/phrases HTTP/1.1\r\n" H "X-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n");
		assert_int_equal(a.status, 200);
	}
	ask(u, &a, "GET /api/v1/phrases HTTP/1.1\r\n" H "X-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n");
	assert_int_equal(a.status, 429);
	assert_non_null(header(&a, "retry-after"));
	ask(u, &a, "GET /api/v1/phrases HTTP/1.1\r\n" H "X-Forwarded-For: 203.0.113.10\r\nConnection: close\r\n\r\n");
	assert_int_equal(a.status, 200);
	ask(u, &a, "GET / HTTP/1.1\r\n" H "X-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n");
	assert_int_equal(a.status, 200);
}

static void sec_13_five_tries_to_sign_in_and_one_more(void **state)
{
	(void)state;
	struct answer a;
	for (int i = 0; i < 6; i++) {
		ask(u, &a, "POST /api/v1/sign-in/code HTTP/1.1\r\n" H "X-Mela: 1\r\nX-Forwarded-For: 203.0.113.20\r\nContent-Type: application/json\r\n"
		    "Content-Length: 19\r\nConnection: close\r\n\r\n{\"code\":\"AAAAAAAA\"}");
		assert_int_equal(a.status, i < 5 ? 401 : 429);
	}
}

static int ask_for_a_code(const char *from, int n)
{
	struct answer a;
	char body[60];
	snprintf(body, sizeof body, "{\"email\":\"a%03d@example.in\"}", n);
	ask(u, &a, "POST /api/v1/sign-in/email HTTP/1.1\r\n" H "X-Mela: 1\r\nX-Forwarded-For: %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
	    "Connection: close\r\n\r\n%s", from, strlen(body), body);
	return a.status;
}

/* Each address of the network is within its own rate. */
static void sec_15_six_codes_of_one_network_and_one_more(void **state)
{
	(void)state;
	for (int i = 0; i < 6; i++) assert_int_equal(ask_for_a_code(i % 2 ? "198.51.100.1" : "198.51.100.2", i), 202);
	assert_int_equal(ask_for_a_code("198.51.100.3", 6), 429);
	assert_int_equal(ask_for_a_code("198.51.101.3", 7), 202);
	for (int i = 0; i < 6; i++) assert_int_equal(ask_for_a_code(i % 2 ? "2001:db8:1::1" : "2001:db8:1:2::2", 10 + i), 202);
	assert_int_equal(ask_for_a_code("2001:db8:1:3::1", 16), 429);
	assert_int_equal(ask_for_a_code("2001:db8:2::1", 17), 202);
}

static int order_from(const char *path, const char *from)
{
	struct answer a;
	ask(u, &a, "POST %s HTTP/1.1\r\n" H "X-Mela: 1\r\nX-Forwarded-For: %s\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
	    "Idempotency-Key: 0123456789abcdef\r\nConnection: close\r\n\r\n{}", path, from);
	return a.status;
}

/* They are none, but who tries ten a minute is no person. */
static void ten_orders_a_minute_and_one_more(void **state)
{
	(void)state;
	static const char *const ways[] = {"/api/v1/orders", "/api/v1/cart/order"};
	for (int i = 0; i < 10; i++) assert_int_not_equal(order_from(ways[i % 2], "203.0.113.77"), 429);
	assert_int_equal(order_from(ways[0], "203.0.113.77"), 429);
	assert_int_equal(order_from(ways[1], "203.0.113.77"), 429);
	assert_int_not_equal(order_from(ways[0], "203.0.113.78"), 429);
}

static void four_requests_of_one_connection_and_one_more(void **state)
{
	(void)state;
	struct answer a;
	int fd = dial(u->config.http_port);
	int64_t worn = counter_get(CTR_CONNS_WORN);
	for (int i = 1; i <= 4; i++) {
		say(fd, "GET /healthz HTTP/1.1\r\n" H "\r\n");
		read_answer(fd, &a, false);
		assert_int_equal(a.status, 200);
		assert_string_equal(header(&a, "connection"), i < 4 ? "keep-alive" : "close");
	}
	send(fd, "GET /healthz HTTP/1.1\r\n" H "\r\n", 42, MSG_NOSIGNAL);
	read_answer(fd, &a, false);
	assert_int_equal(a.status, 0);
	assert_int_equal(counter_get(CTR_CONNS_WORN) - worn, 1);
	close(fd);
	until_empty();
}

static void a_connection_rests_so_long_and_no_longer(void **state)
{
	(void)state;
	struct answer a;
	char byte;
	int fd = dial(u->config.http_port);
	say(fd, "GET /healthz HTTP/1.1\r\n" H "\r\n");
	read_answer(fd, &a, false);
	assert_int_equal(a.status, 200);
	assert_int_equal(recv(fd, &byte, 1, 0), 0); /* the other side ends it, long before dial's own 10 s */
	close(fd);
	until_empty();
}

/* --- heads --------------------------------------------------------------------------------------- */

static char text[40000];

static int status_of(const char *request)
{
	struct answer a;
	int fd = dial(u->config.http_port);
	send(fd, request, strlen(request), MSG_NOSIGNAL);
	read_answer(fd, &a, false);
	close(fd);
	until_empty();
	return a.status;
}

static int with_path(int len)
{
	char path[HEAD_PATH_MAX + 10];
	memset(path, 'a', sizeof path);
	path[0] = '/';
	path[len] = 0;
	snprintf(text, sizeof text, "GET %s HTTP/1.1\r\n" H "Connection: close\r\n\r\n", path);
	return status_of(text);
}

static int with_query(int len)
{
	char query[HTTP_QUERY_MAX + 10];
	memset(query, 'a', sizeof query);
	query[1] = '=';
	query[7] = '&';
	query[len] = 0;
	snprintf(text, sizeof text, "GET /healthz?%s HTTP/1.1\r\n" H "Connection: close\r\n\r\n", query);
	return status_of(text);
}

/* Host and Connection are two of them. */
static int with_lines(int n)
{
	int at = snprintf(text, sizeof text, "GET /healthz HTTP/1.1\r\n" H "Connection: close\r\n");
	for (int i = 2; i < n; i++) at += snprintf(text + at, sizeof text - (size_t)at, "Accept: a\r\n");
	snprintf(text + at, sizeof text - (size_t)at, "\r\n");
	return status_of(text);
}

static int with_unknown_header(int len)
{
	int at = snprintf(text, sizeof text, "GET /healthz HTTP/1.1\r\n" H "Connection: close\r\nX-Long: ");
	memset(text + at, 'x', (size_t)len);
	snprintf(text + at + len, sizeof text - (size_t)(at + len), "\r\n\r\n");
	return status_of(text);
}

static int with_cookie(int len)
{
	int at = snprintf(text, sizeof text, "GET /healthz HTTP/1.1\r\n" H "Connection: close\r\nCookie: ");
	memset(text + at, 'x', (size_t)len);
	snprintf(text + at + len, sizeof text - (size_t)(at + len), "\r\n\r\n");
	return status_of(text);
}

static void heads_at_their_limits_and_one_more(void **state)
{
	(void)state;
	static const struct { const char *what; int (*ask)(int n); int most, at, beyond; } rows[] = {
		{"bytes of a path", with_path, HEAD_PATH_MAX, 404, 414},
		{"bytes of a query", with_query, HTTP_QUERY_MAX, 200, 414},
		{"header lines", with_lines, HEAD_LINES_MAX, 200, 431},
		{"bytes of a cookie", with_cookie, sizeof ((struct head *)0)->cookie - 1, 200, 431},
		{"bytes of the head", with_unknown_header, UNKNOWN_MOST, 200, 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int at = rows[i].ask(rows[i].most), beyond = rows[i].ask(rows[i].most + 1);
		if (at != rows[i].at || beyond != rows[i].beyond) fail_msg("%d %s: %d, one more: %d", rows[i].most, rows[i].what, at, beyond);
	}
	assert_true(counter_get(CTR_CONNS_HEADLESS) > 0);
	assert_true(counter_refusals(ERR_ADDRESS_TOO_LONG) == 2 && counter_refusals(ERR_HEAD_TOO_BIG) == 2);
}

/* --- the live channel ---------------------------------------------------------------------------- */

static int live(void)
{
	int fd = dial(u->config.http_port);
	char c[4] = "";
	say(fd, "GET /live HTTP/1.1\r\n" H "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
	    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: mela.v1\r\n\r\n");
	while (memcmp(c, "\r\n\r\n", 4) && recv(fd, (memmove(c, c + 1, 3), c + 3), 1, 0) == 1) {}
	return fd;
}

static void speak(int fd)
{
	assert_int_equal(send(fd, "\x81\x8c\0\0\0\0{\"t\":\"ping\"}", 18, MSG_NOSIGNAL), 18); /* one masked text frame of 12 bytes */
}

/* How often it is asked whether it is there (a ping of a byte: 0x89 0x01 0x00), until the other side closes it or `enough`. Answers, or does not. */
static int pings(int fd, int enough, bool answers)
{
	char bytes[4000] = {0};
	int asked = 0;
	for (ssize_t n; asked < enough && (n = recv(fd, bytes, sizeof bytes - 1, 0)) > 0;)
		for (ssize_t i = 0; i < n; i++) {
			if ((unsigned char)bytes[i] != 0x89) continue;
			asked++;
			char pong[] = {(char)0x8a, (char)(0x80 | bytes[i + 1]), 0, 0, 0, 0, 0}; /* masked, with what the ping held, as browsers do */
			size_t len = 6 + (bytes[i + 1] == 1);
			if (answers) assert_int_equal(send(fd, pong, len, MSG_NOSIGNAL), len);
		}
	close(fd);
	return asked;
}

static int pings_until_the_end(int fd) { return pings(fd, INT_MAX, false); }

static void a_live_channel_that_says_nothing_at_first_is_closed(void **state)
{
	(void)state;
	int64_t silent = counter_get(CTR_LIVE_SILENT);
	pings_until_the_end(live());
	assert_int_equal(counter_get(CTR_LIVE_SILENT) - silent, 1);
	until_empty();
}

static void a_live_channel_that_does_not_answer_is_asked_and_then_closed(void **state)
{
	(void)state;
	int64_t silent = counter_get(CTR_LIVE_SILENT);
	int fd = live();
	speak(fd);
	assert_true(pings_until_the_end(fd) > 0);
	assert_int_equal(counter_get(CTR_LIVE_SILENT) - silent, 0);
	until_empty();
}

/* A page on a hidden tab says nothing of its own for minutes. */
static void a_live_channel_that_answers_stays(void **state)
{
	(void)state;
	int fd = live();
	speak(fd);
	assert_int_equal(pings(fd, LIVE_DEAD_S + 2, true), LIVE_DEAD_S + 2);
	until_empty();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sec_15_six_codes_of_one_network_and_one_more),
		cmocka_unit_test(ten_orders_a_minute_and_one_more),
		cmocka_unit_test(four_requests_of_one_connection_and_one_more),
		cmocka_unit_test(a_connection_rests_so_long_and_no_longer),
		cmocka_unit_test(heads_at_their_limits_and_one_more),
		cmocka_unit_test(a_live_channel_that_says_nothing_at_first_is_closed),
		cmocka_unit_test(a_live_channel_that_does_not_answer_is_asked_and_then_closed),
		cmocka_unit_test(a_live_channel_that_answers_stays),
		cmocka_unit_test(sec_03_ten_connections_and_one_more),
		cmocka_unit_test(sec_42_twenty_requests_a_minute_and_one_more),
		cmocka_unit_test(sec_13_five_tries_to_sign_in_and_one_more),
	};
	return cmocka_run_group_tests_name("limits", tests, start, stop);
}
