/* paper_test.c — every field that the rules want, numbers without gap or double, and papers that stay as they were. */
#include "tests/unit/trade/market.h"

#include <sqlite3.h>

#include "trade/coupon.h"
#include "trade/india_day.h"
#include "trade/paper.h"
#include "trade/payment.h"
#include "trade/region.h"
#include "trade/seller_place.h"
#include "trade/seller_tax.h"
#include "trade/shipping.h"
#include "trade/tax_rate.h"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, &(struct order_actor){.by = BY_STAFF}, (enum order_event)q->n))
HANDLER(issue, paper_issue(tx, q->in, (int)q->n, (enum paper_kind)q->m, q->out))
HANDLER(tell, payment_tell(tx, q->a, PAYMENT_EVENT_PAY, &(struct payment_news){.source = "desk", .person = "", .reference = q->b}))
HANDLER(credit, paper_credit(tx, q->a, q->b, q->out))
HANDLER(cancel, paper_cancel(tx, q->a, q->b, "desk"))
HANDLER(put_place, seller_place_put(tx, q->a, q->in, "desk"))
HANDLER(put_tax, seller_tax_put(tx, q->a, q->in, "desk"))
HANDLER(put_rate, tax_rate_put(tx, q->in, "desk"))
HANDLER(make_coupon, coupon_new(tx, q->in, "desk", q->out2, q->out))
HANDLER(put_tariff, shipping_rate_put(tx, q->in))
HANDLER(more, product_new(tx, q->in, q->out))
HANDLER(set_gstin, db_exec(tx_db(tx), Q_SELLER_SET_GSTIN, V(q->a), V(q->b)))

static struct order ordered(struct world *w, const struct market *m, const struct product_id *product, int64_t quantity, struct address to)
{
	struct order_line_new line = {.product = product->s, .quantity = quantity};
	struct order_id id;
	struct order o;
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = &line, .n_lines = 1, .to = to}, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	return o;
}

