/* seller_test.c — a seller's life, its tax rows by dates, its principals, and what an order keeps of them. */
#include "tests/unit/trade/market.h"

#include "trade/india_day.h"
#include "trade/sell_rule.h"
#include "trade/seller_link.h"
#include "trade/seller_tax.h"

HANDLER(put_tax, seller_tax_put(tx, q->a, q->in, "desk"))
HANDLER(put_link, seller_link_put(tx, q->a, q->in, "desk"))
HANDLER(act, seller_act(tx, q->a, (enum seller_event)q->n, (enum seller_by)q->m, "desk", q->b))
HANDLER(make, seller_new(tx, q->in, q->out))
HANDLER(place, order_place(tx, q->in, q->out))

struct application { struct seller seller; struct seller_form form; };
static err_t apply(struct tx *tx, const struct application *a, const char **field, struct seller_id *id) { return seller_apply(tx, &a->seller, &a->form, "artisan", field, id); }
HANDLER(send_application, apply(tx, q->in, q->out2, q->out))

static int64_t day(const char *text)
{
	int64_t ms;
	assert_int_equal(india_day_parse(text, &ms), OK);
	return ms;
}

static err_t tax(struct world *w, const struct seller_id *s, enum tax_kind kind, const char *number, const char *from, const char *until)
{
	struct seller_tax t = {.kind = kind, .proof = "certificate", .from_ms = day(from), .until_ms = *until ? day(until) : 0};
	snprintf(t.number, sizeof t.number, "%s", number);
	return DO(w, put_tax, .a = s->s, .in = &t);
}

static unsigned bits_on(struct world *w, const struct seller_id *s, const char *on)
{
	unsigned bits = 99;
	assert_int_equal(seller_tax_at(w->db, s->s, day(on), &bits), OK);
	return bits;
}

static err_t link_to(struct world *w, const struct seller_id *s, const struct seller_id *principal, const char *from, const char *until)
{
	struct seller_link l = {.from_ms = day(from), .until_ms = *until ? day(until) : 0};
	if (principal) l.principal = *principal;
	return DO(w, put_link, .a = s->s, .in = &l);
}

static void test_every_state_and_event(void **state)
{
	(void)state;
	/* Columns: approve open pause close; s: the seller too, d: the desk. */
	static const char *const table[SELLER_STATES][SELLER_EVENTS] = {
		[SELLER_APPLIED] = {"d", "", "", "sd"}, [SELLER_APPROVED] = {"", "d", "", "d"}, [SELLER_OPEN] = {"", "", "sd", "d"},
		[SELLER_PAUSED] = {"", "d", "", "sd"},  [SELLER_CLOSED] = {"", "", "", ""},
	};
	static const struct { enum seller_by by; char letter; } who[] = {{SELLER_SELF, 's'}, {SELLER_STAFF, 'd'}};
	for (enum seller_state s = 0; s < SELLER_STATES; s++) {
		assert_int_equal(seller_state_parse(seller_state_wire(s)), s);
		for (enum seller_event e = 0; e < SELLER_EVENTS; e++)
			for (size_t i = 0; i < 2; i++) {
				enum seller_state to;
				assert_int_equal(seller_next(s, e, who[i].by, &to), strchr(table[s][e], who[i].letter) ? OK : ERR_BAD_STATE);
			}
	}
	assert_int_equal(seller_state_parse("asleep"), SELLER_STATES);
	for (enum seller_event e = 0; e < SELLER_EVENTS; e++) {
		enum seller_event back;
		assert_int_equal(seller_event_parse(seller_event_wire(e), &back), OK);
		assert_int_equal(back, e);
	}
}

static int moves;
static void count_move(void *arg, const struct seller_move *m) { (void)arg, (void)m, moves++; }

