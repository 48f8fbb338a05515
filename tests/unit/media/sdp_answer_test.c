/* The WHEP answer: what it promises, and that a client can read it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "media/sdp.h"
#include "media/sdp_answer.h"
#include "offers.h"

struct answered { struct sdp offer, answer; struct sdp_view view; struct buf text; err_t e; };

static struct answered *answer_to(const char *offer)
{
	static const uint8_t fingerprint[32] = { 0xab, 0xcd };
	static const struct sdp_candidate candidates[] = {
		{ "192.0.2.1", 7000, false }, { "2001:db8::1", 7000, false }, { "192.0.2.1", 7000, true },
	};
	const struct sdp_answer a = {
		.ufrag = "serverufrag", .pwd = "serverpwdserverpwdserver", .fingerprint = fingerprint, .session_id = 77,
		.cname = "name", .stream = "stream", .audio = { 1001, 0 }, .video = { 2001, 2002 }, .candidates = candidates, .candidate_count = 3,
	};
	struct answered *x = calloc(1, sizeof *x);
	buf_init(&x->text);
	assert_int_equal(sdp_parse(offer, strlen(offer), &x->offer), OK);
	x->e = sdp_answer_whep(&x->offer, &a, &x->text, &x->view);
	if (x->e == OK) assert_int_equal(sdp_parse_answer(x->text.data, x->text.len, &x->answer), OK);
	return x;
}

static void answered_free(struct answered *x)
{
	buf_fini(&x->text);
	free(x);
}

static size_t times_in(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *at = text; (at = strstr(at, what)); at += strlen(what)) n++;
	return n;
}

static void answers_chrome(void **state)
{
	(void)state;
	struct answered *x = answer_to(CHROME_WHEP);
	const struct sdp *s = &x->answer;
	assert_int_equal(x->e, OK);
	assert_true(s->ice_lite && s->setup == SDP_PASSIVE && s->media_count == 2 && s->candidates == 3);
	assert_string_equal(s->ufrag, "serverufrag");
	assert_int_equal(s->fingerprint[1], 0xcd);
	for (int i = 0; i < 2; i++) assert_true(s->media[i].live && s->media[i].bundled && s->media[i].rtcp_mux && s->media[i].direction == SDP_SENDONLY);
	assert_string_equal(s->media[0].mid, "0");
	assert_string_equal(s->media[1].mid, "1");
	assert_int_equal(s->media[0].codec_count, 2);  /* Opus, and RED of it */
	assert_int_equal(s->media[1].codec_count, 8);  /* VP8 and three H264, each with RTX */
	assert_int_equal(sdp_rtx_pt(s, &s->media[1], 109), 114);
	assert_int_equal(sdp_ext_id(s, &s->media[1], SDP_EXT_MID), 4);
	assert_int_equal(sdp_ext_id(s, &s->media[1], SDP_EXT_PLAYOUT_DELAY), 5);
	assert_int_equal(sdp_ext_id(s, &s->media[1], SDP_EXT_TRANSPORT_CC), 0);
	assert_int_equal(sdp_ext_id(s, &s->media[1], SDP_EXT_ABS_SEND_TIME), 0);
	assert_null(strstr(x->text.data, "transport-cc"));
	assert_non_null(strstr(x->text.data, "a=fmtp:109 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n"));
	assert_non_null(strstr(x->text.data, "a=ssrc-group:FID 2001 2002\r\n"));
	assert_non_null(strstr(x->text.data, "a=ssrc:1001 cname:name\r\n"));
	assert_non_null(strstr(x->text.data, "udp 2130706431 192.0.2.1 7000 typ host\r\n"));
	assert_non_null(strstr(x->text.data, "192.0.2.1 7000 typ host tcptype passive\r\n"));
	assert_int_equal(times_in(x->text.data, "a=end-of-candidates"), 1);
	answered_free(x);
}

