/* Full or small: pressed for some seconds goes down, a calm stretch or room goes up, a try that fails costs patience. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "media/chooser.h"

static const struct chooser_second fine = {.estimate_bps = 1800000, .high_bps = 1200000, .low_bps = 150000};
static const struct chooser_second narrow = {.estimate_bps = 839999, .high_bps = 1200000, .low_bps = 150000};
/* What a receiver says of a good network while little comes. */
static const struct chooser_second modest = {.estimate_bps = 250000, .high_bps = 1200000, .low_bps = 150000};

static unsigned seconds_until(struct chooser *c, const struct chooser_second *s, bool low)
{
	unsigned n = 0;
	while (c->low != low && n < 1000) chooser_second(c, s), n++;
	return n;
}

static void pressure_must_last(void **state)
{
	(void)state;
	struct chooser c = {0};
	for (int i = 0; i < 10; i++) {
		for (int k = 0; k < CHOOSER_PRESSED_S - 1; k++) chooser_second(&c, &narrow);
		chooser_second(&c, &fine);
	}
	assert_false(c.low);
	assert_int_equal(seconds_until(&c, &narrow, true), CHOOSER_PRESSED_S);
}

static void the_limits_of_estimate_and_loss(void **state)
{
	(void)state;
	struct chooser c = {0};
	struct chooser_second s = narrow;
	s.estimate_bps++;
	for (int i = 0; i < 20; i++) chooser_second(&c, &s);
	assert_false(c.low);
	s.lost = 26;
	for (int i = 0; i < 20; i++) chooser_second(&c, &s);
	assert_false(c.low);
	s.lost = 27;
	assert_int_equal(seconds_until(&c, &s, true), CHOOSER_PRESSED_S);
	c = (struct chooser){0};
	s = (struct chooser_second){.high_bps = 1200000};
	for (int i = 0; i < 20; i++) chooser_second(&c, &s); /* no estimate yet is no pressure */
	assert_false(c.low);
}

static void room_goes_up_soon_and_calm_by_a_try(void **state)
{
	(void)state;
	struct chooser c = {0};
	seconds_until(&c, &narrow, true);
	assert_int_equal(seconds_until(&c, &fine, false), CHOOSER_PRESSED_S);
	for (int i = 0; i < CHOOSER_TRIAL_S; i++) chooser_second(&c, &fine);
	seconds_until(&c, &narrow, true);
	assert_int_equal(seconds_until(&c, &modest, false), CHOOSER_PATIENCE_S);
}

static struct chooser_second probed(void)
{
	struct chooser_second s = modest;
	s.repeats = true;
	s.rtt_ms = 40;
	return s;
}

static void probes_grow_until_the_full_picture_would_pass(void **state)
{
	(void)state;
	struct chooser c = {0};
	struct chooser_second s = probed();
	seconds_until(&c, &narrow, true);
	for (int i = 0; i < CHOOSER_PATIENCE_S; i++) {
		assert_int_equal(c.probe_bps, 0);
		chooser_second(&c, &s);
	}
	uint64_t whole = s.low_bps + c.probe_bps;
	assert_int_equal(whole, 225000);
	unsigned seconds = 0, at_top = 0;
	for (; c.low && seconds < 100; seconds++) {
		chooser_second(&c, &s);
		if (!c.low) break;
		assert_true(s.low_bps + c.probe_bps <= whole * 3 / 2 && s.low_bps + c.probe_bps >= whole);
		whole = s.low_bps + c.probe_bps;
		at_top += whole == 1320000;
	}
	assert_false(c.low);
	assert_int_equal(at_top, CHOOSER_TOP_S);
	assert_int_equal(c.probe_bps, 0);
	/* The estimate is still that of little; for a trial's time it is not believed while nothing is lost. */
	for (int i = 0; i < CHOOSER_TRIAL_S - 1; i++) chooser_second(&c, &modest);
	assert_false(c.low);
	assert_int_equal(seconds_until(&c, &modest, true), CHOOSER_PRESSED_S);
}

