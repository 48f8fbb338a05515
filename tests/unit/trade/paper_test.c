/* paper_test.c — every field that the rules want, papers that stay as they were, and who sees which part of them. */
#include "tests/unit/trade/paper_bed.h"

#include "base/text.h"
#include "trade/coupon.h"
#include "trade/india_day.h"
#include "trade/payment.h"
#include "trade/region.h"
#include "trade/seller_place.h"
#include "trade/seller_tax.h"
#include "trade/shipping.h"
#include "trade/tax_rate.h"

HANDLER(more, product_new(tx, q->in, q->out))
HANDLER(tell, payment_tell(tx, q->a, PAYMENT_EVENT_PAY, &(struct payment_news){.source = "desk", .person = "", .reference = q->b}))
HANDLER(credit, paper_credit(tx, q->a, q->b, q->out))
HANDLER(put_place, seller_place_put(tx, q->a, q->in, "desk"))
HANDLER(put_tax, seller_tax_put(tx, q->a, q->in, "desk"))
HANDLER(put_rate, tax_rate_put(tx, q->in, "desk"))
HANDLER(make_coupon, coupon_new(tx, q->in, "desk", q->out2, q->out))
HANDLER(put_tariff, shipping_rate_put(tx, q->in))
HANDLER(set_gstin, db_exec(tx_db(tx), Q_SELLER_SET_GSTIN, V(q->a), V(q->b)))

static void paid(struct world *w, const struct order *o)
{
	struct payment p;
	assert_int_equal(payment_find_by_child(w->db, o->children[0].id, &p), OK);
	assert_int_equal(DO(w, tell, .a = p.id, .b = "UTR123456789"), OK);
}

static struct address in_germany(void)
{
	struct address a = home;
	a.city = "Berlin", a.state = "Berlin", a.pin = "10115", a.country = "DE";
	return a;
}

static void settle(struct world *w, const struct market *m)
{
	struct seller_place place = {.line1 = "4 Loom Lane", .city = "Varanasi", .pin = "221001", .ad_code = "05100090000123"};
	assert_int_equal(DO(w, put_place, .a = m->registered.s, .in = &place), OK);
}

/* Rule 46: what must stand on a tax invoice, as (clause, place in the struct, what it must be). */
#define AT(f) offsetof(struct paper, f)
static const struct { const char *clause; size_t at; const char *text; } fields[] = {
	{"a name of the supplier",    AT(from_name),   "Weavers"},
	{"a address",                 AT(from_line1),  "4 Loom Lane"},
	{"a city",                    AT(from_city),   "Varanasi"},
	{"a PIN",                     AT(from_pin),    "221001"},
	{"b serial",                  AT(number),      "TI/25-26/0000001"},
	{"e name of the recipient",   AT(to_name),     "Asha"},
	{"d recipient's GSTIN",        AT(to_gstin),    "32AAAPA1234A1Z2"},
	{"e address",                 AT(to_line1),    "12 Lanka"},
	{"e State",                   AT(to_state),    "Kerala"},
	{"g HSN",                     AT(lines[0].hsn),     "5007"},
	{"h description",             AT(lines[0].name_en), "Zari Silk Saree"},
	{"i unit quantity code",      AT(lines[0].uqc),     "PCS"},
	{"- status",                  AT(from_status), "regular"},
	{"- currency",                AT(currency),    "INR"},
};

static void test_a_tax_invoice_has_the_fields_of_rule_46(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct seller s;
	settle(w, &m);
	struct order o = ordered(w, &m, &m.saree, 2, in_kerala());
	made_ready(w, &o);
	struct paper p = paper_about(w, &o, 0, PAPER_TAX_INVOICE);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strcmp((const char *)&p + fields[i].at, fields[i].text) != 0) fail_msg("%s: %s", fields[i].clause, (const char *)&p + fields[i].at);
	assert_int_equal(seller_find(w->db, m.registered.s, &s), OK);
	assert_string_equal(p.from_gstin, s.gstin);          /* a */
	assert_int_equal(p.at_ms, WORLD_NOW_MS);             /* c */
	assert_int_equal(p.lines[0].quantity, 2);            /* i */
	assert_int_equal(p.gross_minor, 500000);             /* j */
	assert_int_equal(p.taxable_minor, 476190);           /* k */
	assert_int_equal(p.lines[0].bps, 500);               /* l */
	assert_int_equal(p.igst_minor, 23810);               /* m */
	assert_int_equal(p.cgst_minor + p.sgst_minor, 0);
	assert_int_equal(p.supply_region, 32);               /* n */
	assert_false(p.reverse_charge);                      /* p */
	assert_int_equal(p.total_minor, o.total.minor);
	assert_string_equal(p.order_number, o.children[0].number);
}

