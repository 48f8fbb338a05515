/* Transport-wide feedback, read back by a decoder that knows the draft and nothing of the writer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "media/rtp.h"
#include "media/twcc.h"

#define MS 1000
#define START 1000000000

struct told { uint16_t base, n; uint8_t message; int64_t came_us[TWCC_STATUSES_MAX]; /* -1: not here */ };

static unsigned statuses(const uint8_t *p, unsigned n, uint8_t *ret)
{
	unsigned used = 0;
	for (unsigned have = 0; have < n; used += 2) {
		uint16_t c = rtp_u16(p + used);
		if (!(c & 0x8000)) {
			for (unsigned k = 0; k < (c & 0x1fffu) && have < n; k++) ret[have++] = c >> 13 & 3;
		} else if (c & 0x4000) {
			for (unsigned k = 0; k < 7 && have < n; k++) ret[have++] = c >> (12 - 2 * k) & 3;
		} else {
			for (unsigned k = 0; k < 14 && have < n; k++) ret[have++] = c >> (13 - k) & 1;
		}
	}
	return used;
}

static void read_back(const uint8_t *packet, size_t len, struct told *ret)
{
	struct rtcp_reader r;
	struct rtcp_event e;
	uint8_t list[TWCC_STATUSES_MAX];
	assert_int_equal(rtcp_open(&r, packet, len), OK);
	assert_true(rtcp_next(&r, &e));
	assert_int_equal(e.kind, RTCP_TWCC);
	assert_int_equal(e.from, 1);
	assert_int_equal(e.about, 2);
	const uint8_t *p = e.raw.bytes;
	ret->base = rtp_u16(p);
	ret->n = rtp_u16(p + 2);
	ret->message = p[7];
	assert_in_range(ret->n, 1, TWCC_STATUSES_MAX);
	int64_t at = (int64_t)(rtp_u32(p + 4) >> 8) * 64 * MS;
	const uint8_t *delta = p + 8 + statuses(p + 8, ret->n, list);
	for (unsigned i = 0; i < ret->n; i++) {
		ret->came_us[i] = -1;
		if (!list[i]) continue;
		int ticks = list[i] == 1 ? delta[0] : (int16_t)rtp_u16(delta);
		delta += list[i];
		ret->came_us[i] = at += ticks * 250;
	}
	assert_true(delta <= p + e.raw.len);
}

static bool tell(struct twcc *t, struct told *ret)
{
	uint8_t out[1200];
	struct rtcp_writer w = {.out = out, .cap = sizeof out};
	if (!twcc_add(t, &w, 1, 2)) return false;
	assert_int_equal(w.len % 4, 0);
	read_back(out, w.len, ret);
	return true;
}

static void tells_what_came_and_what_did_not(void **state)
{
	(void)state;
	struct twcc t = {0};
	struct told told;
	assert_int_equal(twcc_due_us(&t), INT64_MAX);
	assert_false(tell(&t, &told));
	twcc_on(&t, 65533, START);
	twcc_on(&t, 65534, START + 3 * MS);
	twcc_on(&t, 1, START + 90 * MS);           /* two bytes of delta */
	twcc_on(&t, 0, START + 91 * MS);           /* a negative one */
	assert_int_equal(twcc_due_us(&t), START + TWCC_EVERY_US);
	assert_true(tell(&t, &told));
	assert_int_equal(told.base, 65533);
	assert_int_equal(told.n, 5);
	const int64_t want[] = {START, START + 3 * MS, -1, START + 91 * MS, START + 90 * MS};
	assert_memory_equal(told.came_us, want, sizeof want);
	assert_int_equal(twcc_due_us(&t), INT64_MAX);
	assert_false(tell(&t, &told));
}

static void each_message_goes_on_where_the_last_ended(void **state)
{
	(void)state;
	struct twcc t = {0};
	struct told told;
	for (int i = 0; i < 10; i++) twcc_on(&t, (uint16_t)i, START + i * MS);
	assert_true(tell(&t, &told));
	assert_int_equal(told.message, 0);
	twcc_on(&t, 14, START + 60 * MS);
	assert_true(tell(&t, &told));
	assert_int_equal(told.message, 1);
	assert_int_equal(told.base, 10);
	assert_int_equal(told.n, 5);
	for (int i = 0; i < 4; i++) assert_int_equal(told.came_us[i], -1);
	twcc_on(&t, 12, START + 70 * MS);          /* was told of as lost */
	twcc_on(&t, 12, START + 71 * MS);          /* the second copy is of no interest */
	assert_true(tell(&t, &told));
	assert_int_equal(told.base, 12);
	assert_int_equal(told.came_us[0], START + 70 * MS);
	assert_int_equal(told.came_us[2], START + 60 * MS);
}

/* Patterns of every kind of chunk, longer than one message. */
static void long_and_mixed_runs(void **state)
{
	(void)state;
	struct twcc t = {0};
	struct told told;
	int64_t came[900], now = START;
	for (int i = 0; i < 900; i++) {
		bool here = i < 40 || (i > 60 && i % 3) || (i > 300 && i < 420) || i == 899;
		now += i % 7 == 0 ? 70 * MS : 250;
		came[i] = here ? now : -1;
		if (here) twcc_on(&t, (uint16_t)(65000 + i), now);
	}
	unsigned seen = 0;
	while (tell(&t, &told)) {
		assert_int_equal(told.base, (uint16_t)(65000 + seen));
		for (unsigned i = 0; i < told.n; i++) assert_int_equal(told.came_us[i], came[seen + i]);
		seen += told.n;
	}
	assert_int_equal(seen, 900);
}

static void a_pause_too_long_for_a_delta_is_another_message(void **state)
{
	(void)state;
	struct twcc t = {0};
	struct told told;
	twcc_on(&t, 1, START);
	twcc_on(&t, 2, START + 60 * 1000 * MS);
	assert_true(tell(&t, &told));
	assert_int_equal(told.n, 1);
	assert_true(tell(&t, &told));
	assert_int_equal(told.base, 2);
	assert_int_equal(told.came_us[0], START + 60 * 1000 * MS);
}

static void many_are_told_of_at_once(void **state)
{
	(void)state;
	struct twcc t = {0};
	for (int i = 0; i < TWCC_MANY - 1; i++) twcc_on(&t, (uint16_t)i, START);
	assert_int_equal(twcc_due_us(&t), START + TWCC_EVERY_US);
	twcc_on(&t, TWCC_MANY - 1, START);
	assert_int_equal(twcc_due_us(&t), START);
}

static void what_is_not_kept_is_not_told_of(void **state)
{
	(void)state;
	struct twcc t = {0};
	struct told told;
	twcc_on(&t, 100, START);
	twcc_on(&t, (uint16_t)(100 + TWCC_KEPT - 1), START);
	assert_true(tell(&t, &told));
	assert_int_equal(told.base, 100);
	while (tell(&t, &told));
	twcc_on(&t, (uint16_t)(100 + 2 * TWCC_KEPT), START + MS);   /* the numbers began anew */
	assert_true(tell(&t, &told));
	assert_int_equal(told.base, (uint16_t)(100 + 2 * TWCC_KEPT));
	assert_int_equal(told.n, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_what_came_and_what_did_not),
		cmocka_unit_test(each_message_goes_on_where_the_last_ended),
		cmocka_unit_test(long_and_mixed_runs),
		cmocka_unit_test(a_pause_too_long_for_a_delta_is_another_message),
		cmocka_unit_test(many_are_told_of_at_once),
		cmocka_unit_test(what_is_not_kept_is_not_told_of),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
