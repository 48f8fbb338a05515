/* Trickle fragments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "media/sdp_frag.h"

#define CREDENTIALS "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n"
#define CANDIDATE "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\n"

static err_t parse(const char *text, struct sdp_frag *f) { return sdp_frag_parse(text, strlen(text), f); }

static void reads_candidates_and_credentials(void **state)
{
	(void)state;
	struct sdp_frag f;
	assert_int_equal(parse(CREDENTIALS "m=audio 9 RTP/AVP 0\r\na=mid:0\r\n" CANDIDATE CANDIDATE "m=video 9 RTP/AVP 0\r\na=mid:v\r\n" CANDIDATE "a=end-of-candidates\r\n", &f), OK);
	assert_string_equal(f.ufrag, "EsAw");
	assert_string_equal(f.pwd, "P2uYro0UCOQ4zxjKXaWCBui1");
	assert_true(f.candidate_count == 3 && f.end_of_candidates);
	assert_string_equal(f.candidates[0].mid, "0");
	assert_string_equal(f.candidates[2].mid, "v");
	assert_int_equal(f.candidates[2].mline, 1);
	assert_memory_equal(f.candidates[0].line, "candidate:1387637174 1 udp", 26);
	assert_false(sdp_frag_restarts(&f, "EsAw"));
	assert_true(sdp_frag_restarts(&f, "other"));
}

static void a_fragment_may_say_nothing(void **state)
{
	(void)state;
	struct sdp_frag f;
	assert_int_equal(parse("", &f), OK);
	assert_false(sdp_frag_restarts(&f, "EsAw"));
	assert_int_equal(parse("a=ice-ufrag:EsAx\r\n", &f), OK);
	assert_false(sdp_frag_restarts(&f, "EsAw"));  /* without a password there is nothing to restart with */
}

static void refuses_the_malformed(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"candidate:1\r\n", "a=ice-ufrag:abc\r\n", "a=ice-ufrag:EsAw\r\na=ice-pwd:short\r\n", "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n",
		"a=candidate:\x01\r\n", "a=mid:12345678901234567\r\n", "a=\r\n",
	};
	struct sdp_frag f;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(parse(rows[i], &f), ERR_BAD_SDP);
}

static err_t repeated(const char *line, size_t n)
{
	struct sdp_frag f;
	struct buf b;
	buf_init(&b);
	for (size_t i = 0; i < n; i++) buf_puts(&b, line);
	err_t e = sdp_frag_parse(b.data, b.len, &f);
	buf_fini(&b);
	return e;
}

static void limits_are_kept_at_n_and_n_plus_one(void **state)
{
	(void)state;
	assert_int_equal(repeated(CANDIDATE, SDP_CANDIDATES_MAX), OK);
	assert_int_equal(repeated(CANDIDATE, SDP_CANDIDATES_MAX + 1), ERR_BAD_SDP);
	assert_int_equal(repeated("m=audio 9 RTP/AVP 0\r\n", SDP_MEDIA_MAX), OK);
	assert_int_equal(repeated("m=audio 9 RTP/AVP 0\r\n", SDP_MEDIA_MAX + 1), ERR_BAD_SDP);
	assert_int_equal(repeated("a=xxxx\r\n", SDP_FRAG_BYTES_MAX / 8), OK);
	assert_int_equal(repeated("a=xxxx\r\n", SDP_FRAG_BYTES_MAX / 8 + 1), ERR_BAD_SDP);
}

static void answers_a_restart(void **state)
{
	(void)state;
	static const struct sdp_candidate candidates[] = { { "192.0.2.1", 7000, false } };
	struct sdp_frag f;
	struct buf b;
	buf_init(&b);
	sdp_frag_answer(true, "0", "newufrag", "newpwdnewpwdnewpwdnewpwd", candidates, 1, &b);
	assert_int_equal(sdp_frag_parse(b.data, b.len, &f), OK);
	assert_string_equal(f.ufrag, "newufrag");
	assert_true(f.candidate_count == 1 && f.end_of_candidates);
	assert_string_equal(f.candidates[0].mid, "0");
	assert_non_null(strstr(b.data, "a=ice-lite\r\n"));
	buf_clear(&b);
	sdp_frag_answer(false, "", "newufrag", "newpwdnewpwdnewpwdnewpwd", candidates, 1, &b);
	assert_null(strstr(b.data, "a=ice-lite"));
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_candidates_and_credentials),
		cmocka_unit_test(a_fragment_may_say_nothing),
		cmocka_unit_test(refuses_the_malformed),
		cmocka_unit_test(limits_are_kept_at_n_and_n_plus_one),
		cmocka_unit_test(answers_a_restart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