static void test_inside_the_state_the_tax_has_two_halves(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o = ordered(w, &m, &m.saree, 1, home);
	made_ready(w, &o);
	struct paper p = paper_about(w, &o, 0, PAPER_TAX_INVOICE);
	assert_int_equal(p.cgst_minor, 5952);
	assert_int_equal(p.sgst_minor, 5952);
	assert_int_equal(p.igst_minor, 0);
	assert_int_equal(p.taxable_minor, 238096);
	assert_int_equal(p.supply_region, REGION_UP);
	assert_string_equal(p.from_city, "Varanasi"); /* the district, as no place was entered */
}

static void test_a_bill_of_supply_carries_no_tax(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct seller_tax enrolled = {.kind = TAX_ENROLLED, .number = "09DEMOA0001ENRL", .from_ms = WORLD_NOW_MS, .proof = "portal"};
	assert_int_equal(DO(w, put_tax, .a = m.unregistered.s, .in = &enrolled), OK);
	struct order o = ordered(w, &m, &m.toy, 3, home);
	made_ready(w, &o);
	struct paper p = paper_about(w, &o, 0, PAPER_BILL_OF_SUPPLY);
	assert_string_equal(p.number, "BS/25-26/0000001");
	assert_string_equal(p.from_name, "Toy maker");
	assert_string_equal(p.from_gstin, "");
	assert_string_equal(p.from_enrolment, "09DEMOA0001ENRL");
	assert_int_equal(p.taxable_minor, o.total.minor);
	assert_int_equal(p.lines[0].bps, 0);
	assert_string_equal(p.words, "");
}

static void test_composition_says_so(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct seller s;
	assert_int_equal(seller_find(w->db, m.registered.s, &s), OK);
	struct seller_tax composition = {.kind = TAX_COMPOSITION, .from_ms = WORLD_NOW_MS, .proof = "portal"};
	strcpy(composition.number, s.gstin);
	assert_int_equal(DO(w, put_tax, .a = m.registered.s, .in = &composition), OK);
	struct order o = ordered(w, &m, &m.saree, 1, home);
	made_ready(w, &o);
	struct paper p = paper_about(w, &o, 0, PAPER_BILL_OF_SUPPLY);
	assert_string_equal(p.words, "COMPOSITION TAXABLE PERSON, NOT ELIGIBLE TO COLLECT TAX ON SUPPLIES");
	assert_string_equal(p.from_gstin, s.gstin);
	assert_int_equal(p.taxable_minor, 250000);
}

static void may_export(struct world *w, const struct market *m, bool lut)
{
	struct seller_tax iec = {.kind = TAX_IEC, .number = "DEMOA0001F", .from_ms = WORLD_NOW_MS, .proof = "DGFT"};
	struct seller_tax letter = {.kind = TAX_LUT, .number = "AD0900000000011", .from_ms = WORLD_NOW_MS, .until_ms = WORLD_NOW_MS + 86400000, .proof = "RFD-11"};
	assert_int_equal(DO(w, put_tax, .a = m->registered.s, .in = &iec), OK);
	if (lut) assert_int_equal(DO(w, put_tax, .a = m->registered.s, .in = &letter), OK);
}

static void test_reductions_and_carriage_stand_on_it(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct coupon c = {.code = "DIWALI10", .funder = FUNDER_ARTISAN, .seller = m.registered, .off_bps = 1000, .from_ms = WORLD_NOW_MS, .until_ms = WORLD_NOW_MS + 1000};
	const struct shipping_rate tariff = {.zone = "state", .source = "test", .from_ms = 1, .upto_g = 5000, .price_minor = 4999};
	struct order_line_new line = {.product = m.saree.s, .quantity = 3};
	struct order_id id;
	struct order o;
	char coupon[ID_CHARS + 1];
	const char *field;
	assert_int_equal(DO(w, make_coupon, .in = &c, .out = coupon, .out2 = &field), OK);
	assert_int_equal(DO(w, put_tariff, .in = &tariff), OK);
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = &line, .n_lines = 1, .to = home, .coupon = "DIWALI10"}, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	made_ready(w, &o);
	struct paper p = paper_about(w, &o, 0, PAPER_TAX_INVOICE);
	assert_int_equal(p.n_lines, 2);
	assert_int_equal(p.gross_minor, 754999);
	assert_int_equal(p.discount_minor, 75000);
	assert_int_equal(p.total_minor, 679999);
	assert_int_equal(p.total_minor, o.children[0].total.minor);
	assert_string_equal(p.lines[1].name_en, "Carriage");
	assert_string_equal(p.lines[1].hsn, "5007"); /* it goes with the goods */
	assert_int_equal(p.lines[1].bps, 500);
	assert_int_equal(p.lines[1].cgst_minor, 119);
}

