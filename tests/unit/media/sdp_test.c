/* Offers: what browsers send is understood, what is beyond the limits is refused, and printing is a fixed point. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "media/sdp.h"
#include "offers.h"

static struct sdp *parsed(const char *text)
{
	struct sdp *s = malloc(sizeof *s);
	assert_int_equal(sdp_parse(text, strlen(text), s), OK);
	return s;
}

static err_t result_of(const char *text)
{
	struct sdp *s = malloc(sizeof *s);
	err_t e = sdp_parse(text, strlen(text), s);
	free(s);
	return e;
}

static const struct sdp_codec *codec_of(const struct sdp *s, const struct sdp_media *m, uint8_t pt)
{
	for (uint16_t i = 0; i < m->codec_count; i++)
		if (s->codecs[m->codec_first + i].pt == pt) return &s->codecs[m->codec_first + i];
	return NULL;
}

static void understands_a_chrome_viewer(void **state)
{
	(void)state;
	struct sdp *s = parsed(CHROME_WHEP);
	assert_int_equal(s->media_count, 2);
	assert_string_equal(s->ufrag, "Ab+/");
	assert_int_equal(s->fingerprint[31], 0xf9);
	assert_int_equal(s->setup, SDP_ACTPASS);
	assert_true(s->trickle && !s->ice_lite);
	const struct sdp_media *a = sdp_media_find(s, SDP_AUDIO), *v = sdp_media_find(s, SDP_VIDEO);
	assert_true(a->bundled && a->rtcp_mux && a->rtcp_rsize && a->direction == SDP_RECVONLY);
	assert_int_equal(codec_of(s, a, 111)->codec, CODEC_OPUS);
	assert_int_equal(codec_of(s, a, 63)->codec, CODEC_NONE);
	assert_int_equal(v->codec_count, 13);
	assert_int_equal(codec_of(s, v, 96)->codec, CODEC_VP8);
	assert_int_equal(codec_of(s, v, 96)->fb, SDP_FB_NACK | SDP_FB_PLI | SDP_FB_FIR | SDP_FB_REMB | SDP_FB_TRANSPORT_CC);
	assert_int_equal(sdp_h264_profile(codec_of(s, v, 109)), 0x42e01f);
	assert_int_equal(sdp_h264_mode(codec_of(s, v, 109)), 1);
	assert_int_equal(sdp_h264_mode(codec_of(s, v, 107)), 0);
	assert_int_equal(sdp_h264_profile(codec_of(s, v, 96)), 0x420010);
	assert_int_equal(sdp_rtx_pt(s, v, 109), 114);
	assert_int_equal(sdp_rtx_pt(s, v, 116), -1);
	assert_int_equal(sdp_ext_id(s, v, SDP_EXT_PLAYOUT_DELAY), 5);
	assert_int_equal(sdp_ext_id(s, a, SDP_EXT_PLAYOUT_DELAY), 0);
	assert_int_equal(sdp_check_whep(s), OK);
	assert_int_equal(sdp_check_whip(s), ERR_BAD_SDP);
	free(s);
}

static void understands_a_chrome_publisher(void **state)
{
	(void)state;
	struct sdp *s = parsed(CHROME_WHIP);
	assert_int_equal(s->candidates, 1);
	assert_int_equal(s->media[1].rids, 2);
	assert_true(s->media[1].simulcast);
	assert_int_equal(sdp_check_whip(s), OK);
	assert_int_equal(sdp_check_whep(s), ERR_BAD_SDP);
	free(s);
}

static void understands_a_firefox_viewer(void **state)
{
	(void)state;
	struct sdp *s = parsed(FIREFOX_WHEP);
	assert_int_equal(s->media_count, 3);
	assert_string_equal(s->ufrag, "aaaaaaaa");  /* of the first m-line in the bundle */
	assert_int_equal(s->fingerprint[0], 0x0a);
	assert_true(s->media[1].live && s->media[1].bundle_only && s->media[2].live);
	const struct sdp_codec *vp8 = codec_of(s, &s->media[0], 120);
	assert_int_equal(vp8->fb, SDP_FB_NACK | SDP_FB_PLI);
	assert_int_equal(sdp_rtx_pt(s, &s->media[0], 120), 124);
	assert_int_equal(sdp_ext_id(s, &s->media[0], SDP_EXT_MID), 3);
	assert_int_equal(sdp_check_whep(s), OK);
	free(s);
}

static void printing_is_a_fixed_point(void **state)
{
	(void)state;
	static const char *const offers[] = { CHROME_WHEP, CHROME_WHIP, FIREFOX_WHEP };
	for (size_t i = 0; i < 3; i++) {
		struct sdp *first = parsed(offers[i]);
		struct buf text;
		buf_init(&text);
		sdp_print(first, &text);
		struct sdp *second = parsed(text.data);
		first->candidates = 0;
		assert_memory_equal(first, second, sizeof *first);
		buf_fini(&text);
		free(first);
		free(second);
	}
}