static void test_moves_are_kept_and_stop_sales(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order_line_new line = {.product = m.saree.s, .quantity = 1};
	const struct order_new n = {.person = m.buyer.s, .lines = &line, .n_lines = 1, .to = home};
	char note[SELLER_NOTE_MAX + 2];
	memset(note, 'n', sizeof note);
	note[SELLER_NOTE_MAX + 1] = 0;
	assert_int_equal(DO(w, act, .a = m.registered.s, .n = SELLER_EVENT_PAUSE, .m = SELLER_STAFF, .b = note), ERR_TOO_LONG);
	note[SELLER_NOTE_MAX] = 0;
	assert_int_equal(DO(w, act, .a = m.registered.s, .n = SELLER_EVENT_PAUSE, .m = SELLER_SELF, .b = note), OK);
	assert_int_equal(DO(w, act, .a = m.registered.s, .n = SELLER_EVENT_PAUSE, .m = SELLER_STAFF, .b = ""), ERR_BAD_STATE);
	assert_int_equal(DO(w, place, .in = &n, .out = &id), ERR_ENQUIRY_ONLY);
	assert_int_equal(DO(w, act, .a = m.registered.s, .n = SELLER_EVENT_OPEN, .m = SELLER_SELF, .b = ""), ERR_BAD_STATE);
	assert_int_equal(DO(w, act, .a = m.registered.s, .n = SELLER_EVENT_OPEN, .m = SELLER_STAFF, .b = ""), OK);
	assert_int_equal(DO(w, place, .in = &n, .out = &id), OK);
	moves = 0;
	assert_int_equal(seller_moves(w->db, m.registered.s, count_move, NULL), OK);
	assert_int_equal(moves, 2);
}

static void test_a_standing_ends_the_one_before(void **state)
{
	struct world *w = *state;
	struct seller_id s, other;
	assert_int_equal(DO(w, make, .in = &(struct seller){.name = "Toy maker", .country = "IN"}, .out = &s), OK);
	assert_int_equal(DO(w, make, .in = &(struct seller){.name = "Other", .country = "IN"}, .out = &other), OK);
	assert_int_equal(tax(w, &s, TAX_ENROLLED, "09AAAPA1234A1EN", "2025-06-01", ""), OK);
	assert_int_equal(tax(w, &s, TAX_REGULAR, "09AAAPA1234A1ZR", "2026-06-01", ""), OK);
	assert_int_equal(bits_on(w, &s, "2025-05-31"), 0);
	assert_int_equal(bits_on(w, &s, "2025-06-01"), 1u << TAX_ENROLLED);
	assert_int_equal(bits_on(w, &s, "2026-05-31"), 1u << TAX_ENROLLED);
	assert_int_equal(bits_on(w, &s, "2026-06-01"), 1u << TAX_REGULAR); /* an enrolment is void once registered */
	assert_int_equal(tax(w, &s, TAX_COMPOSITION, "09AAAPA1234A1ZR", "2026-01-01", ""), ERR_CONFLICT); /* a later row stands */
	assert_int_equal(tax(w, &s, TAX_COMPOSITION, "09AAAPA1234A1ZR", "2026-01-01", "2026-06-02"), ERR_CONFLICT);
	assert_int_equal(tax(w, &s, TAX_COMPOSITION, "09AAAPA1234A1ZR", "2026-01-01", "2026-06-01"), OK);
	assert_int_equal(bits_on(w, &s, "2026-05-31"), 1u << TAX_COMPOSITION);
	assert_int_equal(tax(w, &s, TAX_REGULAR, "09AABCU9603R1ZL", "2026-06-01", ""), OK); /* corrected on its own first day */
	assert_int_equal(bits_on(w, &s, "2026-06-01"), 1u << TAX_REGULAR);
	assert_int_equal(tax(w, &other, TAX_REGULAR, "09AABCU9603R1ZL", "2026-06-01", ""), ERR_CONFLICT);
	assert_int_equal(tax(w, &s, TAX_UNREGISTERED, "", "2027-01-01", ""), OK);
	assert_int_equal(sell_status_of(bits_on(w, &s, "2027-01-01")), SELL_STATUS_UNREGISTERED);
	assert_int_equal(tax(w, &other, TAX_REGULAR, "09AABCU9603R1ZL", "2027-01-01", ""), OK);
}