/* Clothes of ₹2,500 a piece without tax bear the lower rate: by what was paid for the piece, not by what it was marked with. */
static void test_a_reduced_piece_bears_the_rate_of_what_was_paid(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	const struct tax_rate low = {.hsn = "5007", .from_ms = 1, .upto_minor = 225000, .bps = 500, .proof = "test"}, high = {.hsn = "5007", .from_ms = 1, .bps = 1800, .proof = "test"};
	struct coupon c = {.code = "DIWALI10", .funder = FUNDER_ARTISAN, .seller = m.registered, .off_bps = 1000, .from_ms = WORLD_NOW_MS, .until_ms = WORLD_NOW_MS + 1000};
	struct order_line_new line = {.product = m.saree.s, .quantity = 2};
	struct order_id id;
	struct order o;
	char coupon[ID_CHARS + 1];
	const char *field;
	assert_int_equal(DO(w, put_rate, .in = &low), OK);
	assert_int_equal(DO(w, put_rate, .in = &high), OK);
	assert_int_equal(DO(w, make_coupon, .in = &c, .out = coupon, .out2 = &field), OK);
	for (int reduced = 0; reduced < 2; reduced++) {
		assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = &line, .n_lines = 1, .to = home, .coupon = reduced ? "DIWALI10" : ""}, .out = &id), OK);
		assert_int_equal(order_find(w->db, id.s, &o), OK);
		made_ready(w, &o);
		struct paper p = paper_about(w, &o, 0, PAPER_TAX_INVOICE);
		assert_int_equal(p.lines[0].bps, reduced ? 500 : 1800);
		assert_int_equal(p.total_minor, o.children[0].total.minor);
	}
}

static void test_an_export_under_letter_of_undertaking(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	settle(w, &m);
	may_export(w, &m, true);
	struct order o = ordered(w, &m, &m.saree, 2, in_germany());
	made_ready(w, &o);
	struct paper p = paper_about(w, &o, 0, PAPER_EXPORT_INVOICE), list = paper_about(w, &o, 0, PAPER_PACKING_LIST);
	assert_string_equal(p.words, "SUPPLY MEANT FOR EXPORT UNDER BOND OR LETTER OF UNDERTAKING WITHOUT PAYMENT OF INTEGRATED TAX");
	assert_string_equal(p.number, "EX/25-26/0000001");
	assert_string_equal(p.from_iec, "DEMOA0001F");
	assert_string_equal(p.from_lut, "AD0900000000011");
	assert_string_equal(p.from_ad_code, "05100090000123");
	assert_string_equal(p.to_country, "DE");
	assert_int_equal(p.supply_region, PAPER_ABROAD);
	assert_int_equal(p.igst_minor, 0);
	assert_int_equal(p.taxable_minor, 500000);
	assert_string_equal(list.number, "PL/25-26/0000001");
	assert_int_equal(list.lines[0].quantity, 2);
}

static void test_an_export_on_payment_of_tax(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	may_export(w, &m, false);
	struct order o = ordered(w, &m, &m.saree, 1, in_germany());
	made_ready(w, &o);
	struct paper p = paper_about(w, &o, 0, PAPER_EXPORT_INVOICE);
	assert_string_equal(p.words, "SUPPLY MEANT FOR EXPORT ON PAYMENT OF INTEGRATED TAX");
	assert_int_equal(p.igst_minor, 11905);
	assert_string_equal(p.from_lut, "");
}

