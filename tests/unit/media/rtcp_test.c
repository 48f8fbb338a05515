/* RTCP compounds: what is written is read back; what is hostile is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "bytes.h"
#include "media/rtcp.h"
#include "media/rtp.h"

static void reads_a_whole_compound(void **state)
{
	(void)state;
	uint8_t p[512];
	struct rtcp_writer w = { p, 0, sizeof p };
	const struct rtcp_block blocks[] = { { 7, 25, -3, 0x10005, 11, 0x22223333, 65536 }, { 8, 0, 100, 9, 0, 0, 0 } };
	const uint16_t seqs[] = { 65530, 65534, 65535, 10, 26, 27 };
	const uint32_t about[] = { 7, 8 };
	assert_true(rtcp_add_sr(&w, 1, 0x1122334455667788u, 90000, 100, 20000));
	assert_true(rtcp_add_rr(&w, 2, blocks, 2));
	assert_true(rtcp_add_sdes(&w, 3, "booth"));
	assert_true(rtcp_add_nack(&w, 4, 7, seqs, 6));
	assert_true(rtcp_add_pli(&w, 4, 7));
	assert_true(rtcp_add_fir(&w, 4, 8, 200));
	assert_true(rtcp_add_remb(&w, 4, 1500000, about, 2));
	assert_true(rtcp_add_bye(&w, 5));
	struct rtcp_reader r;
	struct rtcp_event e[16];
	size_t n = 0;
	assert_int_equal(rtcp_open(&r, p, w.len), OK);
	while (n < 16 && rtcp_next(&r, &e[n])) n++;
	static const enum rtcp_kind kinds[] = { RTCP_SENDER, RTCP_REPORT, RTCP_REPORT, RTCP_CNAME, RTCP_NACK, RTCP_NACK,
	                                        RTCP_PLI, RTCP_FIR, RTCP_REMB, RTCP_BYE };
	assert_int_equal(n, sizeof kinds / sizeof *kinds);
	for (size_t i = 0; i < n; i++) assert_int_equal(e[i].kind, kinds[i]);
	assert_true(e[0].from == 1 && e[0].sender.ntp == 0x1122334455667788u && e[0].sender.rtp_ts == 90000);
	assert_true(e[0].sender.packets == 100 && e[0].sender.octets == 20000);
	assert_true(e[1].from == 2 && e[1].about == 7 && e[1].report.lost_fraction == 25 && e[1].report.lost_total == -3);
	assert_true(e[1].report.highest_seq == 0x10005 && e[1].report.jitter == 11 && e[1].report.last_sr == 0x22223333);
	assert_true(e[2].about == 8 && e[2].report.lost_total == 100);
	assert_true(e[3].from == 3 && e[3].cname.len == 5);
	assert_memory_equal(e[3].cname.text, "booth", 5);
	assert_true(e[4].about == 7 && e[4].nack.seq == 65530 && e[4].nack.mask == (1u << 3 | 1u << 4 | 1u << 15));
	assert_true(e[5].nack.seq == 26 && e[5].nack.mask == 1);
	assert_true(e[6].from == 4 && e[6].about == 7);
	assert_true(e[7].about == 8 && e[7].fir.seq == 200);
	assert_true(e[8].remb.bps > 1490000 && e[8].remb.bps <= 1500000);
	assert_int_equal(e[9].from, 5);
}

static size_t events_of(const char *hex, struct rtcp_event *ret, size_t cap)
{
	static uint8_t p[RTCP_BYTES_MAX];
	struct rtcp_reader r;
	size_t n = 0;
	assert_int_equal(rtcp_open(&r, p, bytes_from(hex, p, sizeof p)), OK);
	while (n < cap && rtcp_next(&r, &ret[n])) n++;
	return n;
}

static void reads_foreign_packets(void **state)
{
	(void)state;
	struct rtcp_event e[8];
	/* transport-wide feedback */
	assert_int_equal(events_of("8fcd0005 00000001 00000002 00010001 00000000 20010000 ", e, 8), 1);
	assert_true(e[0].kind == RTCP_TWCC && e[0].about == 2 && e[0].raw.len == 12);
	/* APP is passed over as something else */
	assert_int_equal(events_of("80cc0002 00000001 4d454c41", e, 8), 1);
	assert_int_equal(e[0].kind, RTCP_OTHER);
	/* XR: a block of no interest, then a receiver's time; without blocks it says nothing */
	assert_int_equal(events_of("80cf0006 00000001 01000001 aaaaaaaa 04000002 11223344 55667788", e, 8), 1);
	assert_true(e[0].kind == RTCP_CLOCK && e[0].from == 1 && e[0].clock.ntp == 0x1122334455667788u);
	assert_int_equal(events_of("80cf0001 00000001", e, 8), 0);
	/* an XR block longer than its packet, and a time of the wrong length */
	assert_int_equal(events_of("80cf0004 00000001 04000003 11223344 55667788", e, 8), 0);
	assert_int_equal(events_of("80cf0003 00000001 04000001 11223344", e, 8), 0);
	/* SDES with two chunks, a NAME before the CNAME, and zeros up to the word */
	assert_int_equal(events_of("82ca0006 00000001 0201610101620000 00000002 01036162630000 00", e, 8), 2);
	assert_true(e[0].from == 1 && e[0].cname.len == 1 && *e[0].cname.text == 'b');
	assert_true(e[1].from == 2 && e[1].cname.len == 3);
	/* an empty RR says nothing */
	assert_int_equal(events_of("80c90001 00000001", e, 8), 0);
	/* an RR that claims more blocks than it has; and the PLI behind it is still heard */
	assert_int_equal(events_of("85c90001 00000001 81ce0002 00000001 00000002", e, 8), 1);
	assert_int_equal(e[0].kind, RTCP_PLI);
	/* padding on the last packet */
	assert_int_equal(events_of("a1ce0003 00000001 00000002 00000004", e, 8), 1);
	assert_int_equal(e[0].kind, RTCP_PLI);
	/* REMB too large for 64 bits */
	assert_int_equal(events_of("8fce0004 00000001 00000000 52454d42 00ffffff", e, 8), 1);
	assert_true(e[0].remb.bps == UINT64_MAX);
}

