/* display_rate_test.c — rates to show prices by: a table is taken whole or not at all, and what a price is about is exact to the nearest. */
#include "tests/unit/world.h"

#include "trade/display_rate.h"

HANDLER(show, display_rate_put(tx, q->in, "desk"))
HANDLER(import, display_rate_import(tx, q->out2, "test", "desk", q->out))

struct shown { int n; struct display_rate rows[8]; };
static void see(void *arg, const struct display_rate *r)
{
	struct shown *s = arg;
	s->rows[s->n++] = *r;
}

static void test_rates_for_showing(void **state)
{
	struct world *w = *state;
	const struct display_rate usd = {.currency = "USD", .source = "RBI", .from_ms = WORLD_NOW_MS, .micro_inr = 88750000};
	struct shown s = {0};
	int line;
	int64_t minor;
	char good[] = "currency,date,inr\nUSD,2025-11-25,89.1\nJPY,2025-11-20,0.5713\n", bad[] = "currency,date,inr\nEUR,2025-11-25,102.5\nGBP,2025-13-01,118\n",
	     long_one[] = "currency,date,inr\nEUR,2025-11-25,1.1234567\n", head[] = "currency,inr,date\n";
	assert_int_equal(DO(w, show, .in = &usd), OK);
	assert_int_equal(DO(w, import, .out2 = good, .out = &line), OK);
	assert_int_equal(DO(w, import, .out2 = bad, .out = &line), ERR_BAD_FIELD);
	assert_int_equal(line, 3);
	assert_int_equal(DO(w, import, .out2 = long_one, .out = &line), ERR_BAD_FIELD);
	assert_int_equal(DO(w, import, .out2 = head, .out = &line), ERR_MALFORMED);
	assert_int_equal(display_rate_list(w->db, WORLD_NOW_MS, see, &s), OK);
	assert_int_equal(s.n, 2); /* the euro of the refused table is not there, the dollar of tomorrow not yet */
	assert_string_equal(s.rows[0].currency, "JPY");
	assert_int_equal(s.rows[1].micro_inr, 88750000);
	assert_int_equal(display_convert(250000, &s.rows[1], 2, &minor), OK);
	assert_int_equal(minor, 2817); /* $28.17 */
	assert_int_equal(display_convert(250000, &s.rows[0], 0, &minor), OK);
	assert_int_equal(minor, 4376); /* ¥4,376 */
	assert_int_equal(display_convert(MONEY_MINOR_MAX, &s.rows[0], 4, &minor), OK);
	assert_int_equal(display_convert(MONEY_MINOR_MAX + 1, &s.rows[0], 2, &minor), ERR_BAD_FIELD);
	const struct display_rate wrong[] = {{.currency = "INR", .source = "x", .from_ms = 1, .micro_inr = 1}, {.currency = "usd", .source = "x", .from_ms = 1, .micro_inr = 1},
	                                     {.currency = "USD", .source = "x", .from_ms = 1, .micro_inr = 0}, {.currency = "USD", .source = "x", .from_ms = 1, .micro_inr = DISPLAY_MICRO_MAX + 1}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_int_equal(DO(w, show, .in = &wrong[i]), ERR_BAD_FIELD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {WORLD_TEST(test_rates_for_showing)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