static void one_m_line_needs_no_bundle(void **state)
{
	(void)state;
	assert_int_equal(result_of(HEAD CHROME_AUDIO("recvonly")), OK);
	assert_int_equal(result_of(HEAD CHROME_AUDIO("recvonly") CHROME_VIDEO("recvonly")), ERR_BAD_SDP);
	assert_int_equal(result_of(HEAD "a=group:BUNDLE 0\r\n" CHROME_AUDIO("recvonly") CHROME_VIDEO("recvonly")), ERR_BAD_SDP);
}

static void bare_line_feeds_will_do(void **state)
{
	(void)state;
	char text[] = CHROME_WHEP, *to = text;
	for (const char *from = text; *from; from++)
		if (*from != '\r') *to++ = *from;
	*to = 0;
	assert_int_equal(result_of(text), OK);
}

#define VIDEO(extra) HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" TRANSPORT "a=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\n" extra

static void sec_32_refuses_what_cannot_be_used(void **state)
{
	(void)state;
	static const struct { const char *what, *text; } rows[] = {
		{ "nothing", "" },
		{ "no version", "o=- 1 1 IN IP4 0.0.0.0\r\n" },
		{ "no m-line", HEAD },
		{ "no ICE", HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtcp-mux\r\na=setup:actpass\r\na=fingerprint:sha-256 " FINGERPRINT "\r\n" },
		{ "no fingerprint", HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtcp-mux\r\na=setup:actpass\r\n" ICE },
		{ "sha-1 only", HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtcp-mux\r\na=setup:actpass\r\na=fingerprint:sha-1 AA:BB\r\n" ICE },
		{ "no setup", HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtcp-mux\r\na=fingerprint:sha-256 " FINGERPRINT "\r\n" ICE },
		{ "passive", HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtcp-mux\r\na=setup:passive\r\na=fingerprint:sha-256 " FINGERPRINT "\r\n" ICE },
		{ "no rtcp-mux", HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" TRANSPORT },
		{ "no DTLS", HEAD "m=video 9 RTP/AVPF 96\r\na=rtcp-mux\r\n" TRANSPORT },
		{ "ice-lite", VIDEO("") "a=ice-lite\r\n" },
		{ "unknown kind", VIDEO("") "m=text 9 UDP/TLS/RTP/SAVPF 99\r\n" },
		{ "port too high", HEAD "m=video 65536 UDP/TLS/RTP/SAVPF 96\r\na=rtcp-mux\r\n" TRANSPORT },
		{ "payload type too high", HEAD "m=video 9 UDP/TLS/RTP/SAVPF 128\r\na=rtcp-mux\r\n" TRANSPORT },
		{ "payload type twice", HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96 96\r\na=rtcp-mux\r\n" TRANSPORT },
		{ "no payload type", HEAD "m=video 9 UDP/TLS/RTP/SAVPF\r\na=rtcp-mux\r\n" TRANSPORT },
		{ "two ufrags", VIDEO("a=ice-ufrag:cdef\r\n") },
		{ "two fingerprints", VIDEO("a=fingerprint:sha-256 " FINGERPRINT "\r\n") },
		{ "extension id twice", VIDEO("a=extmap:1 urn:a\r\na=extmap:1 urn:b\r\n") },
		{ "extension id 0", VIDEO("a=extmap:0 urn:a\r\n") },
		{ "rtpmap twice", VIDEO("a=rtpmap:96 VP8/90000\r\n") },
		{ "rtpmap without clock", HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" TRANSPORT "a=rtcp-mux\r\na=rtpmap:96 VP8\r\n" },
		{ "not a line", VIDEO("hello\r\n") },
		{ "control character", VIDEO("a=x:\a\r\n") },
		{ "ice character", HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:ab:d\r\na=ice-pwd:0123456789012345678901\r\na=rtcp-mux\r\n" },
	};
	assert_int_equal(result_of(VIDEO("")), OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (result_of(rows[i].text) != ERR_BAD_SDP) fail_msg("%s", rows[i].what);
	struct sdp *s = malloc(sizeof *s);
	static const char nul[] = VIDEO("a=x:\0\r\n");
	assert_int_equal(sdp_parse(nul, sizeof nul - 1, s), ERR_BAD_SDP);
	free(s);
}

static void refuses_codecs_nobody_carries(void **state)
{
	(void)state;
	struct sdp *s = parsed(HEAD "m=video 9 UDP/TLS/RTP/SAVPF 98\r\n" TRANSPORT "a=rtcp-mux\r\na=rtpmap:98 VP9/90000\r\n");
	assert_int_equal(sdp_check_whep(s), ERR_NOT_ACCEPTABLE);
	assert_int_equal(sdp_check_whip(s), ERR_NOT_ACCEPTABLE);
	free(s);
	s = parsed(HEAD "m=audio 9 UDP/TLS/RTP/SAVPF 98\r\n" TRANSPORT "a=rtcp-mux\r\na=rtpmap:98 VP8/90000\r\n");
	assert_int_equal(sdp_check_whep(s), ERR_NOT_ACCEPTABLE);
	free(s);
}

/* VIDEO("") with `n` times `line`, in which %zu is a counter from 1. */
static err_t result_with_lines(const char *line, size_t n)
{
	struct buf b;
	buf_init(&b);
	buf_puts(&b, VIDEO(""));
	for (size_t i = 1; i <= n; i++) {
		char one[SDP_LINE_MAX + 64];
		snprintf(one, sizeof one, line, i);
		buf_puts(&b, one);
	}
	err_t e = result_of(b.data);
	buf_fini(&b);
	return e;
}

static void sec_32_limits_are_kept_at_n_and_n_plus_one(void **state)
{
	(void)state;
	static const struct { const char *line; size_t n; } rows[] = {
		{ "a=candidate:%zu 1 udp 1 192.0.2.1 9 typ host\r\n", SDP_CANDIDATES_MAX },
		{ "a=extmap:%zu urn:x\r\n", SDP_EXTMAPS_MAX },
		{ "a=rid:%zu send\r\n", SDP_RIDS_MAX },
		{ "m=application 0 UDP/DTLS/SCTP x%zu\r\n", SDP_MEDIA_MAX - 1 },
		{ "a=x:%zu\r\n", SDP_LINES_MAX - 12 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(result_with_lines(rows[i].line, rows[i].n), OK);
		assert_int_equal(result_with_lines(rows[i].line, rows[i].n + 1), ERR_BAD_SDP);
	}
}

/* VIDEO("") and "a=<name>" filled up with x to `len` characters of value. */
static err_t result_with_value(const char *name, size_t len)
{
	struct buf b;
	buf_init(&b);
	buf_puts(&b, VIDEO(""));
	buf_puts(&b, name);
	for (size_t i = 0; i < len; i++) buf_putc(&b, 'x');
	buf_puts(&b, "\r\n");
	err_t e = result_of(b.data);
	buf_fini(&b);
	return e;
}

static void lengths_are_kept_at_n_and_n_plus_one(void **state)
{
	(void)state;
	static const struct { const char *name; size_t n; } rows[] = {
		{ "a=mid:", SDP_MID_CHARS }, { "a=fmtp:96 ", SDP_FMTP_CHARS }, { "a=extmap:9 ", SDP_URI_CHARS }, { "a=longer-than-a-line:", SDP_LINE_MAX - 21 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(result_with_value(rows[i].name, rows[i].n), OK);
		assert_int_equal(result_with_value(rows[i].name, rows[i].n + 1), ERR_BAD_SDP);
	}
}

static void bytes_and_codecs_are_limited(void **state)
{
	(void)state;
	struct sdp *s = malloc(sizeof *s);
	struct buf b;
	buf_init(&b);
	buf_puts(&b, VIDEO(""));
	while (b.len < SDP_BYTES_MAX) buf_puts(&b, "a=filler:0123456789012345678901234567890123456789\r\n");
	assert_int_equal(sdp_parse(b.data, SDP_BYTES_MAX, s), OK);
	buf_putc(&b, '\n');
	assert_int_equal(sdp_parse(b.data, SDP_BYTES_MAX + 1, s), ERR_BAD_SDP);
	buf_clear(&b);
	buf_puts(&b, HEAD "m=video 9 UDP/TLS/RTP/SAVPF");
	for (int pt = 0; pt < SDP_CODECS_MAX; pt++) buf_printf(&b, " %d", pt);
	buf_puts(&b, "\r\n" TRANSPORT "a=rtcp-mux\r\n");
	assert_int_equal(sdp_parse(b.data, b.len, s), OK);
	buf_puts(&b, "m=video 0 UDP/TLS/RTP/SAVPF 0\r\n");
	assert_int_equal(sdp_parse(b.data, b.len, s), ERR_BAD_SDP);
	buf_fini(&b);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(understands_a_chrome_viewer),
		cmocka_unit_test(understands_a_chrome_publisher),
		cmocka_unit_test(understands_a_firefox_viewer),
		cmocka_unit_test(printing_is_a_fixed_point),
		cmocka_unit_test(one_m_line_needs_no_bundle),
		cmocka_unit_test(bare_line_feeds_will_do),
		cmocka_unit_test(sec_32_refuses_what_cannot_be_used),
		cmocka_unit_test(refuses_codecs_nobody_carries),
		cmocka_unit_test(sec_32_limits_are_kept_at_n_and_n_plus_one),
		cmocka_unit_test(lengths_are_kept_at_n_and_n_plus_one),
		cmocka_unit_test(bytes_and_codecs_are_limited),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
