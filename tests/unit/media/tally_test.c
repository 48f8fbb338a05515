/* What has come of a stream: losses since the last report and in all, jitter, the sender's clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "media/tally.h"

#define HZ 90000u
#define SECOND 1000000

static struct rtcp_block report(struct tally *t, int64_t now_us)
{
	struct rtcp_block b;
	tally_report(t, 77, now_us, &b);
	assert_int_equal(b.ssrc, 77);
	return b;
}

/* One packet each 10 ms, those of `lost` left out. */
static void run(struct tally *t, uint16_t from, int n, int lost_every, int64_t at_us)
{
	for (int i = 0; i < n; i++)
		if (!lost_every || (i + 1) % lost_every) tally_on(t, (uint16_t)(from + i), (uint32_t)i * 900, HZ, at_us + i * 10000);
}

static void nothing_lost_is_nothing_told(void **state)
{
	(void)state;
	struct tally t = {0};
	assert_int_equal(report(&t, 0).lost_total, 0);
	run(&t, 65500, 100, 0, SECOND);   /* over the wrap */
	struct rtcp_block b = report(&t, 2 * SECOND);
	assert_int_equal(b.lost_fraction, 0);
	assert_int_equal(b.lost_total, 0);
	assert_int_equal(b.highest_seq, 65500 + 99);
	assert_int_equal(b.jitter, 0);
	assert_int_equal(b.last_sr, 0);
}

static void the_fraction_is_of_the_last_interval(void **state)
{
	(void)state;
	struct tally t = {0};
	run(&t, 100, 101, 4, 0);          /* 25 of 101 */
	struct rtcp_block b = report(&t, SECOND);
	assert_int_equal(b.lost_fraction, 25 * 256 / 101);
	assert_int_equal(b.lost_total, 25);
	run(&t, 201, 100, 0, SECOND);
	b = report(&t, 2 * SECOND);
	assert_int_equal(b.lost_fraction, 0);
	assert_int_equal(b.lost_total, 25);
}

static void duplicates_make_no_negative_fraction(void **state)
{
	(void)state;
	struct tally t = {0};
	run(&t, 1, 10, 0, 0);
	run(&t, 1, 10, 0, 0);
	struct rtcp_block b = report(&t, SECOND);
	assert_int_equal(b.lost_fraction, 0);
	assert_int_equal(b.lost_total, -10);
}

static void jitter_is_that_of_rfc_3550(void **state)
{
	(void)state;
	struct tally t = {0};
	uint32_t expected_16 = 0;
	for (int i = 0; i < 200; i++) {
		int64_t late = i % 2 ? 2000 : 0;      /* 2 ms are 180 units */
		tally_on(&t, (uint16_t)i, (uint32_t)i * 900, HZ, i * 10000 + late);
		if (i) expected_16 += 180 - ((expected_16 + 8) >> 4);
	}
	assert_int_equal(report(&t, SECOND).jitter, expected_16 >> 4);
	assert_in_range(expected_16 >> 4, 170, 180);
}

static void the_senders_clock_comes_back(void **state)
{
	(void)state;
	struct tally t = {0};
	tally_on_sender(&t, 0x1122334455667788, 5 * SECOND);
	struct rtcp_block b = report(&t, 5 * SECOND + SECOND / 2);
	assert_int_equal(b.last_sr, 0x33445566);
	assert_int_equal(b.since_last_sr, 32768);
}

static void a_far_jump_begins_anew(void **state)
{
	(void)state;
	struct tally t = {0};
	run(&t, 1, 10, 2, 0);
	tally_on(&t, 9 + TALLY_JUMP_MAX, 0, HZ, SECOND);
	assert_int_equal(report(&t, SECOND).lost_total, 5 - 1 + TALLY_JUMP_MAX - 1);
	tally_on(&t, (uint16_t)(9 + 2 * TALLY_JUMP_MAX + 1), 0, HZ, SECOND);
	assert_int_equal(report(&t, SECOND).lost_total, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_lost_is_nothing_told),
		cmocka_unit_test(the_fraction_is_of_the_last_interval),
		cmocka_unit_test(duplicates_make_no_negative_fraction),
		cmocka_unit_test(jitter_is_that_of_rfc_3550),
		cmocka_unit_test(the_senders_clock_comes_back),
		cmocka_unit_test(a_far_jump_begins_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
