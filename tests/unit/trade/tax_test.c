/* tax_test.c — the parts of what was paid always add up to it, whatever the rate; rates by heading, day and value. */
#include "tests/unit/trade/market.h"

#include "trade/india_day.h"
#include "trade/tax.h"
#include "trade/tax_rate.h"

HANDLER(put_rate, tax_rate_put(tx, q->in, "desk"))

/* paid, rate, tax → value and its taxes, worked out by hand. */
static const struct { enum sell_tax tax; int64_t bps, paid, taxable, cgst, sgst, igst; } vectors[] = {
	{SELL_TAX_CGST_SGST,   500, 250000, 238096,  5952,  5952,     0},
	{SELL_TAX_IGST,        500, 250000, 238095,     0,     0, 11905},
	{SELL_TAX_CGST_SGST,   500, 105,        99,     3,     3,     0},   /* two and a half paise round up, twice */
	{SELL_TAX_CGST_SGST,   500, 104,       100,     2,     2,     0},
	{SELL_TAX_IGST,        500, 105,       100,     0,     0,     5},
	{SELL_TAX_CGST_SGST,  1800, 118000, 100000,  9000,  9000,     0},
	{SELL_TAX_IGST,       1800, 118000, 100000,     0,     0, 18000},
	{SELL_TAX_IGST,         25, 100250, 100000,     0,     0,   250},
	{SELL_TAX_CGST_SGST,    25, 100250, 100000,   125,   125,     0},
	{SELL_TAX_EXPORT_IGST, 500, 105000, 100000,     0,     0,  5000},
	{SELL_TAX_EXPORT_LUT,  500, 105000, 105000,     0,     0,     0},
	{SELL_TAX_NONE,        500, 105000, 105000,     0,     0,     0},
	{SELL_TAX_CGST_SGST,     0, 105000, 105000,     0,     0,     0},
	{SELL_TAX_CGST_SGST,   500, 1,           1,     0,     0,     0},
	{SELL_TAX_IGST,       4000, 0,           0,     0,     0,     0},
};

static void test_vectors(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		struct tax_parts p;
		assert_int_equal(tax_split(vectors[i].tax, vectors[i].bps, vectors[i].paid, &p), OK);
		if (p.taxable_minor != vectors[i].taxable || p.cgst_minor != vectors[i].cgst || p.sgst_minor != vectors[i].sgst || p.igst_minor != vectors[i].igst)
			fail_msg("row %zu: %lld %lld %lld %lld", i, (long long)p.taxable_minor, (long long)p.cgst_minor, (long long)p.sgst_minor, (long long)p.igst_minor);
	}
}

static uint64_t next(uint64_t *seed) { return *seed = *seed * 6364136223846793005u + 1442695040888963407u; }

static void test_the_parts_are_the_whole(void **state)
{
	(void)state;
	static const int64_t rates[] = {0, 25, 150, 300, 500, 1200, 1800, 2800, TAX_BPS_MAX};
	uint64_t seed = 42;
	for (int i = 0; i < 200000; i++) {
		const int64_t paid = (int64_t)(next(&seed) >> 20) % (i % 2 ? 1000 : MONEY_MINOR_MAX + 1), bps = rates[next(&seed) >> 33 & 7];
		const enum sell_tax tax = (enum sell_tax)((next(&seed) >> 33) % SELL_TAXES);
		struct tax_parts p;
		assert_int_equal(tax_split(tax, bps, paid, &p), OK);
		assert_int_equal(tax_total(&p), paid);
		assert_int_equal(p.cgst_minor, p.sgst_minor);
		assert_true(p.taxable_minor >= 0 && p.igst_minor >= 0 && p.cgst_minor >= 0);
		/* The tax is the rate of the value, to within the rounding of a paisa for each part. */
		const int64_t off = (p.cgst_minor + p.sgst_minor + p.igst_minor) * 10000 - p.taxable_minor * bps * (tax_needs_rate(tax) ? 1 : 0);
		assert_true(off <= 2 * (10000 + bps) && off >= -2 * (10000 + bps));
	}
}

static void test_limits(void **state)
{
	(void)state;
	struct tax_parts p;
	assert_int_equal(tax_split(SELL_TAX_IGST, TAX_BPS_MAX, MONEY_MINOR_MAX, &p), OK);
	assert_int_equal(tax_total(&p), MONEY_MINOR_MAX);
	assert_int_equal(tax_split(SELL_TAX_IGST, TAX_BPS_MAX + 1, 1, &p), ERR_BAD_FIELD);
	assert_int_equal(tax_split(SELL_TAX_IGST, 500, MONEY_MINOR_MAX + 1, &p), ERR_BAD_FIELD);
	assert_int_equal(tax_split(SELL_TAX_IGST, 500, -1, &p), ERR_BAD_FIELD);
	assert_int_equal(tax_to_rupee(149), 100);
	assert_int_equal(tax_to_rupee(150), 200);
	assert_int_equal(tax_to_rupee(-149), -100);
	assert_int_equal(tax_to_rupee(-150), -200);
	assert_int_equal(tax_to_rupee(0), 0);
}