static void test_what_a_tax_row_must_be(void **state)
{
	struct world *w = *state;
	struct seller_id s;
	assert_int_equal(DO(w, make, .in = &(struct seller){.name = "Toy maker", .country = "IN"}, .out = &s), OK);
	static const struct { enum tax_kind kind; const char *number, *from, *until; err_t want; } rows[] = {
		{TAX_REGULAR, "27AAPFU0939F1ZV", "2026-01-01", "", ERR_BAD_FIELD},     /* of Maharashtra */
		{TAX_REGULAR, "09AAAPA1234A1ZS", "2026-01-01", "", ERR_BAD_FIELD},     /* check digit */
		{TAX_REGULAR, "", "2026-01-01", "", ERR_BAD_FIELD},
		{TAX_UNREGISTERED, "09AAAPA1234A1ZR", "2026-01-01", "", ERR_BAD_FIELD},
		{TAX_ENROLLED, "09AAAPA1234A1EN", "2026-01-01", "2026-01-01", ERR_BAD_FIELD},
		{TAX_ENROLLED, "09AAAPA1234A1EN", "2026-01-01", "2026-01-02", OK},
		{TAX_IEC, "AAAPA1234A", "2026-01-01", "", OK},
		{TAX_IEC, "AAAPA1234", "2026-01-01", "", ERR_BAD_FIELD},
		{TAX_LUT, "AD0904260001234", "2026-04-01", "", ERR_BAD_FIELD},         /* a year, not for ever */
		{TAX_LUT, "AD0904260001234", "2026-04-01", "2027-04-02", ERR_BAD_FIELD},
		{TAX_LUT, "AD0904260001234", "2026-04-01", "2027-04-01", OK},
		{TAX_LUT, "AD0904270001234", "2027-04-01", "2028-04-01", OK},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (tax(w, &s, rows[i].kind, rows[i].number, rows[i].from, rows[i].until) != rows[i].want) fail_msg("row %zu", i);
	struct seller_tax t = {.kind = TAX_UNREGISTERED, .from_ms = day("2026-02-01")};
	assert_int_equal(DO(w, put_tax, .a = s.s, .in = &t), ERR_MISSING_FIELD); /* no proof */
	strcpy(t.proof, "letter");
	assert_int_equal(DO(w, put_tax, .a = "00000000-0000-7000-8000-000000000000", .in = &t), ERR_NOT_FOUND);
}

static void test_as_many_rows_and_not_one_more(void **state)
{
	struct world *w = *state;
	struct seller_id s;
	assert_int_equal(DO(w, make, .in = &(struct seller){.name = "Toy maker", .country = "IN"}, .out = &s), OK);
	struct seller_tax t = {.kind = TAX_UNREGISTERED, .proof = "letter"};
	for (int i = 0; i < SELLER_TAX_MAX; i++) {
		t.from_ms = day("2026-01-01") + i * INDIA_DAY_MS;
		assert_int_equal(DO(w, put_tax, .a = s.s, .in = &t), OK);
	}
	t.from_ms += INDIA_DAY_MS;
	assert_int_equal(DO(w, put_tax, .a = s.s, .in = &t), ERR_FULL);
}

static void test_one_principal_at_a_time_and_no_chains(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct seller_id at;
	struct seller_id small;
	assert_int_equal(DO(w, make, .in = &(struct seller){.name = "Basket maker", .country = "IN"}, .out = &small), OK);
	assert_int_equal(link_to(w, &small, &small, "2026-01-01", ""), ERR_BAD_FIELD);
	assert_int_equal(link_to(w, &small, &m.unregistered, "2026-01-01", ""), ERR_BAD_FIELD); /* not registered */
	assert_int_equal(link_to(w, &m.registered, &m.second, "2026-01-01", ""), ERR_BAD_FIELD); /* itself a principal */
	assert_int_equal(link_to(w, &small, &m.registered, "2026-01-01", "2026-01-01"), ERR_BAD_FIELD);
	assert_int_equal(link_to(w, &small, &m.registered, "2026-01-01", ""), OK);
	assert_int_equal(link_to(w, &m.second, &small, "2026-01-01", ""), ERR_BAD_FIELD);
	assert_int_equal(link_to(w, &small, &m.second, "2026-03-01", ""), OK);
	assert_int_equal(link_to(w, &small, &m.registered, "2026-02-01", ""), ERR_CONFLICT);
	static const struct { const char *on; int who; } rows[] = {{"2025-12-31", 0}, {"2026-01-01", 1}, {"2026-02-28", 1}, {"2026-03-01", 2}, {"2026-12-31", 2}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(seller_link_at(w->db, small.s, day(rows[i].on), &at), OK);
		assert_string_equal(at.s, rows[i].who == 0 ? "" : rows[i].who == 1 ? m.registered.s : m.second.s);
	}
	assert_int_equal(link_to(w, &small, NULL, "2026-06-01", ""), OK);
	assert_int_equal(seller_link_at(w->db, small.s, day("2026-06-01"), &at), OK);
	assert_string_equal(at.s, "");
}

static void test_an_order_through_the_principal(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct address kerala = home, germany = home, muddled = home;
	kerala.state = "Kerala", kerala.pin = "682001";
	germany.country = "DE", germany.pin = "10115", germany.state = "Berlin";
	muddled.state = "Kerala";
	struct order_line_new lines[] = {{.product = m.toy.s, .quantity = 1}, {.product = m.saree.s, .quantity = 1}};
	struct order_new n = {.person = m.buyer.s, .lines = lines, .n_lines = 2, .to = home};
	assert_int_equal(DO(w, place, .in = &n, .out = &id), ERR_ENQUIRY_ONLY); /* the toy's maker is not enrolled */
	assert_int_equal(tax(w, &m.unregistered, TAX_ENROLLED, "09AAAPA1234A1EN", "2025-01-01", ""), OK);
	assert_int_equal(DO(w, place, .in = &n, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.n_children, 2);
	assert_string_equal(o.children[0].paper, "bill-of-supply");
	assert_string_equal(o.children[1].tax, "cgst-sgst");
	n.to = muddled;
	assert_int_equal(DO(w, place, .in = &n, .out = &id), ERR_BAD_FIELD);
	n.to = kerala;
	assert_int_equal(DO(w, place, .in = &n, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.n_children, 1); /* both are the principal's sale */
	assert_string_equal(o.children[0].seller.s, m.registered.s);
	assert_string_equal(o.children[0].seller_name, "Weavers");
	assert_string_equal(o.children[0].tax, "igst");
	assert_string_equal(o.lines[0].maker_en, "Toy maker");
	assert_string_equal(o.lines[1].maker_en, "Weavers");
	n.to = germany;
	assert_int_equal(DO(w, place, .in = &n, .out = &id), ERR_ENQUIRY_ONLY);
	assert_int_equal(tax(w, &m.registered, TAX_IEC, "AAAPA1234A", "2025-01-01", ""), OK);
	assert_int_equal(tax(w, &m.registered, TAX_LUT, "AD0904250001234", "2025-04-01", "2026-04-01"), OK);
	assert_int_equal(DO(w, place, .in = &n, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.n_children, 1);
	assert_string_equal(o.children[0].paper, "export-invoice");
	assert_string_equal(o.children[0].tax, "export-lut");
	world_wait_ms(day("2026-04-01") - WORLD_NOW_MS); /* the letter has run out: on payment of integrated tax */
	assert_int_equal(DO(w, place, .in = &n, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_string_equal(o.children[0].tax, "export-igst");
}

static void test_an_application(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct seller_id id, again;
	struct seller s;
	struct seller_form f;
	const char *field = "";
	struct application good = {.seller = {.name = "Basket maker", .name_hi = "टोकरी कारीगर", .booth = m.booth},
	                           .form = {.phone = "98000 00000", .pehchan = "UP1234", .claim = "enrolled", .claim_number = "09AAAPA1234A1EN", .pan = "AAAPA1234A", .upi = "asha@upi"}};
	const struct { size_t at; const char *value, *field; err_t want; } rows[] = {
#define F(member) offsetof(struct application, form.member)
		{offsetof(struct application, seller.name), "", "name", ERR_MISSING_FIELD}, {F(phone), "", "phone", ERR_MISSING_FIELD}, {F(phone), "980000000", "phone", ERR_BAD_FIELD},
		{F(phone), "9800000000x", "phone", ERR_BAD_FIELD}, {F(pehchan), "UP 12", "pehchan", ERR_BAD_FIELD}, {F(claim), "lut", "claim_number", ERR_BAD_FIELD},
		{F(claim), "regular", "claim_number", ERR_BAD_FIELD}, {F(claim_number), "", "claim_number", ERR_BAD_FIELD}, {F(pan), "", "pan", ERR_MISSING_FIELD},
		{F(pan), "AAAPA12345", "pan", ERR_BAD_FIELD}, {F(ifsc), "SBIN0001234", "account", ERR_MISSING_FIELD}, {F(account), "123456789", "ifsc", ERR_MISSING_FIELD},
		{F(upi), "", "upi", ERR_MISSING_FIELD}, {F(upi), "asha", "upi", ERR_BAD_FIELD},
#undef F
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct application a = good;
		strcpy((char *)&a + rows[i].at, rows[i].value);
		assert_int_equal(DO(w, send_application, .in = &a, .out = &id, .out2 = &field), rows[i].want);
		assert_string_equal(field, rows[i].field);
	}
	assert_int_equal(DO(w, send_application, .in = &good, .out = &id, .out2 = &field), OK);
	assert_int_equal(DO(w, send_application, .in = &good, .out = &again, .out2 = &field), ERR_CONFLICT);
	assert_int_equal(seller_find_by_booth(w->db, m.booth.s, &s), OK);
	assert_string_equal(s.id.s, id.s);
	assert_int_equal(s.state, SELLER_APPLIED);
	assert_int_equal(seller_form_find(w->db, id.s, &f), OK);
	assert_string_equal(f.upi, "asha@upi");
	assert_int_equal(DO(w, act, .a = id.s, .n = SELLER_EVENT_CLOSE, .m = SELLER_SELF, .b = ""), OK);
	assert_int_equal(DO(w, send_application, .in = &good, .out = &again, .out2 = &field), OK); /* a closed one is in nobody's way */
}

static void test_a_pan_that_is_not_the_gstins(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct seller_id id;
	const char *field = "";
	struct application a = {.seller = {.name = "B", .name_hi = "ब", .booth = m.booth},
	                        .form = {.phone = "9800000000", .claim = "regular", .claim_number = "09AAAPA1234A1ZR", .pan = "AAAPA1234B", .upi = "asha@upi"}};
	assert_int_equal(DO(w, send_application, .in = &a, .out = &id, .out2 = &field), ERR_BAD_FIELD);
	assert_string_equal(field, "pan");
	strcpy(a.form.pan, "AAAPA1234A");
	assert_int_equal(DO(w, send_application, .in = &a, .out = &id, .out2 = &field), OK);
}

static int listed;
static void count_seller(void *arg, const struct seller *s) { (void)arg, (void)s, listed++; }

static void test_lists(void **state)
{
	struct world *w = *state;
	market(w);
	static const struct { struct seller_filter f; int want; } rows[] = {{{"", "", 50}, 3}, {{"", "open", 50}, 3}, {{"", "paused", 50}, 0}, {{"", "", 2}, 2}, {{"0", "", 50}, 0}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		listed = 0;
		assert_int_equal(seller_list(w->db, &rows[i].f, count_seller, NULL), OK);
		assert_int_equal(listed, rows[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_state_and_event), WORLD_TEST(test_moves_are_kept_and_stop_sales), WORLD_TEST(test_a_standing_ends_the_one_before),
		WORLD_TEST(test_what_a_tax_row_must_be), WORLD_TEST(test_as_many_rows_and_not_one_more), WORLD_TEST(test_one_principal_at_a_time_and_no_chains),
		WORLD_TEST(test_an_order_through_the_principal), WORLD_TEST(test_an_application), WORLD_TEST(test_a_pan_that_is_not_the_gstins), WORLD_TEST(test_lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