static void gives_a_receivers_time_back(void **state)
{
	(void)state;
	uint8_t p[24], want[24];
	struct rtcp_writer w = { p, 0, sizeof p };
	assert_true(rtcp_add_clock_back(&w, 0xa0a0a0a0, 0xb0b0b0b0, 0x1122334455667788u));
	assert_int_equal(bytes_from("80cf0005 a0a0a0a0 05000003 b0b0b0b0 33445566 00000000", want, sizeof want), w.len);
	assert_memory_equal(p, want, w.len);
	assert_false(rtcp_add_clock_back(&w, 1, 2, 3));
}

static void refuses_the_malformed(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"", "80c8", "80c80006 00000001",           /* longer than it is */
		"40c90001 00000001",                       /* version 1 */
		"80600001 00000001",                       /* not RTCP */
		"a0c90001 00000000",                       /* padding of none */
		"a0c90001 00000008",                       /* padding over the header */
		"a1ce0003 00000001 00000002 00000004 80c90001 00000001",  /* padding before the last packet */
		"80c90001 00000001 00",                    /* a tail */
	};
	uint8_t p[64];
	struct rtcp_reader r;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(rtcp_open(&r, p, bytes_from(rows[i], p, sizeof p)), ERR_MALFORMED);
}

static void limits_bytes_and_events(void **state)
{
	(void)state;
	uint8_t p[RTCP_BYTES_MAX + 4] = { 0 };
	struct rtcp_reader r;
	struct rtcp_event e;
	size_t n = 0;
	rtp_put32(p, 0x81cd0000u | (RTCP_BYTES_MAX / 4 - 1));
	assert_int_equal(rtcp_open(&r, p, RTCP_BYTES_MAX), OK);
	while (rtcp_next(&r, &e)) n++;
	assert_int_equal(n, RTCP_EVENTS_MAX);
	rtp_put32(p, 0x81cd0000u | RTCP_BYTES_MAX / 4);
	assert_int_equal(rtcp_open(&r, p, RTCP_BYTES_MAX + 4), ERR_MALFORMED);
}

static void limits_what_it_writes(void **state)
{
	(void)state;
	uint8_t p[512];
	uint16_t seqs[RTCP_NACKS_MAX + 1];
	char cname[RTCP_CNAME_MAX + 2];
	for (size_t i = 0; i <= RTCP_NACKS_MAX; i++) seqs[i] = (uint16_t)(i * 20);
	memset(cname, 'c', sizeof cname);
	struct rtcp_writer w = { p, 0, sizeof p };
	assert_true(rtcp_add_nack(&w, 1, 2, seqs, RTCP_NACKS_MAX));
	assert_false(rtcp_add_nack(&w, 1, 2, seqs, RTCP_NACKS_MAX + 1));
	cname[RTCP_CNAME_MAX] = 0;
	assert_true(rtcp_add_sdes(&w, 1, cname));
	cname[RTCP_CNAME_MAX] = 'c';
	cname[RTCP_CNAME_MAX + 1] = 0;
	assert_false(rtcp_add_sdes(&w, 1, cname));
	w.cap = w.len + 11;
	assert_false(rtcp_add_pli(&w, 1, 2));
	w.cap = w.len + 12;
	assert_true(rtcp_add_pli(&w, 1, 2));
}

static void writes_cnames_of_every_length(void **state)
{
	(void)state;
	for (size_t len = 0; len <= 9; len++) {
		uint8_t p[64];
		char cname[16] = { 0 };
		memset(cname, 'x', len);
		struct rtcp_writer w = { p, 0, sizeof p };
		struct rtcp_reader r;
		struct rtcp_event e;
		assert_true(rtcp_add_sdes(&w, 9, cname));
		assert_int_equal(rtcp_open(&r, p, w.len), OK);
		assert_true(rtcp_next(&r, &e));
		assert_int_equal(e.cname.len, len);
		assert_false(rtcp_next(&r, &e));
	}
}

static void tells_ntp_time(void **state)
{
	(void)state;
	assert_true(rtcp_ntp(0) == 2208988800ull << 32);
	assert_true(rtcp_ntp(1500000) == (2208988801ull << 32 | 0x80000000u));
	assert_int_equal(rtcp_ntp_middle(0x1122334455667788u), 0x33445566);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_whole_compound),
		cmocka_unit_test(reads_foreign_packets),
		cmocka_unit_test(gives_a_receivers_time_back),
		cmocka_unit_test(refuses_the_malformed),
		cmocka_unit_test(limits_bytes_and_events),
		cmocka_unit_test(limits_what_it_writes),
		cmocka_unit_test(writes_cnames_of_every_length),
		cmocka_unit_test(tells_ntp_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
