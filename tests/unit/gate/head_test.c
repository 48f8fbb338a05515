/* head_test.c — header values, row by row. */
#include "gate/head.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void lengths(void **state)
{
	(void)state;
	static const struct { enum http_method method; const char *length; bool has, te; err_t e; size_t want; } rows[] = {
		{HTTP_GET, "", false, false, OK, 0},
		{HTTP_DELETE, "", false, false, OK, 0},
		{HTTP_POST, "", false, false, ERR_NO_LENGTH, 0},
		{HTTP_PUT, "", false, false, ERR_NO_LENGTH, 0},
		{HTTP_PATCH, "", false, true, ERR_NO_LENGTH, 0},
		{HTTP_POST, "5", true, true, ERR_BAD_REQUEST, 0},
		{HTTP_GET, "", false, true, ERR_BAD_REQUEST, 0},
		{HTTP_POST, "0", true, false, OK, 0},
		{HTTP_POST, "99999999", true, false, OK, 99999999},
		{HTTP_POST, "100000000", true, false, ERR_BAD_REQUEST, 0},
		{HTTP_POST, "-1", true, false, ERR_BAD_REQUEST, 0},
		{HTTP_POST, "5,5", true, false, ERR_BAD_REQUEST, 0},
		{HTTP_POST, "5 ", true, false, ERR_BAD_REQUEST, 0},
		{HTTP_POST, "", true, false, ERR_BAD_REQUEST, 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct head h = {.method = rows[i].method, .has_length = rows[i].has, .has_transfer_encoding = rows[i].te};
		size_t len = 0;
		strcpy(h.content_length, rows[i].length);
		assert_int_equal(head_body_len(&h, &len), rows[i].e);
		if (rows[i].e == OK) assert_int_equal(len, rows[i].want);
	}
}

static void cookies(void **state)
{
	(void)state;
	char v[8];
	assert_true(head_cookie("a=1; b=22;c=333", "b", v, sizeof v));
	assert_string_equal(v, "22");
	assert_true(head_cookie("a=1; b=22;c=333", "c", v, sizeof v));
	assert_string_equal(v, "333");
	assert_false(head_cookie("xa=1", "a", v, sizeof v));
	assert_false(head_cookie("ab=1", "a", v, sizeof v));
	assert_false(head_cookie("", "a", v, sizeof v));
	assert_true(head_cookie("a=1234567", "a", v, sizeof v));
	assert_false(head_cookie("a=12345678", "a", v, sizeof v));
	assert_true(head_cookie("__Host-mela-guest=g; __Host-mela=l", "__Host-mela", v, sizeof v));
	assert_string_equal(v, "l");
}

static void bearers(void **state)
{
	(void)state;
	char v[8];
	head_bearer("Bearer abc", v, sizeof v);
	assert_string_equal(v, "abc");
	head_bearer("bearer  abc", v, sizeof v);
	assert_string_equal(v, "abc");
	head_bearer("Basic abc", v, sizeof v);
	assert_string_equal(v, "");
	head_bearer("Bearer a b", v, sizeof v);
	assert_string_equal(v, "");
	head_bearer("Bearer 12345678", v, sizeof v);
	assert_string_equal(v, "");
}

static void languages_and_codings(void **state)
{
	(void)state;
	assert_string_equal(head_lang("hi-IN,hi;q=0.9,en;q=0.8"), "hi");
	assert_string_equal(head_lang("en-GB,en;q=0.9,hi;q=0.8"), "en");
	assert_string_equal(head_lang("de, hi;q=0.3"), "hi");
	assert_string_equal(head_lang("his"), "en");
	assert_string_equal(head_lang(""), "en");
	assert_true(head_accepts("gzip, deflate, br", "br"));
	assert_false(head_accepts("gzip, br;q=0", "br"));
	assert_false(head_accepts("brotli", "br"));
	assert_true(head_type_is("application/json; charset=utf-8", "application/json"));
	assert_true(head_type_is("Application/SDP", "application/sdp"));
	assert_false(head_type_is("application/jsonp", "application/json"));
}

static void etags(void **state)
{
	(void)state;
	assert_true(head_etag_matches("\"a\", \"b\"", "\"b\"", false));
	assert_true(head_etag_matches("*", "\"b\"", false));
	assert_false(head_etag_matches("W/\"b\"", "\"b\"", false));
	assert_true(head_etag_matches("W/\"b\"", "\"b\"", true));
	assert_false(head_etag_matches("\"bb\"", "\"b\"", true));
	assert_false(head_etag_matches("", "\"b\"", true));
}

static void ranges(void **state)
{
	(void)state;
	static const struct { const char *text; err_t e; size_t first, last; } rows[] = {
		{"bytes=0-0", OK, 0, 0}, {"bytes=0-", OK, 0, 99}, {"bytes=99-200", OK, 99, 99}, {"bytes=-1", OK, 99, 99}, {"bytes=-500", OK, 0, 99},
		{"bytes=100-", ERR_BAD_REQUEST, 0, 0}, {"bytes=-0", ERR_BAD_REQUEST, 0, 0}, {"bytes=5-4", ERR_NOT_FOUND, 0, 0},
		{"bytes=0-1,3-4", ERR_NOT_FOUND, 0, 0}, {"items=0-1", ERR_NOT_FOUND, 0, 0}, {"bytes=", ERR_NOT_FOUND, 0, 0}, {"bytes=a-b", ERR_NOT_FOUND, 0, 0},
		{"bytes=99999999999999999999-", ERR_NOT_FOUND, 0, 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t first = 0, last = 0;
		assert_int_equal(head_range(rows[i].text, 100, &first, &last), rows[i].e);
		assert_int_equal(first, rows[i].first);
		assert_int_equal(last, rows[i].last);
	}
}

static void only_trusted_proxies_are_believed(void **state)
{
	(void)state;
	static const struct { const char *peer, *forwarded, *trusted, *want; } rows[] = {
		{"198.51.100.7", "203.0.113.9", "", "198.51.100.7"},
		{"198.51.100.7", "203.0.113.9", "10.0.0.1", "198.51.100.7"},
		{"10.0.0.1", "203.0.113.9", "10.0.0.1", "203.0.113.9"},
		{"10.0.0.1", "203.0.113.66, 203.0.113.9", "10.0.0.1", "203.0.113.9"},
		{"10.0.0.1", "203.0.113.9, 10.0.0.2", "10.0.0.1, 10.0.0.2", "203.0.113.9"},
		{"10.0.0.1", "nonsense", "10.0.0.1", "10.0.0.1"},
		{"10.0.0.1", "", "10.0.0.1", "10.0.0.1"},
		{"10.0.0.1", "2001:db8::1", "10.0.0.1", "2001:db8::1"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char ip[46];
		head_client_ip(rows[i].peer, rows[i].forwarded, rows[i].trusted, ip);
		assert_string_equal(ip, rows[i].want);
	}
}

static void queries(void **state)
{
	(void)state;
	struct http_request rq = {.query = "q=%E0%A4%9C%E0%A4%B0%E0%A5%80&limit=20&empty=&bad=%FF&plus=a+b&nul=a%00"};
	char v[16];
	int64_t n;
	assert_true(http_query(&rq, "q", v, sizeof v));
	assert_string_equal(v, "जरी");
	assert_true(http_query(&rq, "plus", v, sizeof v));
	assert_string_equal(v, "a b");
	assert_true(http_query(&rq, "empty", v, sizeof v));
	assert_false(http_query(&rq, "bad", v, sizeof v));
	assert_false(http_query(&rq, "nul", v, sizeof v));
	assert_false(http_query(&rq, "lim", v, sizeof v));
	assert_int_equal(http_query_int(&rq, "limit", 1, 20, 5, &n), OK);
	assert_int_equal(n, 20);
	assert_int_equal(http_query_int(&rq, "limit", 1, 19, 5, &n), ERR_BAD_FIELD);
	assert_int_equal(http_query_int(&rq, "none", 1, 19, 5, &n), OK);
	assert_int_equal(n, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lengths), cmocka_unit_test(cookies), cmocka_unit_test(bearers), cmocka_unit_test(languages_and_codings),
		cmocka_unit_test(etags), cmocka_unit_test(ranges), cmocka_unit_test(only_trusted_proxies_are_believed), cmocka_unit_test(queries),
	};
	return cmocka_run_group_tests_name("head", tests, NULL, NULL);
}
