/* coupon_test.c — who pays is written down, every limit holds, and the parts add up to the paisa; and what a parcel costs. */
#include "tests/unit/trade/market.h"

#include "trade/bill.h"
#include "trade/cart.h"
#include "trade/flash.h"
#include "trade/shipping.h"

#define DAY 86400000LL

HANDLER(make, coupon_new(tx, q->in, "desk", q->out2, q->out))
HANDLER(stop, coupon_stop(tx, q->a))
HANDLER(rest, coupon_pause(tx, q->a, q->n != 0))
HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, q->in, (enum order_event)q->n))
HANDLER(rate, shipping_rate_put(tx, q->in))
HANDLER(start_flash, flash_start(tx, q->in))
HANDLER(fund_flash, flash_fund(tx, q->a, q->n))
HANDLER(note_flash, flash_move_put(tx, q->a, "desk", q->b))
HANDLER(stop_flash, flash_stop(tx, q->b, q->a))

static struct coupon ten_percent(enum funder funder)
{
	return (struct coupon){.code = "DIWALI10", .funder = funder, .off_bps = 1000, .from_ms = WORLD_NOW_MS, .until_ms = WORLD_NOW_MS + DAY};
}

static err_t make_coupon(struct world *w, const struct coupon *c, char id[static ID_CHARS + 1], const char **field)
{
	return DO(w, make, .in = c, .out = id, .out2 = field);
}

static err_t buy(struct world *w, const struct market *m, const struct order_line_new *lines, size_t n, const char *coupon, struct order_id *id)
{
	return DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = lines, .n_lines = n, .to = home, .coupon = coupon}, .out = id);
}

static void test_one_that_rests_is_not_taken_and_comes_back(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	char coupon[ID_CHARS + 1];
	const char *field;
	const struct coupon c = ten_percent(FUNDER_FAIR);
	const struct order_line_new line = {.product = m.saree.s, .quantity = 1};
	assert_int_equal(make_coupon(w, &c, coupon, &field), OK);
	assert_int_equal(DO(w, rest, .a = coupon, .n = 1), OK);
	assert_int_equal(buy(w, &m, &line, 1, "DIWALI10", &id), ERR_COUPON);
	assert_int_equal(DO(w, rest, .a = coupon, .n = 0), OK);
	assert_int_equal(buy(w, &m, &line, 1, "DIWALI10", &id), OK);
	world_wait_ms(1000);
	assert_int_equal(DO(w, stop, .a = coupon), OK);
	assert_int_equal(DO(w, rest, .a = coupon, .n = 1), ERR_NOT_FOUND);
}

static void test_a_fund_carries_so_many_pieces_and_no_more(void **state)
{
	(void)state;
	assert_int_equal(flash_within(10, 50000, 40000, 100000), 10);
	assert_int_equal(flash_within(10, 50000, 40000, 99999), 9);
	assert_int_equal(flash_within(10, 50000, 40000, 10000), 1);
	assert_int_equal(flash_within(10, 50000, 40000, 9999), 0);
	assert_int_equal(flash_within(10, 50000, 50000, 100000), 0);
}

