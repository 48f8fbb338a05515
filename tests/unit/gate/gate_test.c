/* gate_test.c — the HTTP face over real sockets: pages, commits, and who may change what. */
#include "house_under_test.h"

#include "base/counters.h"

#define H "Host: localhost\r\n"

static struct under_test *u;

static int start(void **state) { (void)state; u = house_start(NULL); return 0; }
static int stop(void **state) { (void)state; house_stop(u); return 0; }

static void serves_and_keeps_the_connection(void **state)
{
	(void)state;
	struct answer a;
	int fd = dial(u->config.http_port);
	for (int i = 0; i < 3; i++) {
		say(fd, "GET /healthz HTTP/1.1\r\n" H "\r\n");
		read_answer(fd, &a, false);
		assert_int_equal(a.status, 200);
		assert_string_equal(a.body, "ok\n");
		has_security_headers(&a);
	}
	say(fd, "HEAD /healthz HTTP/1.1\r\n" H "\r\n");
	read_answer(fd, &a, true);
	assert_int_equal(a.status, 200);
	assert_int_equal(strlen(a.body), 0);
	close(fd);
	ask(u, &a, "GET /readyz HTTP/1.1\r\n" H "\r\n");
	assert_int_equal(a.status, 200);
}

static void pages(void **state)
{
	(void)state;
	struct answer a;
	char etag[64];
	ask(u, &a, "GET / HTTP/1.1\r\n" H "\r\n");
	assert_non_null(strstr(a.body, "lobby"));
	assert_non_null(strstr(header(&a, "content-security-policy"), "script-src 'self'"));
	assert_string_equal(header(&a, "cache-control"), "no-cache");
	ask(u, &a, "GET /booth/indigo HTTP/1.1\r\n" H "\r\n");
	assert_non_null(strstr(a.body, "booth"));
	ask(u, &a, "GET /assets/main-a1b2c3d4.js HTTP/1.1\r\n" H "Accept-Encoding: gzip, br\r\n\r\n");
	assert_string_equal(a.body, "brotli");
	assert_string_equal(header(&a, "content-encoding"), "br");
	assert_non_null(strstr(header(&a, "cache-control"), "immutable"));
	snprintf(etag, sizeof etag, "%s", header(&a, "etag"));
	assert_int_equal(etag[0], '"');
	ask(u, &a, "GET /assets/main-a1b2c3d4.js HTTP/1.1\r\n" H "Accept-Encoding: br\r\nIf-None-Match: %s\r\n\r\n", etag);
	assert_int_equal(a.status, 304);
	ask(u, &a, "GET /assets/main-a1b2c3d4.js HTTP/1.1\r\n" H "Range: bytes=13-22\r\n\r\n");
	assert_int_equal(a.status, 206);
	assert_string_equal(a.body, "0123456789");
	assert_string_equal(header(&a, "content-range"), "bytes 13-22/25");
	ask(u, &a, "GET /assets/main-a1b2c3d4.js HTTP/1.1\r\n" H "Range: bytes=25-\r\n\r\n");
	assert_int_equal(a.status, 416);
	ask(u, &a, "GET /.secret HTTP/1.1\r\n" H "\r\n");
	is_problem(&a, 404, "not-found");
	ask(u, &a, "GET /assets/../../mela.db HTTP/1.1\r\n" H "\r\n");
	is_problem(&a, 404, "not-found");
}

#define BROWSER H "Sec-Fetch-Site: none\r\n\r\n"

/* A person gets a page with the ways on, a program the problem. */
static void an_address_of_nothing_is_a_page_for_browsers(void **state)
{
	(void)state;
	struct answer a;
	ask(u, &a, "GET /no/such HTTP/1.1\r\n" BROWSER);
	assert_int_equal(a.status, 404);
	assert_non_null(strstr(a.body, "nowhere"));
	assert_non_null(strstr(header(&a, "content-type"), "text/html"));
	ask(u, &a, "GET /no/such HTTP/1.1\r\n" H "\r\n");
	is_problem(&a, 404, "not-found");
	ask(u, &a, "GET /assets/gone.js HTTP/1.1\r\n" BROWSER);
	is_problem(&a, 404, "not-found");
	ask(u, &a, "GET /api/v1/nothing HTTP/1.1\r\n" BROWSER);
	is_problem(&a, 404, "not-found");
}

static void metrics_have_a_port_of_their_own(void **state)
{
	(void)state;
	struct answer a;
	ask(u, &a, "GET /metrics HTTP/1.1\r\n" H "\r\n");
	is_problem(&a, 404, "not-found");
	int fd = dial(u->config.metrics_port);
	say(fd, "GET /metrics HTTP/1.1\r\n" H "\r\n");
	read_answer(fd, &a, false);
	close(fd);
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "mela_http_requests_total"));
	fd = dial(u->config.metrics_port);
	say(fd, "GET /healthz HTTP/1.1\r\n" H "\r\n");
	read_answer(fd, &a, false);
	close(fd);
	assert_int_equal(a.status, 404);
}

