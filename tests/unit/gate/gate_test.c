/* gate_test.c — the HTTP face over real sockets: what is served, what is refused and how. */
#include "house_under_test.h"

#include "base/counters.h"
#include "gate/lease.h"

#define H "Host: localhost\r\n"

static struct under_test *u;

static int start(void **state) { (void)state; u = house_start(NULL); return 0; }
static int stop(void **state) { (void)state; house_stop(u); return 0; }

static void is_problem(const struct answer *a, int status, const char *code)
{
	char want[80];
	if (a->status != status) print_message("%s\n", a->text);
	assert_int_equal(a->status, status);
	assert_non_null(header(a, "content-type"));
	assert_string_equal(header(a, "content-type"), "application/problem+json");
	snprintf(want, sizeof want, "\"code\":\"%s\"", code);
	assert_non_null(strstr(a->body, want));
}

static void has_security_headers(const struct answer *a)
{
	static const char *const names[] = {"content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy",
		"cross-origin-opener-policy", "cross-origin-resource-policy", "x-frame-options", "date"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!header(a, names[i])) fail_msg("%s is missing in %s", names[i], a->text);
}

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

static void two_requests_in_one_packet_are_answered_in_order(void **state)
{
	(void)state;
	struct answer a;
	int fd = dial(u->config.http_port);
	say(fd, "GET /api/v1/booths HTTP/1.1\r\n" H "\r\nGET /robots.txt HTTP/1.1\r\n" H "Connection: close\r\n\r\n");
	size_t len = 0;
	for (ssize_t n; (n = recv(fd, a.text + len, sizeof a.text - 1 - len, 0)) > 0;) a.text[len += (size_t)n] = 0;
	const char *booths = strstr(a.text, "\"items\":["), *robots = strstr(a.text, "User-agent:");
	assert_non_null(booths);
	assert_non_null(robots);
	assert_true(booths < robots);
	close(fd);
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

static void refusals_of_the_head(void **state)
{
	(void)state;
	struct answer a;
	ask(u, &a, "GET /nothing/here HTTP/1.1\r\n" H "\r\n");
	is_problem(&a, 404, "not-found");
	has_security_headers(&a);
	ask(u, &a, "DELETE /healthz HTTP/1.1\r\n" H "\r\n");
	is_problem(&a, 405, "method-not-allowed");
	assert_string_equal(header(&a, "allow"), "GET, HEAD");
	ask(u, &a, "POST /whep/indigo HTTP/1.1\r\n" H "Content-Type: application/sdp\r\n\r\n");
	is_problem(&a, 411, "no-length");
	ask(u, &a, "POST /whep/indigo HTTP/1.1\r\n" H "Content-Type: application/sdp\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nv=0\r\n0\r\n\r\n");
	is_problem(&a, 411, "no-length");
	ask(u, &a, "POST /whep/indigo HTTP/1.1\r\n" H "Content-Type: application/sdp\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\nv=0\n");
	is_problem(&a, 400, "bad-request");
	ask(u, &a, "POST /whep/indigo HTTP/1.1\r\n" H "Content-Type: text/plain\r\nContent-Length: 4\r\n\r\nv=0\n");
	is_problem(&a, 415, "bad-type");
	ask(u, &a, "GET /problems/no-length HTTP/1.1\r\n" H "\r\n");
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "411"));
}

static void sec_02_odd_lengths_are_refused(void **state)
{
	(void)state;
	static const char *const odd[] = {"-1", "+4", "4, 4", "4x", "0x4", "123456789", " ", "4\r\nContent-Length: 4", "4\r\nContent-Length: 5"};
	struct answer a;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		ask(u, &a, "POST /whep/indigo HTTP/1.1\r\n" H "Content-Type: application/sdp\r\nContent-Length: %s\r\n\r\nv=0\n", odd[i]);
		if (a.status && a.status != 400 && a.status != 411) fail_msg("%s: %s", odd[i], a.text);
	}
}

