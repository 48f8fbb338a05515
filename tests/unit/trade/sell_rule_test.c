/* sell_rule_test.c — the whole decision table: every status in every place, the days from which the law holds, the goods, the principal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "trade/india_day.h"
#include "trade/region.h"
#include "trade/sell_rule.h"
#include "trade/seller_tax.h"

enum { UNREG = 0, ENROL = 1u << TAX_ENROLLED, COMPO = 1u << TAX_COMPOSITION, REG = 1u << TAX_REGULAR, IEC = 1u << TAX_IEC, LUT = 1u << TAX_LUT,
       NOBODY = -1 };

static int64_t day(const char *text)
{
	int64_t ms;
	assert_int_equal(india_day_parse(text, &ms), OK);
	return ms;
}

static struct standing standing(const char *id, int tax)
{
	struct standing s = {.state = SELLER_OPEN, .region = REGION_UP, .tax = tax == NOBODY ? 0 : (unsigned)tax};
	if (tax == NOBODY) return s;
	strcpy(s.id.s, id);
	strcpy(s.country, "IN");
	return s;
}

static struct sale ask(int maker, int principal, const char *on, const char *hsn, struct sell_to to, struct standings *who)
{
	*who = (struct standings){.maker = standing("maker", maker), .principal = standing("principal", principal), .at_ms = day(on)};
	return sell_rule_ask(who, hsn, &to);
}

static const struct sell_to places[] = {{"IN", 9}, {"IN", 32}, {"DE", 0}};

/* "way/paper/tax/tcs/reason" */
static const char *written(const struct sale *s)
{
	static _Thread_local char text[160];
	snprintf(text, sizeof text, "%s/%s/%s/%d/%s", sell_way_wire(s->way), sell_paper_wire(s->paper), sell_tax_wire(s->tax), s->tcs, sell_reason_wire(s->reason));
	return text;
}

static void test_the_decision_table(void **state)
{
	(void)state;
	static const char reg_here[] = "direct/tax-invoice/cgst-sgst/1/direct", reg_there[] = "direct/tax-invoice/igst/1/direct";
	static const struct { int maker, principal; const char *in_up, *in_kerala, *in_germany; } rows[] = {
		{UNREG, NOBODY,          "enquiry//none/0/not-enrolled", "enquiry//none/0/not-enrolled-state", "enquiry//none/0/not-enrolled-abroad"},
		{UNREG, REG | IEC | LUT, "enquiry//none/0/not-enrolled", "enquiry//none/0/not-enrolled-state", "enquiry//none/0/not-enrolled-abroad"},
		{ENROL, NOBODY,          "direct/bill-of-supply/none/0/direct", "enquiry//none/0/no-principal", "enquiry//none/0/no-principal"},
		{ENROL, REG,             "direct/bill-of-supply/none/0/direct", "principal/tax-invoice/igst/1/enrolled-state", "enquiry//none/0/principal-cannot"},
		{ENROL, REG | IEC,       "direct/bill-of-supply/none/0/direct", "principal/tax-invoice/igst/1/enrolled-state", "principal/export-invoice/export-igst/0/enrolled-abroad"},
		{ENROL, REG | IEC | LUT, "direct/bill-of-supply/none/0/direct", "principal/tax-invoice/igst/1/enrolled-state", "principal/export-invoice/export-lut/0/enrolled-abroad"},
		{ENROL, COMPO,           "direct/bill-of-supply/none/0/direct", "enquiry//none/0/principal-cannot", "enquiry//none/0/principal-cannot"},
		{COMPO, NOBODY,          "direct/bill-of-supply/none/1/direct", "enquiry//none/0/no-principal", "enquiry//none/0/no-principal"},
		{COMPO, REG | IEC | LUT, "direct/bill-of-supply/none/1/direct", "principal/tax-invoice/igst/1/composition-state", "principal/export-invoice/export-lut/0/composition-abroad"},
		{REG, NOBODY,            reg_here, reg_there, "enquiry//none/0/no-export-papers"},
		{REG, REG | IEC | LUT,   reg_here, reg_there, "principal/export-invoice/export-lut/0/no-export-papers"},
		{REG | LUT, NOBODY,      reg_here, reg_there, "enquiry//none/0/no-export-papers"},
		{REG | IEC, NOBODY,      reg_here, reg_there, "direct/export-invoice/export-igst/0/direct"},
		{REG | IEC | LUT, NOBODY, reg_here, reg_there, "direct/export-invoice/export-lut/0/direct"},
		{IEC | LUT, NOBODY,      "enquiry//none/0/not-enrolled", "enquiry//none/0/not-enrolled-state", "enquiry//none/0/not-enrolled-abroad"},
	};
	struct standings who;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *const want[] = {rows[i].in_up, rows[i].in_kerala, rows[i].in_germany};
		for (int p = 0; p < 3; p++) {
			struct sale s = ask(rows[i].maker, rows[i].principal, "2026-05-01", "5007", places[p], &who);
			assert_string_equal(written(&s), want[p]);
			const struct standing *seller = s.way == SELL_DIRECT ? &who.maker : s.way == SELL_PRINCIPAL ? &who.principal : NULL;
			assert_ptr_equal(s.seller, seller);
		}
	}
}