static void fail_one(void *tick) { tick_fail_commits(tick, 1); }

/* GET /api/v1/me makes a guest of a browser without a cookie: a write. */
static void a_lost_commit_is_a_503_and_the_house_goes_on(void **state)
{
	(void)state;
	struct answer a;
	assert_int_equal(loop_post(u->house.loop, fail_one, u->house.tick), OK);
	ask(u, &a, "GET /api/v1/me HTTP/1.1\r\n" H "\r\n");
	is_problem(&a, 503, "store-unavailable");
	assert_non_null(header(&a, "retry-after"));
	assert_null(header(&a, "set-cookie"));
	assert_int_equal(loop_post(u->house.loop, fail_one, u->house.tick), OK);
	ask(u, &a, "GET /readyz HTTP/1.1\r\n" H "\r\n"); /* tries to write, because the last commit failed */
	is_problem(&a, 503, "store-unavailable");
	ask(u, &a, "GET /readyz HTTP/1.1\r\n" H "\r\n");
	assert_int_equal(a.status, 200);
	ask(u, &a, "GET /api/v1/me HTTP/1.1\r\n" H "\r\n");
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(header(&a, "set-cookie"), "__Host-mela-guest="));
	assert_non_null(strstr(header(&a, "set-cookie"), "Path=/; Secure; HttpOnly; SameSite=Lax"));
}

static void two_hundred_requests_share_few_commits(void **state)
{
	(void)state;
	enum { N = 200 };
	static struct answer a;
	int fds[N];
	int64_t before = counter_get(CTR_TICKS);
	for (int i = 0; i < N; i++) fds[i] = dial(u->config.http_port);
	for (int i = 0; i < N; i++) say(fds[i], "GET /api/v1/me HTTP/1.1\r\n" H "\r\n");
	for (int i = 0; i < N; i++) {
		read_answer(fds[i], &a, false);
		assert_int_equal(a.status, 200);
		close(fds[i]);
	}
	print_message("%lld commits\n", (long long)(counter_get(CTR_TICKS) - before));
	assert_true(counter_get(CTR_TICKS) - before <= N / 2);
}

static void sec_07_a_change_wants_our_header_and_our_origin(void **state)
{
	(void)state;
	static const struct { const char *headers; bool ok; } tries[] = {
		{"", false},
		{"X-Mela: 0\r\n", false},
		{"X-Mela: 1\r\n", true},
		{"X-Mela: 1\r\nOrigin: null\r\n", false},
		{"X-Mela: 1\r\nOrigin: https://evil.example\r\n", false},
		{"X-Mela: 1\r\nOrigin: http://localhost\r\n", false},
		{"X-Mela: 1\r\nSec-Fetch-Site: cross-site\r\n", false},
		{"X-Mela: 1\r\nSec-Fetch-Site: same-site\r\n", false},
		{"X-Mela: 1\r\nSec-Fetch-Site: same-origin\r\n", true},
		{"X-Mela: 1\r\nSec-Fetch-Site: none\r\n", true},
	};
	struct answer a;
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		ask(u, &a, "POST /api/v1/sign-out HTTP/1.1\r\n" H "Content-Length: 0\r\n%s\r\n", tries[i].headers);
		if (!tries[i].ok) is_problem(&a, 403, "foreign-origin");
		else assert_int_equal(a.status, 204);
	}
	ask(u, &a, "POST /api/v1/sign-out HTTP/1.1\r\n" H "Content-Length: 0\r\nX-Mela: 1\r\nOrigin: http://localhost:%d\r\n\r\n", (int)u->config.http_port);
	assert_int_equal(a.status, 204);
}

static void a_key_of_16_to_64_characters(void **state)
{
	(void)state;
	struct answer a;
	char key[66];
	for (int n = 15; n <= 65; n++) {
		if (n > 16 && n < 64) continue;
		memset(key, 'k', (size_t)n);
		key[n] = 0;
		ask(u, &a, "POST /api/v1/enquiries HTTP/1.1\r\n" H "X-Mela: 1\r\nIdempotency-Key: %s\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{]", key);
		if (n == 15 || n == 65) is_problem(&a, 400, "key-needed");
		else is_problem(&a, 400, "bad-json");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(serves_and_keeps_the_connection),
		cmocka_unit_test(pages),
		cmocka_unit_test(an_address_of_nothing_is_a_page_for_browsers),
		cmocka_unit_test(metrics_have_a_port_of_their_own),
		cmocka_unit_test(a_lost_commit_is_a_503_and_the_house_goes_on),
		cmocka_unit_test(two_hundred_requests_share_few_commits),
		cmocka_unit_test(sec_07_a_change_wants_our_header_and_our_origin),
		cmocka_unit_test(a_key_of_16_to_64_characters),
	};
	return cmocka_run_group_tests_name("gate", tests, start, stop);
}