static void test_who_pays_stands_with_every_line(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	char coupon[ID_CHARS + 1];
	const char *field;
	struct coupon c = ten_percent(FUNDER_STATE), kept;
	assert_int_equal(make_coupon(w, &c, coupon, &field), OK);
	const struct order_line_new lines[] = {{.product = m.saree.s, .quantity = 1}, {.product = m.bowl.s, .quantity = 3}};
	assert_int_equal(buy(w, &m, lines, 2, " diwali10 ", &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.lines[0].off_minor, 25000);
	assert_int_equal(o.lines[1].off_minor, 75000);
	assert_string_equal(o.lines[1].funder, "state");
	assert_int_equal(o.lines[0].price.minor, 250000); /* the seller is due the whole of it */
	assert_int_equal(o.children[0].total.minor, 225000);
	assert_int_equal(o.total.minor, 900000);
	assert_int_equal(coupon_find(w->db, coupon, &kept), OK);
	assert_int_equal(kept.uses, 1);
	assert_int_equal(kept.spent_minor, 100000);
	assert_int_equal(DO(w, act, .a = id.s, .in = &(struct order_actor){BY_HOST, m.booth}, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(coupon_find(w->db, coupon, &kept), OK);
	assert_int_equal(kept.uses, 1); /* the other child still uses it */
	assert_int_equal(kept.spent_minor, 75000);
	assert_int_equal(DO(w, act, .a = id.s, .in = &(struct order_actor){BY_STAFF, {""}}, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(coupon_find(w->db, coupon, &kept), OK);
	assert_int_equal(kept.uses, 0);
	assert_int_equal(kept.spent_minor, 0);
}

static void test_limits_of_a_new_coupon(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	const char *field;
	char id[ID_CHARS + 1];
	const struct { struct coupon c; const char *field; } rows[] = {
		{{.code = "ABC", .funder = FUNDER_FAIR, .off_bps = 1, .until_ms = 1}, "code"},
		{{.code = "ABCD", .funder = FUNDER_FAIR, .off_bps = 1, .until_ms = 1}, NULL},
		{{.code = "ABCDEFGHIJKLMNOPQRSTUVWX", .funder = FUNDER_FAIR, .off_bps = 10000, .until_ms = 1}, NULL},
		{{.code = "AB_D", .funder = FUNDER_FAIR, .off_bps = 1, .until_ms = 1}, "code"},
		{{.code = "ABCE", .funder = FUNDER_FAIR, .off_bps = 10001, .until_ms = 1}, "off_bps"},
		{{.code = "ABCE", .funder = FUNDER_FAIR, .off_bps = 1, .off_minor = 1, .until_ms = 1}, "off_bps"},
		{{.code = "ABCE", .funder = FUNDER_FAIR, .until_ms = 1}, "off_bps"},
		{{.code = "ABCE", .funder = FUNDER_FAIR, .off_minor = MONEY_MINOR_MAX + 1, .until_ms = 1}, "off_minor"},
		{{.code = "ABCE", .funder = FUNDER_FAIR, .off_minor = MONEY_MINOR_MAX, .until_ms = 1}, NULL},
		{{.code = "ABCF", .funder = FUNDER_FAIR, .off_bps = 1}, "until"},
		{{.code = "ABCF", .funder = FUNDER_NONE, .off_bps = 1, .until_ms = 1}, "funder"},
		{{.code = "ABCF", .funder = FUNDER_ARTISAN, .off_bps = 1, .until_ms = 1}, "seller"},
		{{.code = "ABCF", .funder = FUNDER_ARTISAN, .seller = m.second, .off_bps = 1, .until_ms = 1}, NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(make_coupon(w, &rows[i].c, id, &field), rows[i].field ? ERR_BAD_FIELD : OK);
		if (rows[i].field) assert_string_equal(field, rows[i].field);
	}
	assert_int_equal(make_coupon(w, &rows[1].c, id, &field), ERR_CONFLICT);
	char long_code[COUPON_CODE_MAX + 2];
	memset(long_code, 'A', sizeof long_code - 1);
	long_code[COUPON_CODE_MAX + 1] = 0;
	struct coupon_line line = {.seller = "", .district = "", .sum_minor = 1};
	struct coupon found;
	enum coupon_verdict v;
	assert_int_equal(coupon_look(w->db, long_code, "", WORLD_NOW_MS, &line, 1, &found, &v), OK);
	assert_int_equal(v, COUPON_UNKNOWN);
}

/* One coupon, looked at from every side. */
static void test_every_verdict(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	const char *field;
	char id[ID_CHARS + 1];
	struct coupon c = ten_percent(FUNDER_ARTISAN);
	c.seller = m.second;
	c.min_total_minor = 500000, c.most_minor = 60000, c.uses_max = 2, c.per_person = 1, c.budget_minor = 100000;
	c.from_ms = WORLD_NOW_MS + 1000;
	assert_int_equal(make_coupon(w, &c, id, &field), OK);
	struct coupon_line bowls = {.seller = m.second.s, .district = "varanasi", .sum_minor = 500000};
	const struct { const char *code; int64_t at_ms, sum; const char *seller; bool flash; enum coupon_verdict want; int64_t off; } rows[] = {
		{"", 1000, 500000, m.second.s, false, COUPON_NONE, 0},
		{"DIWALI11", 1000, 500000, m.second.s, false, COUPON_UNKNOWN, 0},
		{"diwali10", 999, 500000, m.second.s, false, COUPON_EARLY, 0},
		{"DIWALI10", 1000, 500000, m.second.s, false, COUPON_APPLIED, 50000},
		{"DIWALI10", DAY - 1, 500000, m.second.s, false, COUPON_APPLIED, 50000},
		{"DIWALI10", DAY, 500000, m.second.s, false, COUPON_OVER, 0},
		{"DIWALI10", 1000, 499999, m.second.s, false, COUPON_MINIMUM, 0},
		{"DIWALI10", 1000, 700000, m.second.s, false, COUPON_APPLIED, 60000}, /* never more than so much */
		{"DIWALI10", 1000, 500000, m.registered.s, false, COUPON_NOT_THESE, 0},
		{"DIWALI10", 1000, 500000, m.second.s, true, COUPON_NOT_THESE, 0},    /* reduced already */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct coupon found;
		enum coupon_verdict v;
		bowls.sum_minor = rows[i].sum, bowls.seller = rows[i].seller, bowls.flash = rows[i].flash;
		assert_int_equal(coupon_look(w->db, rows[i].code, m.buyer.s, WORLD_NOW_MS + rows[i].at_ms, &bowls, 1, &found, &v), OK);
		if (v != rows[i].want) fail_msg("row %zu: %s", i, coupon_verdict_wire(v));
		assert_int_equal(bowls.off_minor, rows[i].off);
	}
}

static void test_uses_persons_and_the_budget(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	const char *field;
	char id[ID_CHARS + 1];
	struct order_id order;
	struct coupon c = ten_percent(FUNDER_FAIR);
	const struct order_line_new one = {.product = m.bowl.s, .quantity = 1};
	c.uses_max = 2;
	assert_int_equal(make_coupon(w, &c, id, &field), OK);
	for (int i = 0; i < 3; i++) assert_int_equal(buy(w, &m, &one, 1, "DIWALI10", &order), i < 2 ? OK : ERR_COUPON);
	c = ten_percent(FUNDER_FAIR);
	strcpy(c.code, "ONCE"), c.per_person = 1;
	assert_int_equal(make_coupon(w, &c, id, &field), OK);
	for (int i = 0; i < 2; i++) assert_int_equal(buy(w, &m, &one, 1, "ONCE", &order), i < 1 ? OK : ERR_COUPON);
	c = ten_percent(FUNDER_FAIR);
	strcpy(c.code, "PURSE"), c.budget_minor = 50000;
	assert_int_equal(make_coupon(w, &c, id, &field), OK);
	for (int i = 0; i < 3; i++) assert_int_equal(buy(w, &m, &one, 1, "PURSE", &order), i < 2 ? OK : ERR_COUPON);
	strcpy(c.code, "STOPPED");
	assert_int_equal(make_coupon(w, &c, id, &field), OK);
	world_wait_ms(1);
	assert_int_equal(DO(w, stop, .a = id), OK);
	assert_int_equal(DO(w, stop, .a = id), ERR_NOT_FOUND);
	assert_int_equal(buy(w, &m, &one, 1, "STOPPED", &order), ERR_COUPON);
}

static void test_the_parts_add_up_to_the_paisa(void **state)
{
	struct world *w = *state;
	const char *field;
	char id[ID_CHARS + 1];
	uint64_t dice = 7;
	struct coupon c = {.code = "PARTS", .funder = FUNDER_FAIR, .off_minor = 1, .from_ms = 0, .until_ms = WORLD_NOW_MS * 2};
	for (int round = 0; round < 300; round++) {
		struct coupon_line lines[20];
		struct coupon found;
		enum coupon_verdict v;
		int64_t total = 0, off = 0;
		snprintf(c.code, sizeof c.code, "PARTS%d", round);
		dice = dice * 6364136223846793005u + 1442695040888963407u;
		size_t n = 1 + (dice >> 40) % 20;
		c.off_minor = 1 + (int64_t)((dice >> 33) % 1000003);
		for (size_t i = 0; i < n; i++) {
			dice = dice * 6364136223846793005u + 1442695040888963407u;
			lines[i] = (struct coupon_line){.seller = "", .district = "", .sum_minor = 1 + (int64_t)((dice >> 33) % (i % 3 ? 999 : MONEY_MINOR_MAX / 20))};
			total += lines[i].sum_minor;
		}
		assert_int_equal(make_coupon(w, &c, id, &field), OK);
		assert_int_equal(coupon_look(w->db, c.code, "", WORLD_NOW_MS, lines, n, &found, &v), OK);
		assert_int_equal(v, COUPON_APPLIED);
		for (size_t i = 0; i < n; i++) {
			assert_true(lines[i].off_minor >= 0 && lines[i].off_minor <= lines[i].sum_minor);
			off += lines[i].off_minor;
		}
		assert_int_equal(off, c.off_minor < total ? c.off_minor : total);
	}
}

/* A coupon of more than the thing costs: a rupee stays to be paid, and the fund is charged what was taken off. */
static void test_nothing_is_free(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	const struct order_line_new lines[] = {{.product = m.saree.s, .quantity = 1}, {.product = m.bowl.s, .quantity = 2}};
	struct coupon c = ten_percent(FUNDER_FAIR);
	char id[ID_CHARS + 1];
	const char *field;
	struct order_id order;
	struct order o;
	c.off_bps = 10000;
	assert_int_equal(make_coupon(w, &c, id, &field), OK);
	assert_int_equal(buy(w, &m, lines, 2, "DIWALI10", &order), OK);
	assert_int_equal(order_find(w->db, order.s, &o), OK);
	assert_int_equal(o.n_children, 2);
	for (int i = 0; i < 2; i++) assert_int_equal(o.children[i].total.minor, BILL_LINE_LEAST_MINOR);
	assert_int_equal(coupon_find(w->db, id, &c), OK);
	assert_int_equal(c.spent_minor, 750000 - 2 * BILL_LINE_LEAST_MINOR);
}

static void test_a_flash_price_that_the_state_pays_for(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	const struct flash_new n = {.booth = m.other_booth.s, .product = m.bowl.s, .price_minor = 200000, .quantity = 10, .lasts_s = 60, .funder = FUNDER_STATE};
	const struct order_line_new line = {.product = m.bowl.s, .quantity = 2, .shown_minor = 200000};
	assert_int_equal(DO(w, start_flash, .in = &n), OK);
	assert_int_equal(buy(w, &m, &line, 1, "", &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.total.minor, 400000);
	assert_int_equal(o.lines[0].price.minor, 250000);
	assert_int_equal(o.lines[0].off_minor, 100000);
	assert_string_equal(o.lines[0].funder, "state");
	assert_true(o.lines[0].flash);
}

/* The bowl costs 2,500 and 500 are given for each: the fund of ten is 5,000, and two are sold. */
static void test_a_fund_may_grow_and_shrink_but_not_below_what_is_spent(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct flash f;
	const struct flash_new n = {.booth = m.other_booth.s, .product = m.bowl.s, .price_minor = 200000, .quantity = 10, .lasts_s = 60, .funder = FUNDER_STATE};
	const struct order_line_new line = {.product = m.bowl.s, .quantity = 2, .shown_minor = 200000};
	const struct { int64_t most; err_t want; int64_t pieces, left; } rows[] = {
		{500000, OK, 10, 8}, {549999, OK, 10, 8}, {550000, OK, 11, 9}, {99999, ERR_BAD_FIELD, 11, 9}, {100000, OK, 2, 0}, {49999, ERR_BAD_FIELD, 2, 0}, {150000, OK, 3, 1},
		{50000LL * FLASH_QUANTITY_MAX + 50000, OK, FLASH_QUANTITY_MAX, FLASH_QUANTITY_MAX - 2},
	};
	assert_int_equal(DO(w, fund_flash, .a = m.bowl.s, .n = 500000), ERR_NOT_FOUND);
	assert_int_equal(DO(w, start_flash, .in = &n), OK);
	assert_int_equal(buy(w, &m, &line, 1, "", &id), OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(DO(w, fund_flash, .a = m.bowl.s, .n = rows[i].most), rows[i].want);
		assert_int_equal(flash_find(w->db, m.bowl.s, &f), OK);
		assert_int_equal(f.quantity, rows[i].pieces);
		assert_int_equal(f.remaining, rows[i].left);
		assert_int_equal(flash_spent(&f), 100000);
		assert_string_equal(flash_state(&f, WORLD_NOW_MS), rows[i].left ? "on" : "over");
	}
}

static void count_move(void *arg, const struct flash_move *move)
{
	struct flash_move *last = arg;
	last->pieces++;
	memcpy(last->what, move->what, sizeof last->what);
	last->most_minor = move->most_minor;
}

static void test_who_funded_it_is_kept_and_what_is_over_takes_no_money(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct flash_move moves = {.pieces = 0};
	struct flash_new n = {.booth = m.other_booth.s, .product = m.bowl.s, .price_minor = 200000, .quantity = 10, .lasts_s = 60, .funder = FUNDER_FAIR};
	assert_int_equal(DO(w, start_flash, .in = &n), OK);
	assert_int_equal(DO(w, note_flash, .a = m.bowl.s, .b = "start"), OK);
	assert_int_equal(DO(w, fund_flash, .a = m.bowl.s, .n = 600000), OK);
	assert_int_equal(DO(w, note_flash, .a = m.bowl.s, .b = "fund"), OK);
	assert_int_equal(flash_moves(w->db, m.bowl.s, 9, count_move, &moves), OK);
	assert_int_equal(moves.pieces, 2);
	assert_string_equal(moves.what, "fund");
	assert_int_equal(moves.most_minor, 600000);
	world_wait_ms(59999);
	assert_int_equal(DO(w, fund_flash, .a = m.bowl.s, .n = 500000), OK);
	world_wait_ms(1);
	assert_int_equal(DO(w, fund_flash, .a = m.bowl.s, .n = 500000), ERR_NOT_FOUND);
	assert_int_equal(DO(w, stop_flash, .a = m.bowl.s, .b = m.other_booth.s), ERR_NOT_FOUND);
	n.funder = FUNDER_NONE; /* the artisan's own has no fund */
	assert_int_equal(DO(w, start_flash, .in = &n), OK);
	assert_int_equal(DO(w, fund_flash, .a = m.bowl.s, .n = 500000), ERR_NOT_FOUND);
}

static void test_what_a_parcel_costs(void **state)
{
	struct world *w = *state;
	static const struct shipping_rate tariff[] = {
		{"state", "t", 1000, 500, 4000}, {"state", "t", 1000, 1000, 6000}, {"india", "t", 1000, 500, 7000}, {"india", "t", 1000, 2000, 15000},
		{"abroad", "t", 1000, 500, 90000}, {"DE", "t", 1000, 500, 80000}, {"state", "t", 5000, 500, 4500},
	};
	static const struct { const char *country; int region; int64_t weight, at, want; } rows[] = {
		{"IN", 9, 1, 999, 0},         /* no tariff yet: nothing is charged */
		{"IN", 9, 1, 1000, 4000}, {"IN", 9, 500, 1000, 4000}, {"IN", 9, 501, 1000, 6000}, {"IN", 9, 1000, 1000, 6000},
		{"IN", 9, 1001, 1000, 10000}, /* a second parcel, of a gram */
		{"IN", 9, 2500, 1000, 16000}, {"IN", 0, 1, 1000, 4000}, {"", 0, 1, 1000, 4000},
		{"IN", 27, 500, 1000, 7000}, {"IN", 27, 501, 1000, 15000},
		{"FR", 0, 500, 1000, 90000}, {"DE", 0, 500, 1000, 80000}, {"DE", 0, 501, 1000, 160000},
		{"IN", 9, 500, 4999, 4000}, {"IN", 9, 500, 5000, 4500}, /* the new tariff, on its day */
		{"IN", 9, 501, 5000, 9000},   /* it has one row; the old one's are over */
	};
	for (size_t i = 0; i < sizeof tariff / sizeof *tariff; i++) assert_int_equal(DO(w, rate, .in = &tariff[i]), OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t minor;
		assert_int_equal(shipping_cost(w->db, 9, &(struct sell_to){rows[i].country, rows[i].region}, rows[i].weight, rows[i].at, &minor), OK);
		if (minor != rows[i].want) fail_msg("row %zu: %lld", i, (long long)minor);
	}
	static const struct { struct shipping_rate r; err_t want; } limits[] = {
		{{"india", "t", 1, 0, 1}, ERR_BAD_FIELD}, {{"india", "t", 1, SHIPPING_UPTO_MAX_G, 0}, OK}, {{"india", "t", 1, SHIPPING_UPTO_MAX_G + 1, 0}, ERR_BAD_FIELD},
		{{"india", "t", 1, 1, MONEY_MINOR_MAX}, OK}, {{"india", "t", 1, 1, MONEY_MINOR_MAX + 1}, ERR_BAD_FIELD}, {{"india", "", 1, 1, 1}, ERR_BAD_FIELD},
		{{"mars", "t", 1, 1, 1}, ERR_BAD_FIELD}, {{"de", "t", 1, 1, 1}, ERR_BAD_FIELD},
	};
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) assert_int_equal(DO(w, rate, .in = &limits[i].r), limits[i].want);
}

static void test_each_child_has_its_parcel(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	assert_int_equal(DO(w, rate, .in = &(struct shipping_rate){"state", "t", 0, 500, 4000}), OK);
	assert_int_equal(DO(w, rate, .in = &(struct shipping_rate){"state", "t", 0, 1500, 9000}), OK);
	const struct order_line_new lines[] = {{.product = m.saree.s, .quantity = 1}, {.product = m.bowl.s, .quantity = 3}};
	assert_int_equal(buy(w, &m, lines, 2, "", &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.children[0].shipping_minor, 4000);
	assert_int_equal(o.children[1].shipping_minor, 9000); /* three, of 500 g each where no weight is said */
	assert_int_equal(o.children[1].total.minor, 759000);
	assert_int_equal(o.total.minor, 4 * 250000 + 13000);
	const struct order_new n = {.person = m.buyer.s, .lines = lines, .n_lines = 2, .to = home, .total_minor = o.total.minor - 1};
	assert_int_equal(DO(w, place, .in = &n, .out = &id), ERR_CONFLICT); /* more than was agreed to */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_one_that_rests_is_not_taken_and_comes_back), cmocka_unit_test(test_a_fund_carries_so_many_pieces_and_no_more),
		WORLD_TEST(test_who_pays_stands_with_every_line),
		WORLD_TEST(test_limits_of_a_new_coupon),
		WORLD_TEST(test_every_verdict),
		WORLD_TEST(test_uses_persons_and_the_budget),
		WORLD_TEST(test_the_parts_add_up_to_the_paisa),
		WORLD_TEST(test_nothing_is_free), WORLD_TEST(test_a_flash_price_that_the_state_pays_for),
		WORLD_TEST(test_a_fund_may_grow_and_shrink_but_not_below_what_is_spent),
		WORLD_TEST(test_who_funded_it_is_kept_and_what_is_over_takes_no_money),
		WORLD_TEST(test_what_a_parcel_costs),
		WORLD_TEST(test_each_child_has_its_parcel),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