static void promises_what_it_says(void **state)
{
	(void)state;
	struct answered *x = answer_to(CHROME_WHEP);
	const struct sdp_sending *v = &x->view.video, *a = &x->view.audio;
	assert_true(a->on && a->format_count == 1 && a->formats[0].pt == 111 && a->formats[0].rtx_pt == 0 && a->formats[0].red_pt == 63 && a->mid_ext == 4);
	assert_int_equal(sdp_red_pt(&x->answer, &x->answer.media[0], 111), 63);
	assert_non_null(strstr(x->text.data, " 111 63\r\n"));        /* Opus first: RED is for who loses some */
	assert_true(v->on && v->rtcp_rsize && v->mid_ext == 4 && v->playout_delay_ext == 5);
	assert_string_equal(v->mid, "1");
	assert_int_equal(times_in(x->text.data, "a=rtcp-xr:rcvr-rtt=all\r\n"), 1); /* as offered: for the picture only */
	const struct sdp_format *vp8 = sdp_format_find(v, CODEC_VP8, 0), *h264 = sdp_format_find(v, CODEC_H264, 0x42e01f);
	assert_true(vp8->pt == 96 && vp8->rtx_pt == 97 && vp8->nack && vp8->pli && vp8->fir && vp8->remb);
	assert_true(h264->pt == 109 && h264->rtx_pt == 114 && h264->h264_mode == 1);
	assert_int_equal(sdp_format_find(v, CODEC_H264, 0x42001f)->pt, 103);
	assert_int_equal(sdp_format_find(v, CODEC_H264, 0x640028)->pt, 103);
	assert_null(sdp_format_find(v, CODEC_OPUS, 0));
	answered_free(x);
}

static void refuses_the_m_lines_it_does_not_use(void **state)
{
	(void)state;
	struct answered *x = answer_to(FIREFOX_WHEP);
	assert_int_equal(x->e, OK);
	assert_true(x->view.audio.on && x->view.video.on && x->view.video.playout_delay_ext == 0);
	assert_int_equal(x->view.audio.formats[0].red_pt, 0);
	assert_null(strstr(x->text.data, "red/"));
	assert_non_null(strstr(x->text.data, "a=group:BUNDLE 0 1\r\n"));
	assert_non_null(strstr(x->text.data, "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n"));
	assert_false(x->answer.media[2].live);
	answered_free(x);
	x = answer_to(HEAD "a=group:BUNDLE 0 1\r\n" CHROME_AUDIO("inactive") CHROME_VIDEO("sendrecv"));
	assert_true(x->e == OK && !x->view.audio.on && x->view.video.on && !x->answer.media[0].live);
	assert_int_equal(x->answer.candidates, 3);
	answered_free(x);
}

static void says_when_nothing_fits(void **state)
{
	(void)state;
	struct answered *x = answer_to(HEAD "m=video 9 UDP/TLS/RTP/SAVPF 98\r\n" TRANSPORT "a=rtcp-mux\r\na=rtpmap:98 VP9/90000\r\n");
	assert_int_equal(x->e, ERR_NOT_ACCEPTABLE);
	assert_int_equal(x->text.len, 0);
	answered_free(x);
	x = answer_to(CHROME_WHIP);
	assert_int_equal(x->e, ERR_BAD_SDP);
	assert_int_equal(x->text.len, 0);
	answered_free(x);
}

static void formats_are_limited(void **state)
{
	(void)state;
	struct buf offer;
	buf_init(&offer);
	for (int n = SDP_FORMATS_MAX; n <= SDP_FORMATS_MAX + 1; n++) {
		buf_clear(&offer);
		buf_puts(&offer, HEAD "m=video 9 UDP/TLS/RTP/SAVPF");
		for (int i = 0; i < n; i++) buf_printf(&offer, " %d", 96 + i);
		buf_puts(&offer, "\r\n" TRANSPORT "a=rtcp-mux\r\n");
		for (int i = 0; i < n; i++) buf_printf(&offer, "a=rtpmap:%d VP8/90000\r\n", 96 + i);
		struct answered *x = answer_to(offer.data);
		assert_int_equal(x->view.video.format_count, SDP_FORMATS_MAX);
		answered_free(x);
	}
	buf_fini(&offer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_chrome),
		cmocka_unit_test(promises_what_it_says),
		cmocka_unit_test(refuses_the_m_lines_it_does_not_use),
		cmocka_unit_test(says_when_nothing_fits),
		cmocka_unit_test(formats_are_limited),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