static void made_ready(struct world *w, const struct order *o)
{
	assert_int_equal(DO(w, act, .a = o->id.s, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(DO(w, act, .a = o->id.s, .n = ORDER_EVENT_READY), OK);
}

static void paid(struct world *w, const struct order *o)
{
	struct payment p;
	assert_int_equal(payment_find_by_child(w->db, o->children[0].id, &p), OK);
	assert_int_equal(DO(w, tell, .a = p.id, .b = "UTR123456789"), OK);
}

static struct paper paper_about(struct world *w, const struct order *o, int child, enum paper_kind kind)
{
	char id[ID_CHARS + 1];
	struct paper p;
	memset(&p, 0, sizeof p);
	assert_int_equal(paper_of(w->db, o->children[child].id, kind, id), OK);
	assert_true(*id);
	assert_int_equal(paper_find(w->db, id, &p), OK);
	return p;
}

static struct address in_kerala(void)
{
	struct address a = home;
	a.city = "Kochi", a.state = "Kerala", a.pin = "682001", a.gstin = "32AAAPA1234A1Z2";
	return a;
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

static void test_numbers_have_no_gap_and_no_double(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product many = product_like("Scarf", "स्कार्फ़", &m.booth, &m.registered, 1000);
	struct product_id id;
	struct order orders[60];
	int64_t gaps = -1, issued = 0;
	assert_int_equal(DO(w, more, .in = &many, .out = &id), OK);
	for (int i = 0; i < 60; i++) orders[i] = ordered(w, &m, &id, 1, i % 2 ? home : in_kerala());
	for (int i = 0; i < 60; i++) {
		char paper[ID_CHARS + 1];
		struct asked q = {.in = &orders[i], .n = 0, .m = PAPER_TAX_INVOICE, .out = paper}, twice = q;
		issued += tick_handle(w->tick, issue, &q) == OK;
		if (i % 3 == 0) assert_int_equal(tick_handle(w->tick, issue, &twice), ERR_CONFLICT); /* undone in the middle of the tick */
		if (i % 7 == 0) tick_end(w->tick);
		if (i % 20 == 19) { /* the commit fails and takes its papers along; each is asked for again, as a client would */
			tick_end(w->tick);
			tick_fail_commits(w->tick, 1);
			assert_int_equal(tick_handle(w->tick, issue, &(struct asked){.in = &orders[i], .m = PAPER_PROFORMA, .out = paper}), OK);
			tick_end(w->tick);
			assert_int_equal(tick_handle(w->tick, issue, &(struct asked){.in = &orders[i], .m = PAPER_PROFORMA, .out = paper}), OK);
		}
	}
	tick_end(w->tick);
	assert_int_equal(issued, 60);
	assert_int_equal(paper_gaps(w->db, &gaps), OK);
	assert_int_equal(gaps, 0);
	struct paper last = paper_about(w, &orders[59], 0, PAPER_TAX_INVOICE), proforma = paper_about(w, &orders[59], 0, PAPER_PROFORMA);
	assert_string_equal(last.number, "TI/25-26/0000060");
	assert_string_equal(proforma.number, "PF/25-26/0000003");
}

static void test_a_new_fiscal_year_begins_at_one(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	int64_t april;
	struct order old = ordered(w, &m, &m.saree, 1, home), fresh = ordered(w, &m, &m.saree, 1, home);
	assert_int_equal(india_day_parse("2026-04-01", &april), OK);
	world_wait_ms(april - 1 - clock_wall_ms());
	made_ready(w, &old);
	world_wait_ms(1);
	made_ready(w, &fresh);
	assert_string_equal(paper_about(w, &old, 0, PAPER_TAX_INVOICE).number, "TI/25-26/0000001");
	assert_string_equal(paper_about(w, &fresh, 0, PAPER_TAX_INVOICE).number, "TI/26-27/0000001");
}

/* As after so many papers; nothing in the server sets a serial, so the test goes behind its back. */
static void set_last_serial(struct world *w, const char *seller, enum paper_kind kind, long last)
{
	char path[128], sql[256];
	sqlite3 *behind;
	snprintf(path, sizeof path, "%s/mela.db", w->dir);
	snprintf(sql, sizeof sql, "INSERT INTO paper_series (seller, year, kind, last) VALUES ('%s', 2025, '%s', %ld)", seller, paper_kind_wire(kind), last);
	assert_int_equal(sqlite3_open(path, &behind), SQLITE_OK);
	assert_int_equal(sqlite3_exec(behind, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(behind);
}

static void test_a_series_has_an_end(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	char id[ID_CHARS + 1];
	struct order o = ordered(w, &m, &m.saree, 1, home), one_more = ordered(w, &m, &m.saree, 1, home);
	set_last_serial(w, m.registered.s, PAPER_PROFORMA, PAPER_SERIAL_MAX - 1);
	assert_int_equal(DO(w, issue, .in = &o, .m = PAPER_PROFORMA, .out = id), OK);
	struct paper p;
	assert_int_equal(paper_find(w->db, id, &p), OK);
	assert_string_equal(p.number, "PF/25-26/9999999");
	assert_int_equal(strlen(p.number), PAPER_NUMBER_CHARS);
	assert_int_equal(DO(w, issue, .in = &one_more, .m = PAPER_PROFORMA, .out = id), ERR_FULL);
}

static void test_a_cancelled_proforma_keeps_its_number(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	char first[ID_CHARS + 1], second[ID_CHARS + 1];
	struct order o = ordered(w, &m, &m.saree, 1, home);
	struct paper p;
	assert_int_equal(DO(w, issue, .in = &o, .m = PAPER_PROFORMA, .out = first), OK);
	assert_int_equal(DO(w, issue, .in = &o, .m = PAPER_PROFORMA, .out = second), ERR_CONFLICT);
	assert_int_equal(DO(w, issue, .in = &o, .m = PAPER_EXPORT_INVOICE, .out = second), ERR_BAD_STATE);
	assert_int_equal(DO(w, cancel, .a = first, .b = ""), ERR_MISSING_FIELD);
	assert_int_equal(DO(w, cancel, .a = first, .b = "wrong address"), OK);
	assert_int_equal(DO(w, cancel, .a = first, .b = "again"), ERR_BAD_STATE);
	assert_int_equal(DO(w, issue, .in = &o, .m = PAPER_PROFORMA, .out = second), OK);
	assert_int_equal(paper_find(w->db, first, &p), OK);
	assert_string_equal(p.state, "cancelled");
	assert_string_equal(p.number, "PF/25-26/0000001");
	assert_int_equal(paper_find(w->db, second, &p), OK);
	assert_string_equal(p.number, "PF/25-26/0000002");
	made_ready(w, &o);
	assert_int_equal(DO(w, cancel, .a = paper_about(w, &o, 0, PAPER_TAX_INVOICE).id, .b = "no"), ERR_BAD_STATE);
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
		WORLD_TEST(test_a_tax_invoice_has_the_fields_of_rule_46), WORLD_TEST(test_inside_the_state_the_tax_has_two_halves),
		WORLD_TEST(test_a_bill_of_supply_carries_no_tax), WORLD_TEST(test_composition_says_so), WORLD_TEST(test_reductions_and_carriage_stand_on_it), WORLD_TEST(test_an_export_under_letter_of_undertaking),
		WORLD_TEST(test_an_export_on_payment_of_tax), WORLD_TEST(test_credit_notes), WORLD_TEST(test_a_paper_stays_as_it_was),
		WORLD_TEST(test_without_a_rate_nothing_is_made_ready), WORLD_TEST(test_numbers_have_no_gap_and_no_double),
		WORLD_TEST(test_a_new_fiscal_year_begins_at_one), WORLD_TEST(test_a_series_has_an_end), WORLD_TEST(test_a_cancelled_proforma_keeps_its_number),
		WORLD_TEST(test_who_sees_what), WORLD_TEST(test_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
