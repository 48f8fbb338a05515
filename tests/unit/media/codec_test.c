/* What payloads say about their frames. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "bytes.h"
#include "media/codec.h"

static const struct { const char *what; enum codec codec; const char *hex; err_t e; struct codec_look look; } rows[] = {
	{ "single SPS", CODEC_H264, "6742e01f", OK, { .begins = true, .key = true, .parameters = true } },
	{ "single PPS", CODEC_H264, "68ce3c80", OK, { .begins = true, .parameters = true } },
	{ "single IDR", CODEC_H264, "6588", OK, { .begins = true, .key = true } },
	{ "single P slice", CODEC_H264, "419a", OK, { .begins = true } },
	{ "slice nobody refers to", CODEC_H264, "019a", OK, { .begins = true, .disposable = true } },
	{ "STAP-A of SPS and PPS", CODEC_H264, "78 0004 6742e01f 0002 68ce", OK, { .begins = true, .key = true, .parameters = true } },
	{ "STAP-A of slices", CODEC_H264, "58 0002 419a 0002 419b", OK, { .begins = true } },
	{ "STAP-A cut", CODEC_H264, "78 0004 6742e0", ERR_MALFORMED, { 0 } },
	{ "STAP-A with a cut length", CODEC_H264, "78 0002 6742 00", ERR_MALFORMED, { 0 } },
	{ "STAP-A of nothing", CODEC_H264, "78", ERR_MALFORMED, { 0 } },
	{ "STAP-A with an empty unit", CODEC_H264, "78 0000", ERR_MALFORMED, { 0 } },
	{ "FU-A, start of IDR", CODEC_H264, "7c 85 00", OK, { .begins = true, .key = true } },
	{ "FU-A, middle of IDR", CODEC_H264, "7c 05 00", OK, { 0 } },
	{ "FU-A, end of IDR", CODEC_H264, "7c 45 00", OK, { 0 } },
	{ "FU-A, start of P", CODEC_H264, "5c 81 00", OK, { .begins = true } },
	{ "FU-A of one byte", CODEC_H264, "7c", ERR_MALFORMED, { 0 } },
	{ "FU-B", CODEC_H264, "7d 85 00", ERR_MALFORMED, { 0 } },
	{ "type 0", CODEC_H264, "60", ERR_MALFORMED, { 0 } },
	{ "VP8 key frame", CODEC_VP8, "10 00 000000", OK, { .begins = true, .key = true } },
	{ "VP8 delta frame", CODEC_VP8, "10 01 000000", OK, { .begins = true } },
	{ "VP8 second packet", CODEC_VP8, "00 00", OK, { 0 } },
	{ "VP8 second partition", CODEC_VP8, "11 00", OK, { 0 } },
	{ "VP8 all fields, 15-bit id", CODEC_VP8, "b0 f0 8123 07 60 00", OK, { .begins = true, .key = true, .disposable = true, .layer = 1 } },
	{ "VP8 descriptor alone", CODEC_VP8, "90 80 81 23", ERR_MALFORMED, { 0 } },
	{ "VP8 half a picture id", CODEC_VP8, "90 80 81", ERR_MALFORMED, { 0 } },
	{ "VP8 no picture id", CODEC_VP8, "90 80", ERR_MALFORMED, { 0 } },
	{ "VP8 one byte", CODEC_VP8, "10", ERR_MALFORMED, { 0 } },
	{ "Opus", CODEC_OPUS, "78", OK, { .begins = true } },
	{ "empty", CODEC_OPUS, "", ERR_MALFORMED, { 0 } },
};

static void looks_into_payloads(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t p[64];
		struct codec_look got = { 0 };
		err_t e = codec_look(rows[i].codec, p, bytes_from(rows[i].hex, p, sizeof p), &got);
		const struct codec_look *want = &rows[i].look;
		bool same = e == rows[i].e && got.begins == want->begins && got.key == want->key && got.parameters == want->parameters
		         && got.disposable == want->disposable && got.layer == want->layer;
		if (!same) fail_msg("%s", rows[i].what);
	}
}

static void reads_every_vp8_field(void **state)
{
	(void)state;
	uint8_t p[16];
	struct vp8_descriptor d;
	assert_int_equal(vp8_parse(p, bytes_from("b0 f0 8123 07 ab 00", p, sizeof p), &d), OK);
	assert_true(d.has_picture_id && d.wide && d.has_tl0 && d.has_tid && d.has_keyidx && d.sync && d.start && d.reference_free);
	assert_int_equal(d.picture_id, 0x0123);
	assert_int_equal(d.tl0, 7);
	assert_int_equal(d.tid, 2);
	assert_int_equal(d.keyidx, 11);
	assert_int_equal(d.header_len, 6);
}

static void rewrites_picture_ids_in_their_width(void **state)
{
	(void)state;
	uint8_t p[16], want[16];
	struct vp8_descriptor d;
	size_t n = bytes_from("90 c0 8123 07 00", p, sizeof p);
	assert_int_equal(vp8_parse(p, n, &d), OK);
	vp8_rewrite(p, &d, 0xfffe, 9);
	bytes_from("90 c0 fffe 09 00", want, sizeof want);
	assert_memory_equal(p, want, n);
	n = bytes_from("90 80 23 00", p, sizeof p);
	assert_int_equal(vp8_parse(p, n, &d), OK);
	vp8_rewrite(p, &d, 0x0181, 9);
	bytes_from("90 80 01 00", want, sizeof want);
	assert_memory_equal(p, want, n);
	n = bytes_from("10 00", p, sizeof p);
	assert_int_equal(vp8_parse(p, n, &d), OK);
	vp8_rewrite(p, &d, 5, 9);
	bytes_from("10 00", want, sizeof want);
	assert_memory_equal(p, want, n);
}

static void finds_the_h264_profile(void **state)
{
	(void)state;
	uint8_t p[16];
	assert_int_equal(h264_profile_level(p, bytes_from("6742e01f 00", p, sizeof p)), 0x42e01f);
	assert_int_equal(h264_profile_level(p, bytes_from("78 0002 68ce 0004 6742e01f", p, sizeof p)), 0x42e01f);
	assert_int_equal(h264_profile_level(p, bytes_from("6742e0", p, sizeof p)), 0);
	assert_int_equal(h264_profile_level(p, bytes_from("6588", p, sizeof p)), 0);
	assert_int_equal(h264_profile_level(p, 0), 0);
}

static void knows_its_names(void **state)
{
	(void)state;
	assert_int_equal(codec_find("h264", 4), CODEC_H264);
	assert_int_equal(codec_find("VP8", 3), CODEC_VP8);
	assert_int_equal(codec_find("VP89", 4), CODEC_NONE);
	assert_int_equal(codec_find("none", 4), CODEC_NONE);
	assert_string_equal(codec_name(CODEC_OPUS), "opus");
	assert_int_equal(codec_clock(CODEC_OPUS), 48000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_into_payloads),
		cmocka_unit_test(reads_every_vp8_field),
		cmocka_unit_test(rewrites_picture_ids_in_their_width),
		cmocka_unit_test(finds_the_h264_profile),
		cmocka_unit_test(knows_its_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