/* Sold under a letter that ends before the goods are ready: nothing leaves under it, until the desk enters the next one. */
static void test_what_lapsed_after_the_order(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	may_export(w, &m, true);
	struct order o = ordered(w, &m, &m.saree, 1, in_germany()), at_home = ordered(w, &m, &m.saree, 1, home);
	assert_int_equal(DO(w, act, .a = o.id.s, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(DO(w, act, .a = at_home.id.s, .n = ORDER_EVENT_ACCEPT), OK);
	world_wait_ms(86400000);
	assert_int_equal(DO(w, act, .a = o.id.s, .n = ORDER_EVENT_READY), ERR_LAPSED);
	char none[ID_CHARS + 1];
	assert_int_equal(paper_of(w->db, o.children[0].id, PAPER_EXPORT_INVOICE, none), OK);
	assert_string_equal(none, "");
	struct seller_tax next = {.kind = TAX_LUT, .number = "AD0900000000012", .from_ms = WORLD_NOW_MS + 86400000, .until_ms = WORLD_NOW_MS + 2 * 86400000, .proof = "RFD-11"};
	assert_int_equal(DO(w, put_tax, .a = m.registered.s, .in = &next), OK);
	assert_int_equal(DO(w, act, .a = o.id.s, .n = ORDER_EVENT_READY), OK);
	struct paper p = paper_about(w, &o, 0, PAPER_EXPORT_INVOICE);
	assert_string_equal(p.from_lut, "AD0900000000012");
	assert_string_equal(p.number, "EX/25-26/0000001"); /* the refusal took none */
	struct seller_tax composition = {.kind = TAX_COMPOSITION, .from_ms = WORLD_NOW_MS + 86400000, .proof = "CMP-02"};
	text_copy(composition.number, sizeof composition.number, p.from_gstin);
	assert_int_equal(DO(w, put_tax, .a = m.registered.s, .in = &composition), OK);
	assert_int_equal(DO(w, act, .a = at_home.id.s, .n = ORDER_EVENT_READY), ERR_LAPSED); /* it may charge no tax now */
}

static void test_credit_notes(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	char id[ID_CHARS + 1];
	struct order early = ordered(w, &m, &m.saree, 1, home), late = ordered(w, &m, &m.saree, 1, home);
	assert_int_equal(DO(w, act, .a = early.id.s, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(paper_of(w->db, early.children[0].id, PAPER_CREDIT_NOTE, id), OK);
	assert_string_equal(id, ""); /* nothing was invoiced, nothing is credited */
	made_ready(w, &late);
	paid(w, &late);
	assert_int_equal(DO(w, act, .a = late.id.s, .n = ORDER_EVENT_HAND_OVER), OK);
	assert_int_equal(DO(w, act, .a = late.id.s, .n = ORDER_EVENT_DELIVER), OK);
	world_wait_ms(5 * INDIA_DAY_MS);
	assert_int_equal(DO(w, act, .a = late.id.s, .n = ORDER_EVENT_RETURN), OK);
	struct paper invoice = paper_about(w, &late, 0, PAPER_TAX_INVOICE), note = paper_about(w, &late, 0, PAPER_CREDIT_NOTE);
	assert_string_equal(note.number, "CN/25-26/0000001");
	assert_string_equal(note.about, invoice.id);
	assert_string_equal(note.about_number, invoice.number);
	assert_int_equal(note.about_ms, invoice.at_ms);
	assert_int_equal(note.at_ms, WORLD_NOW_MS + 5 * INDIA_DAY_MS);
	assert_int_equal(note.total_minor, invoice.total_minor);
	assert_int_equal(note.cgst_minor, invoice.cgst_minor);
	assert_memory_equal(&note.lines[0], &invoice.lines[0], sizeof note.lines[0]);
	assert_string_equal(invoice.state, "issued");
	assert_int_equal(DO(w, credit, .a = invoice.id, .b = "again", .out = id), ERR_CONFLICT);
	assert_int_equal(DO(w, credit, .a = note.id, .b = "of itself", .out = id), ERR_BAD_STATE);
	assert_int_equal(DO(w, credit, .a = "nothing", .b = "x", .out = id), ERR_NOT_FOUND);
}

static void test_a_paper_stays_as_it_was(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	settle(w, &m);
	struct order o = ordered(w, &m, &m.saree, 1, home);
	made_ready(w, &o);
	struct paper before = paper_about(w, &o, 0, PAPER_TAX_INVOICE);
	struct seller_place elsewhere = {.line1 = "1 Elsewhere", .city = "Agra", .pin = "282001"};
	struct tax_rate rate = {.hsn = "5007", .from_ms = 1, .bps = 1800, .proof = "x"};
	assert_int_equal(DO(w, put_place, .a = m.registered.s, .in = &elsewhere), OK);
	assert_int_equal(DO(w, put_rate, .in = &rate), OK);
	assert_int_equal(DO(w, set_gstin, .a = m.registered.s, .b = ""), OK);
	struct paper after = paper_about(w, &o, 0, PAPER_TAX_INVOICE);
	assert_memory_equal(&before, &after, sizeof before);
}

static void test_without_a_rate_nothing_is_made_ready(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product lock = product_like("Padlock", "ताला", &m.booth, &m.registered, 50);
	struct product_id id;
	strcpy(lock.hsn, "8301");
	assert_int_equal(DO(w, more, .in = &lock, .out = &id), OK);
	struct order o = ordered(w, &m, &id, 1, home);
	assert_int_equal(DO(w, act, .a = o.id.s, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(DO(w, act, .a = o.id.s, .n = ORDER_EVENT_READY), ERR_NO_RATE);
	struct tax_rate rate = {.hsn = "8301", .from_ms = WORLD_NOW_MS, .bps = 1800, .proof = "own assessment"};
	strcpy(rate.seller, m.registered.s);
	assert_int_equal(DO(w, put_rate, .in = &rate), OK);
	assert_int_equal(DO(w, act, .a = o.id.s, .n = ORDER_EVENT_READY), OK);
	struct paper p = paper_about(w, &o, 0, PAPER_TAX_INVOICE);
	assert_string_equal(p.number, "TI/25-26/0000001"); /* the try took no number */
	assert_int_equal(p.cgst_minor, 19068);
}

/* The toy maker sells through the weavers; of their invoice it sees its own line and nothing of the buyer. */
static void test_who_sees_what(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_line_new lines[] = {{.product = m.saree.s, .quantity = 1}, {.product = m.toy.s, .quantity = 2}};
	struct seller_tax enrolled = {.kind = TAX_ENROLLED, .number = "09DEMOA0001ENRL", .from_ms = WORLD_NOW_MS, .proof = "portal"};
	struct tax_rate rate = {.hsn = "9503", .from_ms = 1, .bps = 500, .proof = "x"};
	struct order_id id;
	struct order o;
	assert_int_equal(DO(w, put_tax, .a = m.unregistered.s, .in = &enrolled), OK);
	assert_int_equal(DO(w, put_rate, .in = &rate), OK);
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = lines, .n_lines = 2, .to = in_kerala()}, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.n_children, 1);
	made_ready(w, &o);
	struct paper p = paper_about(w, &o, 0, PAPER_TAX_INVOICE);
	assert_int_equal(p.n_lines, 2);
	struct { struct person who; enum paper_sight sees; } rows[] = {
		{{.id = m.buyer, .role = ROLE_BUYER}, PAPER_WHOLE}, {{.role = ROLE_ORGANIZER}, PAPER_WHOLE}, {{.role = ROLE_GUEST}, PAPER_HIDDEN},
		{{.id = m.guest, .role = ROLE_GUEST}, PAPER_HIDDEN}, {{.role = ROLE_ARTISAN, .booth = m.other_booth}, PAPER_HIDDEN}, {{.role = ROLE_ARTISAN}, PAPER_HIDDEN},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum paper_sight sees;
		struct seller_id maker;
		assert_int_equal(paper_sight(w->db, &p, &rows[i].who, &sees, &maker), OK);
		assert_int_equal(sees, rows[i].sees);
	}
	paper_keep_lines_of(&p, &m.unregistered);
	assert_int_equal(p.n_lines, 1);
	assert_string_equal(p.lines[0].name_en, "Wooden Toy");
	assert_int_equal(p.total_minor, 500000);
	assert_string_equal(p.to_name, "");
	assert_string_equal(p.to_line1, "");
	assert_string_equal(p.person, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_a_tax_invoice_has_the_fields_of_rule_46),
		WORLD_TEST(test_inside_the_state_the_tax_has_two_halves),
		WORLD_TEST(test_a_bill_of_supply_carries_no_tax),
		WORLD_TEST(test_composition_says_so),
		WORLD_TEST(test_reductions_and_carriage_stand_on_it),
		WORLD_TEST(test_an_export_under_letter_of_undertaking),
		WORLD_TEST(test_an_export_on_payment_of_tax),
		WORLD_TEST(test_a_reduced_piece_bears_the_rate_of_what_was_paid), WORLD_TEST(test_what_lapsed_after_the_order), WORLD_TEST(test_credit_notes),
		WORLD_TEST(test_a_paper_stays_as_it_was),
		WORLD_TEST(test_without_a_rate_nothing_is_made_ready),
		WORLD_TEST(test_who_sees_what),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
