/* limits_test.c — how many connections and requests, at the limit and one more. */
#include "house_under_test.h"

#define H "Host: localhost\r\n"

static struct under_test *u;

static void narrow(struct config *c)
{
	c->connections_max = 10;
	c->requests_per_min = 20;
	c->sign_in_per_min = 5;
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sec_03_ten_connections_and_one_more),
		cmocka_unit_test(sec_42_twenty_requests_a_minute_and_one_more),
		cmocka_unit_test(sec_13_five_tries_to_sign_in_and_one_more),
	};
	return cmocka_run_group_tests_name("limits", tests, start, stop);
}