static void a_probe_ends_at_the_first_loss_or_held_up_packet(void **state)
{
	(void)state;
	static const struct { uint8_t lost; uint16_t more_ms; bool ends; } rows[] = {{13, 0, false}, {14, 0, true}, {0, CHOOSER_HELD_UP_MS, false}, {0, CHOOSER_HELD_UP_MS + 1, true}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct chooser c = {0};
		struct chooser_second s = probed();
		seconds_until(&c, &narrow, true);
		while (!c.probe_bps) chooser_second(&c, &s);
		s.lost = rows[i].lost;
		s.rtt_ms = (uint16_t)(s.rtt_ms + rows[i].more_ms);
		chooser_second(&c, &s);
		assert_true(c.low);
		assert_int_equal(c.probe_bps == 0, rows[i].ends);
		assert_int_equal(c.patience, rows[i].ends ? 2 * CHOOSER_PATIENCE_S : CHOOSER_PATIENCE_S);
	}
}

static void a_probe_ends_at_once_when_several_are_asked_for_again(void **state)
{
	(void)state;
	struct chooser c = {0};
	struct chooser_second s = probed();
	seconds_until(&c, &narrow, true);
	chooser_missed(&c, 100); /* nothing is being tried */
	assert_int_equal(c.patience, CHOOSER_PATIENCE_S);
	while (!c.probe_bps) chooser_second(&c, &s);
	chooser_missed(&c, CHOOSER_MISSED);
	assert_true(c.probe_bps);
	chooser_second(&c, &s); /* counted anew each second */
	chooser_missed(&c, CHOOSER_MISSED);
	assert_true(c.probe_bps);
	chooser_missed(&c, 1);
	assert_int_equal(c.probe_bps, 0);
	assert_int_equal(c.patience, 2 * CHOOSER_PATIENCE_S);
	unsigned seconds = 0;
	for (; !c.probe_bps; seconds++) chooser_second(&c, &s);
	assert_int_equal(seconds, 2 * CHOOSER_PATIENCE_S);
}

static void a_low_estimate_is_nothing_against_a_probe(void **state)
{
	(void)state;
	struct chooser c = {0};
	struct chooser_second s = probed();
	s.estimate_bps = 20000;
	seconds_until(&c, &narrow, true);
	assert_true(seconds_until(&c, &s, false) < 20);
}

static void a_failed_try_doubles_the_patience_up_to_its_limit(void **state)
{
	(void)state;
	struct chooser c = {0};
	struct chooser_second lossy = narrow;
	lossy.lost = 27;
	seconds_until(&c, &narrow, true);
	for (unsigned want = CHOOSER_PATIENCE_S; want <= CHOOSER_PATIENCE_MAX_S; want *= 2) {
		assert_int_equal(seconds_until(&c, &modest, false), want);
		seconds_until(&c, &lossy, true);
	}
	assert_int_equal(seconds_until(&c, &modest, false), CHOOSER_PATIENCE_MAX_S);
	for (int i = 0; i < CHOOSER_TRIAL_S; i++) chooser_second(&c, &fine);
	seconds_until(&c, &narrow, true);
	assert_int_equal(c.patience, CHOOSER_PATIENCE_S);
}

static void an_estimate_that_rises_is_no_pressure(void **state)
{
	(void)state;
	struct chooser c = {0};
	struct chooser_second s = modest;
	for (; s.estimate_bps < 840000; s.estimate_bps += s.estimate_bps * 8 / 100) chooser_second(&c, &s);
	assert_false(c.low);
	s.estimate_bps = 500000;
	assert_int_equal(seconds_until(&c, &s, true), CHOOSER_PRESSED_S);
}

static void loss_on_the_small_picture_keeps_it(void **state)
{
	(void)state;
	struct chooser c = {0};
	struct chooser_second s = modest;
	seconds_until(&c, &narrow, true);
	s.lost = 14;
	for (int i = 0; i < 100; i++) chooser_second(&c, &s);
	assert_true(c.low);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pressure_must_last),
		cmocka_unit_test(the_limits_of_estimate_and_loss),
		cmocka_unit_test(room_goes_up_soon_and_calm_by_a_try),
		cmocka_unit_test(probes_grow_until_the_full_picture_would_pass),
		cmocka_unit_test(a_probe_ends_at_the_first_loss_or_held_up_packet),
		cmocka_unit_test(a_probe_ends_at_once_when_several_are_asked_for_again),
		cmocka_unit_test(a_low_estimate_is_nothing_against_a_probe),
		cmocka_unit_test(a_failed_try_doubles_the_patience_up_to_its_limit),
		cmocka_unit_test(an_estimate_that_rises_is_no_pressure),
		cmocka_unit_test(loss_on_the_small_picture_keeps_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