static void test_the_first_day_of_a_rule(void **state)
{
	(void)state;
	static const struct { int maker; const char *on, *want; } rows[] = {
		{ENROL, "2023-09-30", "enquiry//none/0/not-in-force"}, {ENROL, "2023-10-01", "direct/bill-of-supply/none/0/direct"},
		{COMPO, "2023-09-30", "enquiry//none/0/not-in-force"}, {COMPO, "2023-10-01", "direct/bill-of-supply/none/1/direct"},
		{REG, "2017-06-30", "enquiry//none/0/not-in-force"},   {REG, "2017-07-01", "direct/tax-invoice/cgst-sgst/1/direct"},
	};
	struct standings who;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sale s = ask(rows[i].maker, NOBODY, rows[i].on, "5007", places[0], &who);
		assert_string_equal(written(&s), rows[i].want);
	}
	assert_int_equal(sell_tcs_bps(20180930), 0);
	assert_int_equal(sell_tcs_bps(20181001), 100);
	assert_int_equal(sell_tcs_bps(20240709), 100);
	assert_int_equal(sell_tcs_bps(20240710), 50);
}

static void test_goods_that_do_not_go_abroad(void **state)
{
	(void)state;
	static const struct { const char *hsn, *want; } rows[] = {
		{"5007", "direct"}, {"4420", "wildlife-permit"}, {"44", "wildlife-permit"}, {"9601", "wildlife-permit"}, {"1006", "export-policy"}, {"100630", "export-policy"},
		{"3301", "dangerous-goods"}, {"3302", "direct"}, {"", "direct"}, {"4", "direct"},
	};
	struct standings who;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sale s = ask(REG | IEC | LUT, NOBODY, "2026-05-01", rows[i].hsn, places[2], &who);
		assert_string_equal(sell_reason_wire(s.reason), rows[i].want);
		assert_int_equal(s.way, strcmp(rows[i].want, "direct") == 0 ? SELL_DIRECT : SELL_ENQUIRY);
		assert_int_equal(ask(REG | IEC | LUT, NOBODY, "2026-05-01", rows[i].hsn, places[1], &who).way, SELL_DIRECT);
	}
	struct sale s = ask(ENROL, REG | IEC | LUT, "2026-05-01", "4420", places[2], &who);
	assert_string_equal(written(&s), "enquiry//none/0/wildlife-permit");
}

static void test_life_comes_before_tax(void **state)
{
	(void)state;
	static const char *const want[SELLER_STATES] = {[SELLER_APPLIED] = "seller-waits", [SELLER_APPROVED] = "seller-waits", [SELLER_OPEN] = "direct",
	                                                [SELLER_PAUSED] = "seller-paused", [SELLER_CLOSED] = "seller-closed"};
	for (enum seller_state s = 0; s < SELLER_STATES; s++) {
		struct standings who = {.maker = standing("maker", REG), .principal = standing("principal", REG | IEC | LUT), .at_ms = day("2026-05-01")};
		who.maker.state = s;
		assert_string_equal(sell_reason_wire(sell_rule_ask(&who, "5007", &places[0]).reason), want[s]);
		who.maker = standing("maker", ENROL);
		who.principal.state = s;
		struct sale sale = sell_rule_ask(&who, "5007", &places[1]);
		assert_string_equal(sell_reason_wire(sale.reason), s == SELLER_OPEN ? "enrolled-state" : "principal-cannot");
		assert_int_equal(sell_rule_ask(&who, "5007", &places[0]).way, SELL_DIRECT); /* inside the State it needs nobody */
	}
	struct standings who = {.maker = standing("maker", REG), .principal = standing("", NOBODY), .at_ms = day("2026-05-01")};
	strcpy(who.maker.country, "NP");
	assert_string_equal(sell_reason_wire(sell_rule_ask(&who, "5007", &places[0]).reason), "seller-foreign");
}

static void test_a_place_that_is_not_known_yet(void **state)
{
	(void)state;
	struct standings who;
	assert_int_equal(ask(ENROL, NOBODY, "2026-05-01", "5007", (struct sell_to){"IN", 0}, &who).way, SELL_DIRECT);
	assert_int_equal(ask(REG, NOBODY, "2026-05-01", "5007", (struct sell_to){"", 0}, &who).tax, SELL_TAX_CGST_SGST);
	/* A principal in another State pays by its own place. */
	who = (struct standings){.maker = standing("maker", ENROL), .principal = standing("principal", REG), .at_ms = day("2026-05-01")};
	who.principal.region = 32;
	assert_int_equal(sell_rule_ask(&who, "5007", &places[1]).tax, SELL_TAX_CGST_SGST);
}

static void test_days_and_fiscal_years(void **state)
{
	(void)state;
	int64_t ms, begins, ends;
	static const char *const bad[] = {"", "2026-4-1", "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "1999-12-31", "2200-01-01", "2026-04-011", "2026/04/01", "abcd-ef-gh"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(india_day_parse(bad[i], &ms), ERR_BAD_FIELD);
	assert_int_equal(day("2024-02-29") + INDIA_DAY_MS, day("2024-03-01"));
	assert_int_equal(india_day_of(day("2026-04-01")), 20260401);
	assert_int_equal(india_day_of(day("2026-04-01") - 1), 20260331);
	fiscal_year_of(day("2026-03-31"), &begins, &ends);
	assert_int_equal(begins, day("2025-04-01"));
	assert_int_equal(ends, day("2026-04-01"));
	fiscal_year_of(day("2026-04-01"), &begins, &ends);
	assert_int_equal(begins, day("2026-04-01"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_decision_table), cmocka_unit_test(test_the_first_day_of_a_rule), cmocka_unit_test(test_goods_that_do_not_go_abroad),
		cmocka_unit_test(test_life_comes_before_tax), cmocka_unit_test(test_a_place_that_is_not_known_yet), cmocka_unit_test(test_days_and_fiscal_years),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
