/* door_test.c — a connection's requests: heads, lengths, protocols; what is let in and what is shut out. */
#include "house_under_test.h"

#define H "Host: localhost\r\n"

static struct under_test *u;

static int start(void **state) { (void)state; u = house_start(NULL); return 0; }
static int stop(void **state) { (void)state; house_stop(u); return 0; }

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_requests_in_one_packet_are_answered_in_order),
		cmocka_unit_test(who_asks_before_sending_is_answered_at_once),
		cmocka_unit_test(the_answer_says_whether_the_connection_stays),
		cmocka_unit_test(refusals_of_the_head),
		cmocka_unit_test(sec_02_odd_lengths_are_refused),
		cmocka_unit_test(body_at_its_limit_and_one_more),
		cmocka_unit_test(sec_01_http2_has_no_door),
		cmocka_unit_test(sec_01_tls_speaks_http11_only),
		cmocka_unit_test(a_head_too_large_is_dropped_and_the_house_stands),
	};
	return cmocka_run_group_tests_name("door", tests, start, stop);
}
