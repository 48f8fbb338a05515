/* seller_place_test.c — a seller's own address: whole, in its State, and known to be one. */
#include "tests/unit/trade/market.h"

#include "trade/seller_place.h"

HANDLER(put_place, seller_place_put(tx, q->a, q->in, "desk"))

static void test_places(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	const struct { struct seller_place p; err_t e; } rows[] = {
		{{.line1 = "1", .city = "Agra", .pin = "282001"}, OK},
		{{.line1 = "1", .city = "Agra", .pin = "110001"}, ERR_BAD_FIELD}, /* Delhi */
		{{.city = "Agra", .pin = "282001"}, ERR_MISSING_FIELD},
		{{.line1 = "1", .pin = "282001"}, ERR_MISSING_FIELD},
		{{.line1 = "1", .city = "Agra"}, ERR_MISSING_FIELD},
		{{.line1 = "1\n2", .city = "Agra", .pin = "282001"}, ERR_BAD_FIELD},
		{{.line1 = "1", .city = "Agra", .pin = "282001", .ad_code = "0510009000012"}, ERR_BAD_FIELD},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(DO(w, put_place, .a = m.registered.s, .in = &rows[i].p), rows[i].e);
	assert_int_equal(DO(w, put_place, .a = "nobody", .in = &rows[0].p), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
