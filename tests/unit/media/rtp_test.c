/* RTP headers and header extensions, read and written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "bytes.h"
#include "media/rtp.h"

static void tells_datagrams_apart(void **state)
{
	(void)state;
	static const struct { const char *hex; enum rtp_kind kind; } rows[] = {
		{ "0001000021 12a442 000000000000000000000000", RTP_KIND_STUN },
		{ "0001000021 12a443 000000000000000000000000", RTP_KIND_OTHER },
		{ "14fe", RTP_KIND_DTLS }, { "3ffe", RTP_KIND_DTLS }, { "40fe", RTP_KIND_OTHER }, { "13fe", RTP_KIND_OTHER },
		{ "8060", RTP_KIND_RTP }, { "80bf", RTP_KIND_RTP }, { "80c0", RTP_KIND_RTCP }, { "80df", RTP_KIND_RTCP },
		{ "80e0", RTP_KIND_RTP }, { "bf60", RTP_KIND_RTP }, { "c060", RTP_KIND_OTHER }, { "80", RTP_KIND_OTHER },
	};
	uint8_t p[32];
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(rtp_kind(p, bytes_from(rows[i].hex, p, sizeof p)), rows[i].kind);
}

static void reads_what_it_wrote(void **state)
{
	(void)state;
	uint8_t p[128], block[RTP_EXT_BLOCK_MAX], found_len = 0;
	const struct rtp_ext list[] = { { 4, 1, (const uint8_t *)"0" }, { 12, 3, (const uint8_t *)"abc" } };
	size_t block_len = rtp_ext_write(block, sizeof block, list, 2);
	assert_int_equal(block_len, 12);  /* 4 + 2 + 4, padded */
	size_t at = rtp_write(p, 96, true, 0xfffe, 0x01020304, 0xa0b0c0d0, block, block_len);
	assert_int_equal(at, 24);
	memcpy(p + at, "payload", 7);
	struct rtp r;
	assert_int_equal(rtp_parse(p, at + 7, &r), OK);
	assert_int_equal(r.pt, 96);
	assert_true(r.marker);
	assert_int_equal(r.seq, 0xfffe);
	assert_true(r.ts == 0x01020304 && r.ssrc == 0xa0b0c0d0 && r.payload_len == 7 && r.header_len == 24);
	assert_memory_equal(r.payload, "payload", 7);
	assert_memory_equal(rtp_ext_find(&r, 12, &found_len), "abc", 3);
	assert_int_equal(found_len, 3);
	assert_memory_equal(rtp_ext_find(&r, 4, &found_len), "0", 1);
	assert_null(rtp_ext_find(&r, 5, &found_len));
	assert_null(rtp_ext_find(&r, 0, &found_len));
}

static void writes_two_bytes_where_one_will_not_do(void **state)
{
	(void)state;
	uint8_t p[128], block[RTP_EXT_BLOCK_MAX], found_len = 9;
	const struct rtp_ext list[] = { { 15, 2, (const uint8_t *)"xy" }, { 200, 0, NULL } };
	size_t len = rtp_ext_write(block, sizeof block, list, 2);
	struct rtp r;
	size_t at = rtp_write(p, 96, false, 1, 2, 3, block, len);
	assert_int_equal(rtp_parse(p, at, &r), OK);
	assert_int_equal(r.ext_profile, 0x1000);
	assert_memory_equal(rtp_ext_find(&r, 15, &found_len), "xy", 2);
	assert_non_null(rtp_ext_find(&r, 200, &found_len));
	assert_int_equal(found_len, 0);
}

static void limits_the_extension_block(void **state)
{
	(void)state;
	uint8_t block[RTP_EXT_BLOCK_MAX], data[60] = { 0 };
	struct rtp_ext list[RTP_EXT_MAX + 1];
	for (size_t i = 0; i <= RTP_EXT_MAX; i++) list[i] = (struct rtp_ext){ (uint8_t)(i + 1), 1, data };
	assert_int_equal(rtp_ext_write(block, sizeof block, list, RTP_EXT_MAX), 4 + 2 * RTP_EXT_MAX);
	assert_int_equal(rtp_ext_write(block, sizeof block, list, RTP_EXT_MAX + 1), 0);
	assert_int_equal(rtp_ext_write(block, 4 + 2 * RTP_EXT_MAX - 1, list, RTP_EXT_MAX), 0);
	const struct rtp_ext most = { 1, 58, data }, more = { 1, 59, data };
	assert_int_equal(rtp_ext_write(block, sizeof block, &most, 1), RTP_EXT_BLOCK_MAX);
	assert_int_equal(rtp_ext_write(block, sizeof block, &more, 1), 0);
	assert_int_equal(rtp_ext_write(block, sizeof block, NULL, 0), 0);
}

static void reads_csrcs_padding_and_odd_extensions(void **state)
{
	(void)state;
	uint8_t p[64], len = 0;
	struct rtp r;
	/* one CSRC, a one-byte block with padding inside and an id 15 that ends it, then 2 bytes of padding */
	size_t n = bytes_from("b1600001 00000002 00000003 0000000c bede0002 00 10aa 00 f0 20bb 00 616203 0003", p, sizeof p);
	assert_int_equal(rtp_parse(p, n, &r), OK);
	assert_int_equal(r.payload_len, 2);
	assert_int_equal(r.padding, 3);
	assert_int_equal(*rtp_ext_find(&r, 1, &len), 0xaa);
	assert_null(rtp_ext_find(&r, 2, &len));
	n = bytes_from("90600001 00000002 00000003 bede0001 13aabbcc", p, sizeof p);  /* claims four bytes, has three */
	assert_int_equal(rtp_parse(p, n, &r), OK);
	assert_null(rtp_ext_find(&r, 1, &len));
}

static void refuses_the_malformed(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"8060000100000002000000",                /* eleven bytes */
		"4060000100000002 00000003",             /* version 1 */
		"8160000100000002 00000003",             /* a CSRC that is not there */
		"9060000100000002 00000003 bede",        /* half an extension header */
		"9060000100000002 00000003 bede0001",    /* an extension that is not there */
		"a060000100000002 00000003 00",          /* padding of none */
		"a060000100000002 00000003 02",          /* padding longer than what is left */
	};
	uint8_t p[32];
	struct rtp r;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(rtp_parse(p, bytes_from(rows[i], p, sizeof p), &r), ERR_MALFORMED);
	assert_int_equal(rtp_parse(p, bytes_from("a060000100000002 00000003 01", p, sizeof p), &r), OK);
	assert_int_equal(r.payload_len, 0);
}

static void counts_around_the_circle(void **state)
{
	(void)state;
	assert_int_equal(rtp_seq_diff(2, 65535), 3);
	assert_int_equal(rtp_seq_diff(65535, 2), -3);
	assert_true(rtp_index(65530, 3) == 65539);
	assert_true(rtp_index(65539, 65530) == 65530);
	assert_true(rtp_index(0x20005, 4) == 0x20004);
	assert_true(rtp_index(5, 40000) == 40000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_datagrams_apart),
		cmocka_unit_test(reads_what_it_wrote),
		cmocka_unit_test(writes_two_bytes_where_one_will_not_do),
		cmocka_unit_test(limits_the_extension_block),
		cmocka_unit_test(reads_csrcs_padding_and_odd_extensions),
		cmocka_unit_test(refuses_the_malformed),
		cmocka_unit_test(counts_around_the_circle),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