static void body_at_its_limit_and_one_more(void **state)
{
	(void)state;
	struct answer a;
	char body[16386];
	memset(body, 'x', sizeof body);
	body[16384] = 0;
	ask(u, &a, "POST /whep/indigo HTTP/1.1\r\n" H "Content-Type: application/sdp\r\nContent-Length: 16384\r\n\r\n%s", body);
	is_problem(&a, 409, "not-live");
	body[16384] = 'x';
	body[16385] = 0;
	ask(u, &a, "POST /whep/indigo HTTP/1.1\r\n" H "Content-Type: application/sdp\r\nContent-Length: 16385\r\n\r\n%s", body);
	is_problem(&a, 413, "too-big");
	ask(u, &a, "POST /whep/indigo HTTP/1.1\r\n" H "Content-Type: application/sdp\r\nContent-Length: 90000000\r\n\r\n");
	is_problem(&a, 413, "too-big");
}

static void sec_01_http2_has_no_door(void **state)
{
	(void)state;
	struct answer a;
	ask(u, &a, "GET /healthz HTTP/1.1\r\n" H "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n");
	assert_null(strstr(a.text, "101"));
	ask(u, &a, "GET /healthz HTTP/1.1\r\n" H "Connection: Upgrade\r\nUpgrade: nonsense\r\n\r\n");
	assert_null(strstr(a.text, "101"));
	ask(u, &a, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
	assert_int_equal(a.status == 200, 0);
	ask(u, &a, "GET /healthz HTTP/1.1\r\n" H "\r\n");
	assert_int_equal(a.status, 200);
}

static void sec_01_tls_speaks_http11_only(void **state)
{
	(void)state;
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	const unsigned char *alpn;
	unsigned len;
	SSL_CTX_set_alpn_protos(ctx, (const unsigned char *)"\x02h2\x08http/1.1", 12);
	SSL *ssl = SSL_new(ctx);
	int fd = dial(u->config.https_port);
	SSL_set_fd(ssl, fd);
	assert_int_equal(SSL_connect(ssl), 1);
	SSL_get0_alpn_selected(ssl, &alpn, &len);
	assert_int_equal(len, 8);
	assert_memory_equal(alpn, "http/1.1", 8);
	char text[4000] = "GET /healthz HTTP/1.1\r\n" H "\r\n";
	SSL_write(ssl, text, (int)strlen(text));
	int n = SSL_read(ssl, text, sizeof text - 1);
	assert_true(n > 12);
	assert_memory_equal(text, "HTTP/1.1 200", 12);
	SSL_free(ssl);
	close(fd);
	SSL_CTX_set_alpn_protos(ctx, (const unsigned char *)"\x02h2", 3);
	ssl = SSL_new(ctx);
	fd = dial(u->config.https_port);
	SSL_set_fd(ssl, fd);
	if (SSL_connect(ssl) == 1) {
		SSL_get0_alpn_selected(ssl, &alpn, &len);
		assert_int_equal(len, 0);
	}
	SSL_free(ssl);
	close(fd);
	SSL_CTX_free(ctx);
}

static void whip_and_whep_answer_other_sites(void **state)
{
	(void)state;
	struct answer a;
	ask(u, &a, "OPTIONS /whip/indigo HTTP/1.1\r\n" H "Origin: https://studio.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");
	assert_int_equal(a.status, 204);
	assert_string_equal(header(&a, "accept-post"), "application/sdp");
	assert_string_equal(header(&a, "access-control-allow-origin"), "*");
	ask(u, &a, "POST /whip/indigo HTTP/1.1\r\n" H "Content-Type: application/sdp\r\nContent-Length: 4\r\n\r\nv=0\n");
	is_problem(&a, 401, "not-signed-in");
	assert_string_equal(header(&a, "www-authenticate"), "Bearer");
	ask(u, &a, "POST /whip/indigo HTTP/1.1\r\n" H "Authorization: Bearer wrong\r\nContent-Type: application/sdp\r\nContent-Length: 4\r\n\r\nv=0\n");
	is_problem(&a, 401, "bad-credentials");
	ask(u, &a, "PATCH /whep/indigo/abc HTTP/1.1\r\n" H "If-Match: *\r\nContent-Type: application/trickle-ice-sdpfrag\r\nContent-Length: 4\r\n\r\na=x\n");
	is_problem(&a, 404, "not-found");
}

/* RFC 9725 §4.3.1: a change of a resource that has an ETag wants If-Match. */
static void a_patch_wants_the_right_etag(void **state)
{
	(void)state;
	struct answer a;
	struct lease *l;
	assert_int_equal(lease_new(gate_leases(u->house.gate), &u->booth, (struct publisher_id){0}, (struct viewer_id){1}, &l), OK);
	const char *head = "Content-Type: application/trickle-ice-sdpfrag\r\nContent-Length: 4\r\n";
	ask(u, &a, "PATCH /whep/indigo/%s HTTP/1.1\r\n" H "%s\r\na=x\n", l->name, head);
	is_problem(&a, 428, "precondition-required");
	ask(u, &a, "PATCH /whep/indigo/%s HTTP/1.1\r\n" H "If-Match: \"other\"\r\n%s\r\na=x\n", l->name, head);
	is_problem(&a, 412, "precondition-failed");
	ask(u, &a, "DELETE /whep/indigo/%s HTTP/1.1\r\n" H "If-Match: \"other\"\r\n\r\n", l->name);
	is_problem(&a, 412, "precondition-failed");
	ask(u, &a, "PUT /whep/indigo/%s HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n", l->name);
	is_problem(&a, 405, "method-not-allowed");
	assert_string_equal(header(&a, "allow"), "PATCH, DELETE");
}

static void a_publishers_name_ends_with_its_broadcast(void **state)
{
	(void)state;
	struct leases *ls = leases_new();
	struct lease *publisher, *viewer;
	char name[LEASE_CHARS + 1];
	assert_int_equal(lease_new(ls, &u->booth, (struct publisher_id){1}, (struct viewer_id){0}, &publisher), OK);
	snprintf(name, sizeof name, "%s", publisher->name);
	assert_int_equal(lease_new(ls, &u->booth, (struct publisher_id){0}, (struct viewer_id){1}, &viewer), OK);
	lease_end_publisher(ls, &u->booth);
	assert_null(lease_find(ls, name));
	assert_non_null(lease_of_viewer(ls, (struct viewer_id){1}));
	leases_free(ls);
}

static void a_layer_is_chosen_by_a_viewer_that_is_there(void **state)
{
	(void)state;
	struct answer a;
	struct lease *l;
	const char *head = "Content-Type: application/json\r\nX-Mela: 1\r\n";
	ask(u, &a, "POST /whep/indigo/abc/layer HTTP/1.1\r\n" H "%sContent-Length: 21\r\n\r\n{\"encodingId\":\"high\"}", head);
	is_problem(&a, 404, "not-found");
	assert_int_equal(lease_new(gate_leases(u->house.gate), &u->booth, (struct publisher_id){0}, (struct viewer_id){1}, &l), OK);
	ask(u, &a, "POST /whep/indigo/%s/layer HTTP/1.1\r\n" H "%sContent-Length: 26\r\n\r\n{\"encodingId\":\"sideways!\"}", l->name, head);
	is_problem(&a, 422, "too-long");
	ask(u, &a, "POST /whep/indigo/%s/layer HTTP/1.1\r\n" H "%sContent-Length: 2\r\n\r\n{}", l->name, head);
	is_problem(&a, 422, "missing-field");
	ask(u, &a, "GET /whep/indigo/%s/layer HTTP/1.1\r\n" H "\r\n", l->name);
	is_problem(&a, 405, "method-not-allowed");
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

static void a_head_too_large_is_dropped_and_the_house_stands(void **state)
{
	(void)state;
	struct answer a;
	char cookie[30001];
	memset(cookie, 'c', 30000);
	cookie[30000] = 0;
	ask(u, &a, "GET /healthz HTTP/1.1\r\n" H "Cookie: a=%s\r\n\r\n", cookie);
	assert_int_not_equal(a.status, 200);
	cookie[4200] = 0;
	ask(u, &a, "GET /healthz HTTP/1.1\r\n" H "Cookie: a=%s\r\n\r\n", cookie);
	is_problem(&a, 431, "head-too-big");
	cookie[4000] = 0;
	ask(u, &a, "GET /healthz HTTP/1.1\r\n" H "Cookie: a=%s\r\n\r\n", cookie);
	assert_int_equal(a.status, 200);
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

static void who_asks_before_sending_is_answered_at_once(void **state)
{
	(void)state;
	struct answer a;
	char line[64] = "";
	int fd = dial(u->config.http_port);
	say(fd, "POST /api/v1/sign-out HTTP/1.1\r\n" H "X-Mela: 1\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n");
	assert_int_equal(recv(fd, line, 25, MSG_WAITALL), 25);
	assert_string_equal(line, "HTTP/1.1 100 Continue\r\n\r\n");
	say(fd, "{}");
	read_answer(fd, &a, false);
	assert_int_equal(a.status, 204);
	close(fd);
	fd = dial(u->config.http_port);
	say(fd, "POST /api/v1/sign-out HTTP/1.1\r\n" H "Expect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n");
	read_answer(fd, &a, false);
	is_problem(&a, 403, "foreign-origin");
	assert_string_equal(header(&a, "connection"), "close");
	close(fd);
}

static void the_answer_says_whether_the_connection_stays(void **state)
{
	(void)state;
	static const struct { const char *version, *headers; bool stays; } tries[] = {
		{"1.1", "", true}, {"1.1", "Connection: close\r\n", false}, {"1.1", "Connection: foo, Close\r\n", false},
		{"1.0", "", false}, {"1.0", "Connection: keep-alive\r\n", true},
	};
	struct answer a;
	char text[200], more;
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		int fd = dial(u->config.http_port);
		snprintf(text, sizeof text, "GET /healthz HTTP/%s\r\n" H "%s\r\n", tries[i].version, tries[i].headers);
		say(fd, text);
		read_answer(fd, &a, false);
		assert_int_equal(a.status, 200);
		assert_string_equal(header(&a, "connection"), tries[i].stays ? "keep-alive" : "close");
		if (!tries[i].stays) assert_int_equal(recv(fd, &more, 1, 0), 0);
		else {
			say(fd, "GET /healthz HTTP/1.1\r\n" H "\r\n");
			read_answer(fd, &a, false);
			assert_int_equal(a.status, 200);
		}
		close(fd);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(serves_and_keeps_the_connection),
		cmocka_unit_test(two_requests_in_one_packet_are_answered_in_order),
		cmocka_unit_test(who_asks_before_sending_is_answered_at_once),
		cmocka_unit_test(the_answer_says_whether_the_connection_stays),
		cmocka_unit_test(pages),
		cmocka_unit_test(refusals_of_the_head),
		cmocka_unit_test(sec_02_odd_lengths_are_refused),
		cmocka_unit_test(body_at_its_limit_and_one_more),
		cmocka_unit_test(sec_01_http2_has_no_door),
		cmocka_unit_test(sec_01_tls_speaks_http11_only),
		cmocka_unit_test(whip_and_whep_answer_other_sites),
		cmocka_unit_test(a_patch_wants_the_right_etag),
		cmocka_unit_test(a_publishers_name_ends_with_its_broadcast),
		cmocka_unit_test(a_layer_is_chosen_by_a_viewer_that_is_there),
		cmocka_unit_test(metrics_have_a_port_of_their_own),
		cmocka_unit_test(a_lost_commit_is_a_503_and_the_house_goes_on),
		cmocka_unit_test(two_hundred_requests_share_few_commits),
		cmocka_unit_test(sec_07_a_change_wants_our_header_and_our_origin),
		cmocka_unit_test(a_key_of_16_to_64_characters),
		cmocka_unit_test(a_head_too_large_is_dropped_and_the_house_stands),
	};
	return cmocka_run_group_tests_name("gate", tests, start, stop);
}
