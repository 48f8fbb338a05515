/* The WHIP answer: what is taken out of an offer, and that a client can read it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "media/sdp.h"
#include "media/sdp_answer.h"
#include "offers.h"

struct taken { struct sdp offer, answer; struct sdp_take take; struct buf text; err_t e; };

static struct taken *answer_to(const char *offer)
{
	static const uint8_t fingerprint[32] = {0xab, 0xcd};
	static const struct sdp_candidate candidates[] = {{"192.0.2.1", 7000, false}, {"192.0.2.1", 7000, true}};
	const struct sdp_answer a = {.ufrag = "serverufrag", .pwd = "serverpwdserverpwdserver", .fingerprint = fingerprint, .session_id = 77,
	                             .candidates = candidates, .candidate_count = 2};
	struct taken *x = calloc(1, sizeof *x);
	buf_init(&x->text);
	assert_int_equal(sdp_parse(offer, strlen(offer), &x->offer), OK);
	x->e = sdp_take_choose(&x->offer, &x->take);
	if (x->e != OK) return x;
	sdp_answer_whip(&x->offer, &x->take, &a, &x->text);
	assert_int_equal(sdp_parse_answer(x->text.data, x->text.len, &x->answer), OK);
	return x;
}

static void taken_free(struct taken *x)
{
	buf_fini(&x->text);
	free(x);
}

static bool says(const struct taken *x, const char *what) { return strstr(x->text.data, what) != NULL; }

static void chromiums_offer(void **state)
{
	(void)state;
	struct taken *x = answer_to(CHROME_WHIP);
	assert_int_equal(x->e, OK);
	const struct sdp_taking *v = &x->take.video, *a = &x->take.audio;
	assert_int_equal(v->codec, CODEC_H264);
	assert_int_equal(v->pt, 109);                 /* 42e01f in mode 1 */
	assert_int_equal(v->rtx_pt, 114);
	assert_int_equal(v->twcc_ext, 3);
	assert_true(v->nack);
	assert_int_equal(a->codec, CODEC_OPUS);
	assert_int_equal(a->red_pt, 63);
	assert_false(a->nack);
	assert_true(x->take.rtcp_rsize);
	assert_true(x->answer.ice_lite && x->answer.setup == SDP_PASSIVE);
	assert_int_equal(x->answer.media_count, 2);
	assert_true(x->answer.media[0].bundled && x->answer.media[1].bundled);
	assert_int_equal(x->answer.media[0].direction, SDP_RECVONLY);
	assert_true(says(x, "m=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\n"));   /* RED first: it is to be used */
	assert_true(says(x, "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtpmap:111 opus/48000/2\r\n"));
	assert_true(says(x, "useinbandfec=1"));
	assert_true(says(x, "m=video 9 UDP/TLS/RTP/SAVPF 109 114\r\nc=IN IP4 0.0.0.0\r\nb=AS:2500\r\n"));
	assert_true(says(x, "a=rtcp-fb:109 transport-cc\r\na=rtcp-fb:109 nack\r\na=rtcp-fb:109 nack pli\r\n"));
	assert_true(says(x, "profile-level-id=42e01f;x-google-min-bitrate=150\r\n"));
	assert_false(says(x, "goog-remb"));
	assert_false(says(x, "playout-delay"));
	assert_false(says(x, "simulcast"));           /* no extension that names layers was offered */
	taken_free(x);
}

/* Chromium's offer with other layers. */
static struct taken *layered(const char *attributes)
{
	char offer[8192];
	snprintf(offer, sizeof offer, HEAD "a=group:BUNDLE 0 1\r\n" CHROME_AUDIO("sendonly") CHROME_VIDEO("sendonly")
	         "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\na=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id\r\n%s", attributes);
	return answer_to(offer);
}

static void of_layers_the_best_and_the_least_are_taken(void **state)
{
	(void)state;
	static const struct { const char *offered, *best, *least; } cases[] = {
		{"a=rid:h send\r\na=rid:l send\r\na=simulcast:send h;l\r\n", "h", "l"},
		{"a=rid:q send\r\na=rid:h send\r\na=rid:f send\r\na=simulcast:send q;h;f\r\n", "f", "q"},
		{"a=rid:l send\r\na=rid:m send\r\na=rid:h send\r\na=simulcast:send l;m;h\r\n", "h", "l"},
		{"a=rid:0 send\r\na=rid:1 send\r\na=rid:2 send\r\na=simulcast:send 0;1;2\r\n", "0", "2"},
		{"a=rid:1 send\r\na=rid:0 send pt=96\r\na=simulcast:send 1;~0\r\n", "1", "0"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct taken *x = layered(cases[i].offered);
		char want[64];
		assert_int_equal(x->e, OK);
		assert_int_equal(x->take.rids, 2);
		assert_string_equal(x->take.rid[0], cases[i].best);
		assert_string_equal(x->take.rid[1], cases[i].least);
		assert_int_equal(x->take.rid_ext, 10);
		assert_int_equal(x->take.repaired_ext, 11);
		snprintf(want, sizeof want, "a=simulcast:recv %s;%s\r\n", cases[i].best, cases[i].least);
		assert_true(says(x, want));
		taken_free(x);
	}
}

static void one_layer_is_no_simulcast(void **state)
{
	(void)state;
	static const char *const cases[] = {"", "a=rid:h send\r\na=simulcast:send h\r\n", "a=rid:h send\r\na=rid:l send\r\n", "a=rid:h recv\r\na=rid:l recv\r\na=simulcast:recv h;l\r\n"};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct taken *x = layered(cases[i]);
		assert_int_equal(x->e, OK);
		assert_int_equal(x->take.rids, 0);
		assert_false(says(x, "simulcast"));
		taken_free(x);
	}
}

static void a_sender_without_transport_cc_hears_remb(void **state)
{
	(void)state;
	char offer[] = CHROME_WHIP;
	for (char *at; (at = strstr(offer, " transport-cc\r\n"));) memcpy(at, " transport-xx", 13);
	struct taken *x = answer_to(offer);
	assert_int_equal(x->take.video.twcc_ext, 0);
	assert_true(x->take.video.remb);
	assert_true(says(x, "a=rtcp-fb:109 goog-remb\r\n"));
	assert_false(says(x, "a=rtcp-fb:109 transport"));
	taken_free(x);
}

static void what_cannot_be_carried(void **state)
{
	(void)state;
	char offer[] = CHROME_WHIP;
	for (char *at; (at = strstr(offer, " opus/"));) memcpy(at, " opux/", 6);
	struct taken *x = answer_to(offer);
	assert_int_equal(x->e, ERR_NOT_ACCEPTABLE);
	taken_free(x);
	x = answer_to(CHROME_WHEP);
	assert_int_equal(x->e, ERR_BAD_SDP);
	taken_free(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chromiums_offer),
		cmocka_unit_test(of_layers_the_best_and_the_least_are_taken),
		cmocka_unit_test(one_layer_is_no_simulcast),
		cmocka_unit_test(a_sender_without_transport_cc_hears_remb),
		cmocka_unit_test(what_cannot_be_carried),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