static int64_t day_ms(const char *day)
{
	int64_t at;
	assert_int_equal(india_day_parse(day, &at), OK);
	return at;
}

/* Which rate held on a day for a piece of that price; -1: none is known. */
static const struct { const char *hsn, *day; int64_t unit, bps; } rates[] = {
	{"4420",     "2025-09-21", 65000,  1200},
	{"4420",     "2025-09-22", 65000,   500},
	{"44209090", "2026-01-01", 65000,   500},
	{"5007",     "2019-01-01", 680000,  500},
	{"5701",     "2026-01-01", 1850000, 500},
	{"6204",     "2026-01-01", 262500,  500},   /* ₹2,625 with 5 % is ₹2,500 without */
	{"6204",     "2026-01-01", 262700,  1800},
	{"6204",     "2025-09-21", 105000,  500},
	{"6204",     "2025-09-21", 105100,  1200},
	{"6214",     "2026-01-01", 900000,  500},   /* the longer heading counts */
	{"6403",     "2026-01-01", 89000,   500},
	{"6403",     "2026-01-01", 345000,  1800},
	{"6403",     "2025-09-21", 345000,  -1},
	{"4202",     "2026-01-01", 420000,  -1},    /* only handbags of it are known */
	{"420222",   "2026-01-01", 420000,  500},
	{"8301",     "2026-01-01", 52000,   -1},
	{"",         "2026-01-01", 52000,   -1},
};

static void test_rates_by_heading_day_and_value(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
		struct tax_rate r = {.bps = -1};
		err_t e = tax_rate_table(rates[i].hsn, day_ms(rates[i].day), rates[i].unit, &r);
		if (r.bps != rates[i].bps || e != (rates[i].bps < 0 ? ERR_NO_RATE : OK)) fail_msg("%s on %s: %lld", rates[i].hsn, rates[i].day, (long long)r.bps);
	}
}

static void test_what_was_entered_goes_before_the_table(void **state)
{
	struct world *w = *state;
	struct tax_rate r, entered = {.hsn = "83", .from_ms = 1, .bps = 1800, .proof = "notification"};
	assert_int_equal(tax_rate_find(w->db, "s1", "8301", 1000, 100, &r), ERR_NO_RATE);
	assert_int_equal(DO(w, put_rate, .in = &entered), OK);
	assert_int_equal(tax_rate_find(w->db, "s1", "8301", 1000, 100, &r), OK);
	assert_int_equal(r.bps, 1800);
	assert_int_equal(r.grade, 'D');
	strcpy(entered.seller, "s1"), entered.bps = 500, entered.from_ms = 2000, entered.upto_minor = 100000;
	assert_int_equal(DO(w, put_rate, .in = &entered), OK);
	assert_int_equal(tax_rate_find(w->db, "s1", "8301", 1999, 105000, &r), OK);
	assert_int_equal(r.bps, 1800);
	assert_int_equal(tax_rate_find(w->db, "s1", "8301", 2000, 105000, &r), OK);
	assert_int_equal(r.bps, 500);
	assert_int_equal(tax_rate_find(w->db, "s1", "8301", 2000, 105002, &r), OK);
	assert_int_equal(r.bps, 1800);
	assert_int_equal(tax_rate_find(w->db, "s2", "8301", 2000, 105000, &r), OK);
	assert_int_equal(r.bps, 1800);
	const struct tax_rate bad[] = {{.hsn = "8", .from_ms = 1, .proof = "x"}, {.hsn = "8301", .from_ms = 0, .proof = "x"},
	                               {.hsn = "8301", .from_ms = 1, .bps = TAX_BPS_MAX + 1, .proof = "x"}, {.hsn = "8301", .from_ms = 1, .proof = "\n"}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(DO(w, put_rate, .in = &bad[i]), ERR_BAD_FIELD);
	assert_int_equal(DO(w, put_rate, .in = &(struct tax_rate){.hsn = "8301", .from_ms = 1}), ERR_MISSING_FIELD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors), cmocka_unit_test(test_the_parts_are_the_whole), cmocka_unit_test(test_limits),
		cmocka_unit_test(test_rates_by_heading_day_and_value), WORLD_TEST(test_what_was_entered_goes_before_the_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
