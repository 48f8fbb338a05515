/* cart_test.c — scarce things are held for a while and come back, carts survive, and what changed is said. */
#include "tests/unit/trade/market.h"

#include "trade/cart.h"
#include "trade/flash.h"
#include "trade/mine.h"
#include "trade/tell.h"
#include "trade/waiting.h"

#define MINUTE 60000LL
static const struct hold_rules rules = {.lasts_ms = 10 * MINUTE, .scarce_stock = 5};
static void ignore(void *arg, const char *product) { (void)arg, (void)product; }

HANDLER(put, cart_put(tx, q->a, q->in, &rules, q->out))
HANDLER(expire, hold_expire(tx, 50, ignore, NULL))
HANDLER(end_all, hold_end_all(tx, q->a, ignore, NULL))
HANDLER(order, cart_order(tx, q->in, q->out2, q->out))
HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, q->in, (enum order_event)q->n))
HANDLER(join, waiting_join(tx, q->a, q->b, "", q->n))
HANDLER(set_up_house, tell_set_up(tx, q->in, "https://mela.example"))
HANDLER(serve_all, waiting_serve_all(tx))
HANDLER(give, stock_give(tx, q->a, "", q->n))
HANDLER(adopt, cart_adopt(tx, q->a, q->b))
HANDLER(start_flash, flash_start(tx, q->in))
HANDLER(new_person, person_new(tx, q->in, q->out))
HANDLER(new_product, product_new(tx, q->in, q->out))

static struct person_id buyer_called(struct world *w, const char *email)
{
	struct person_id id;
	assert_int_equal(DO(w, new_person, .in = &(struct person_new){.role = ROLE_BUYER, .name = "B", .email = email, .email_confirmed = true, .country = "IN"}, .out = &id), OK);
	return id;
}

static enum hold_result put_in(struct world *w, const char *person, const struct product_id *p, int64_t quantity)
{
	struct cart_done done;
	assert_int_equal(DO(w, put, .a = person, .in = &(struct cart_item){.product = p->s, .variant = "", .quantity = quantity, .shown_minor = 250000}, .out = &done), OK);
	return done.hold;
}

static struct cart_view *view(struct world *w, const char *person, const char *country)
{
	static struct cart_view v;
	assert_int_equal(cart_view(w->db, person, &(struct sell_to){country, 9}, "", clock_wall_ms(), &v), OK);
	return &v;
}

static err_t order_cart(struct world *w, const char *person, struct order_id *ret, int *ret_fault)
{
	return DO(w, order, .in = &(struct cart_order){.person = person, .to = home}, .out = ret, .out2 = ret_fault);
}

static int64_t outbox_rows(struct world *w)
{
	int64_t n = 0;
	struct rows r;
	db_query(w->db, &r, Q_OUTBOX_COUNTS);
	while (rows_next(&r)) n += rows_int(&r, 1);
	assert_int_equal(rows_end(&r), OK);
	return n;
}

static void test_a_scarce_thing_is_held_and_comes_back(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 2), HOLD_HELD);
	assert_int_equal(stock_of(w, &m.saree), 3);
	assert_int_equal(put_in(w, m.buyer.s, &m.bowl, 2), HOLD_PLENTY); /* a hundred of them: nobody need wait */
	assert_int_equal(stock_of(w, &m.bowl), 100);
	struct cart_view *v = view(w, m.buyer.s, "IN");
	assert_int_equal(v->about[0].state, CART_HELD);
	assert_int_equal(v->about[0].held_ms, WORLD_NOW_MS + 10 * MINUTE);
	assert_int_equal(v->about[1].state, CART_GOOD);
	world_wait_ms(10 * MINUTE - 1);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 3);
	world_wait_ms(1);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
	assert_int_equal(view(w, m.buyer.s, "IN")->about[0].state, CART_GOOD); /* the line stays, no longer held */
}

static void sec_21_a_hold_is_never_made_longer(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 2), HOLD_HELD);
	world_wait_ms(9 * MINUTE);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 2), HOLD_HELD);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_HELD); /* more of it, until the same minute */
	assert_int_equal(stock_of(w, &m.saree), 0);
	world_wait_ms(MINUTE);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_RESTING); /* nor taken anew at once */
	world_wait_ms(HOLD_REST_MS - 1);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_RESTING);
	world_wait_ms(1);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_HELD);
}

static void test_out_of_the_cart_or_signed_out_it_is_free(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_HELD);
	put_in(w, m.buyer.s, &m.saree, 0);
	assert_int_equal(stock_of(w, &m.saree), 5);
	assert_int_equal(view(w, m.buyer.s, "IN")->bill.n_lines, 0);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 4), HOLD_HELD); /* an undo */
	assert_int_equal(DO(w, end_all, .a = m.buyer.s), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
	assert_int_equal(view(w, m.buyer.s, "IN")->bill.n_lines, 1); /* the cart stays for the next time */
}

static void test_others_see_that_it_is_held_and_until_when(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct person_id other = buyer_called(w, "other@example.in");
	int64_t n, until;
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_HELD);
	assert_int_equal(put_in(w, other.s, &m.saree, 1), HOLD_GONE);
	struct cart_view *v = view(w, other.s, "IN");
	assert_int_equal(v->about[0].state, CART_ELSEWHERE);
	assert_int_equal(v->about[0].held_ms, WORLD_NOW_MS + 10 * MINUTE);
	assert_int_equal(hold_by_others(w->db, "", m.saree.s, "", &n, &until), OK);
	assert_int_equal(n, 5);
	assert_int_equal(hold_by_others(w->db, m.buyer.s, m.saree.s, "", &n, &until), OK);
	assert_int_equal(n, 0);
	struct order_id id;
	int fault = -1;
	assert_int_equal(order_cart(w, other.s, &id, &fault), ERR_SOLD_OUT);
	assert_int_equal(fault, 0);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(view(w, other.s, "IN")->about[0].state, CART_GONE);
}

static void sec_21_five_holds_and_not_one_more(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product_id ids[HOLDS_MAX + 1];
	for (int i = 0; i <= HOLDS_MAX; i++) {
		struct product p = product_like("Jar", "मर्तबान", &m.booth, &m.registered, 1);
		assert_int_equal(DO(w, new_product, .in = &p, .out = &ids[i]), OK);
		assert_int_equal(put_in(w, m.guest.s, &ids[i], 1), i < HOLDS_MAX ? HOLD_HELD : HOLD_TOO_MANY);
	}
	put_in(w, m.guest.s, &ids[0], 0);
	assert_int_equal(put_in(w, m.guest.s, &ids[HOLDS_MAX], 1), HOLD_HELD);
}

static void test_twenty_lines_and_not_one_more(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	for (int i = 0; i <= CART_LINES_MAX; i++) {
		struct product p = product_like("Jar", "मर्तबान", &m.booth, &m.registered, 100);
		struct product_id id;
		struct cart_done done;
		assert_int_equal(DO(w, new_product, .in = &p, .out = &id), OK);
		const struct cart_item item = {.product = id.s, .variant = "", .quantity = 1};
		assert_int_equal(DO(w, put, .a = m.guest.s, .in = &item, .out = &done), i < CART_LINES_MAX ? OK : ERR_FULL);
	}
	const struct { int64_t quantity; err_t want; } rows[] = {{-1, ERR_BAD_FIELD}, {PRODUCT_STOCK_MAX + 1, ERR_BAD_FIELD}, {PRODUCT_STOCK_MAX, OK}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct cart_done done;
		assert_int_equal(DO(w, put, .a = m.buyer.s, .in = &(struct cart_item){.product = m.bowl.s, .variant = "", .quantity = rows[i].quantity}, .out = &done), rows[i].want);
	}
}

static void sec_21_500_carts_of_one_piece(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product p = product_like("The only one", "इकलौता", &m.booth, &m.registered, 1);
	struct product_id one;
	p.one_of_a_kind = true;
	assert_int_equal(DO(w, new_product, .in = &p, .out = &one), OK);
	int held = 0, sold = 0, refused = 0;
	struct order_id id;
	for (int i = 0; i < 500; i++) {
		char email[40];
		int fault;
		snprintf(email, sizeof email, "b%d@example.in", i);
		struct person_id who = buyer_called(w, email);
		held += put_in(w, who.s, &one, 1) == HOLD_HELD;
		if (i == 0) continue; /* the one who holds it decides last */
		refused += order_cart(w, who.s, &id, &fault) == ERR_SOLD_OUT;
	}
	assert_int_equal(held, 1);
	assert_int_equal(refused, 499);
	struct person_id first;
	int fault;
	assert_int_equal(person_find_by_email(w->db, "b0@example.in", ROLE_BUYER, &first), OK);
	sold += order_cart(w, first.s, &id, &fault) == OK;
	assert_int_equal(sold, 1);
	assert_int_equal(stock_of(w, &one), 0);
	assert_int_equal(DO(w, expire), OK);
	world_wait_ms(60 * MINUTE);
	assert_int_equal(DO(w, expire), OK); /* what was sold does not come back */
	assert_int_equal(stock_of(w, &one), 0);
}

static void test_one_cart_becomes_one_order_with_a_child_for_each_seller(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	int fault;
	put_in(w, m.buyer.s, &m.saree, 2);
	put_in(w, m.buyer.s, &m.bowl, 3);
	put_in(w, m.buyer.s, &m.toy, 1); /* unregistered: an enquiry */
	struct cart_view *v = view(w, m.buyer.s, "IN");
	assert_int_equal(v->bill.n_groups, 3);
	assert_int_equal(v->about[2].state, CART_ENQUIRY);
	assert_int_equal(v->bill.total.minor, 5 * 250000);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.n_children, 2);
	assert_int_equal(o.total.minor, 5 * 250000);
	assert_int_equal(stock_of(w, &m.saree), 3); /* what was held, and no more */
	v = view(w, m.buyer.s, "IN");
	assert_int_equal(v->bill.n_lines, 1); /* the wish that is an enquiry stays */
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), ERR_ENQUIRY_ONLY);
	put_in(w, m.buyer.s, &m.toy, 0);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), ERR_MISSING_FIELD);
}

static void sec_22_a_price_that_rose_is_said_and_not_charged(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct cart_done done;
	int fault;
	struct flash_new n = {.booth = m.other_booth.s, .product = m.bowl.s, .price_minor = 200000, .quantity = 50, .lasts_s = 60};
	assert_int_equal(DO(w, start_flash, .in = &n), OK);
	assert_int_equal(DO(w, put, .a = m.buyer.s, .in = &(struct cart_item){.product = m.bowl.s, .variant = "", .quantity = 2, .shown_minor = 200000}, .out = &done), OK);
	assert_int_equal(view(w, m.buyer.s, "IN")->about[0].now_minor, 200000);
	world_wait_ms(60000);
	struct cart_view *v = view(w, m.buyer.s, "IN");
	assert_int_equal(v->about[0].now_minor, 250000);
	assert_int_equal(v->lines[0].shown_minor, 200000);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), ERR_CONFLICT);
	assert_int_equal(fault, 0);
	put_in(w, m.buyer.s, &m.bowl, 2); /* agreed: 2,500 */
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.total.minor, 500000);
}

static void test_a_held_flash_price_is_kept_for_the_hold(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct order o;
	struct flash f;
	int fault;
	struct flash_new n = {.booth = m.booth.s, .product = m.saree.s, .price_minor = 200000, .quantity = 3, .lasts_s = 60};
	assert_int_equal(DO(w, start_flash, .in = &n), OK);
	struct person_id other = buyer_called(w, "other@example.in");
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 2), HOLD_HELD);
	assert_int_equal(put_in(w, other.s, &m.saree, 1), HOLD_HELD);
	assert_int_equal(flash_find(w->db, m.saree.s, &f), OK);
	assert_int_equal(f.remaining, 0);
	put_in(w, other.s, &m.saree, 0);
	assert_int_equal(flash_find(w->db, m.saree.s, &f), OK);
	assert_int_equal(f.remaining, 1); /* given back with the piece */
	world_wait_ms(5 * MINUTE); /* the flash is over, the hold is not */
	assert_int_equal(view(w, m.buyer.s, "IN")->about[0].now_minor, 200000);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	assert_int_equal(o.total.minor, 400000);
	assert_true(o.lines[0].flash);
}

static void test_buying_another_number_gives_the_hold_back_first(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	put_in(w, m.buyer.s, &m.saree, 3);
	struct order_line_new line = {.product = m.saree.s, .quantity = 5};
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
	assert_int_equal(stock_of(w, &m.saree), 0);
	assert_int_equal(DO(w, act, .a = id.s, .in = &(struct order_actor){BY_BUYER, {""}}, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
	world_wait_ms(60 * MINUTE);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
}

static void test_the_next_in_line_gets_what_comes_back(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct person_id second = buyer_called(w, "second@example.in"), third = buyer_called(w, "third@example.in");
	assert_int_equal(DO(w, set_up_house, .in = (const bool[OUTBOX_KINDS]){[OUTBOX_MAIL] = true}), OK);
	put_in(w, m.buyer.s, &m.saree, 5);
	assert_int_equal(DO(w, join, .a = m.guest.s, .b = m.saree.s, .n = 1), ERR_UNCONFIRMED);
	assert_int_equal(DO(w, join, .a = second.s, .b = m.bowl.s, .n = 1), ERR_BAD_STATE); /* it is free */
	assert_int_equal(DO(w, join, .a = second.s, .b = m.saree.s, .n = 4), OK);
	assert_int_equal(DO(w, join, .a = third.s, .b = m.saree.s, .n = 2), OK);
	assert_int_equal(DO(w, join, .a = second.s, .b = m.saree.s, .n = 4), OK); /* again: the place is kept */
	world_wait_ms(10 * MINUTE);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 1); /* four are kept for the second; the third asks for more than one */
	struct cart_view *v = view(w, second.s, "IN");
	assert_int_equal(v->about[0].state, CART_HELD);
	assert_int_equal(v->about[0].held_ms, clock_wall_ms() + WAITING_OFFER_MS);
	assert_int_equal(outbox_rows(w), 1);
	world_wait_ms(WAITING_OFFER_MS);
	assert_int_equal(DO(w, expire), OK); /* not taken: the third's turn */
	assert_int_equal(view(w, third.s, "IN")->about[0].state, CART_HELD);
	assert_int_equal(outbox_rows(w), 2);
	assert_int_equal(stock_of(w, &m.saree), 3);
}

static void test_a_cancelled_order_and_new_pieces_go_to_who_waits(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct person_id second = buyer_called(w, "second@example.in");
	struct order_id id;
	int fault;
	put_in(w, m.buyer.s, &m.saree, 5);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(DO(w, join, .a = second.s, .b = m.saree.s, .n = 1), OK);
	assert_int_equal(DO(w, act, .a = id.s, .in = &(struct order_actor){BY_STAFF, {""}}, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(view(w, second.s, "IN")->about[0].state, CART_HELD);
	assert_int_equal(stock_of(w, &m.saree), 4);
	put_in(w, m.buyer.s, &m.saree, 4);
	put_in(w, second.s, &m.saree, 0);
	put_in(w, m.buyer.s, &m.saree, 5);
	assert_int_equal(DO(w, join, .a = second.s, .b = m.saree.s, .n = 2), OK);
	assert_int_equal(DO(w, give, .a = m.saree.s, .n = 2), OK); /* the maker puts two more in */
	assert_int_equal(DO(w, serve_all), OK);
	assert_int_equal(view(w, second.s, "IN")->about[0].state, CART_HELD);
	assert_int_equal(stock_of(w, &m.saree), 0);
}

static void test_a_guests_cart_becomes_the_buyers(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	put_in(w, m.guest.s, &m.bowl, 3);
	put_in(w, m.guest.s, &m.saree, 2);
	put_in(w, m.guest.s, &m.toy, 1);
	put_in(w, m.buyer.s, &m.bowl, 5);
	put_in(w, m.buyer.s, &m.saree, 1);
	assert_int_equal(stock_of(w, &m.saree), 2);
	assert_int_equal(DO(w, adopt, .a = m.guest.s, .b = m.buyer.s), OK);
	struct cart_line lines[CART_LINES_MAX];
	size_t n;
	assert_int_equal(cart_lines(w->db, m.guest.s, lines, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(cart_lines(w->db, m.buyer.s, lines, &n), OK);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++) {
		const int64_t want = !strcmp(lines[i].product, m.bowl.s) ? 5 : !strcmp(lines[i].product, m.saree.s) ? 2 : 1;
		assert_int_equal(lines[i].quantity, want);
	}
	world_wait_ms(60 * MINUTE);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
}

static void test_the_place_decides_who_sells(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	put_in(w, m.buyer.s, &m.saree, 1);
	struct cart_view *v = view(w, m.buyer.s, "DE");
	assert_int_equal(v->about[0].state, CART_ENQUIRY);
	assert_int_equal(v->bill.groups[0].sale->way, SELL_ENQUIRY);
	assert_string_equal(v->bill.groups[0].who->name, "Weavers");
	assert_int_equal(v->bill.total.minor, 0);
	v = view(w, m.buyer.s, "IN");
	assert_int_equal(v->bill.groups[0].sale->way, SELL_DIRECT);
}

static void test_handlers_may_run_twice(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	int fault;
	tick_twice(w->tick);
	assert_int_equal(put_in(w, m.buyer.s, &m.saree, 5), HOLD_HELD);
	assert_int_equal(order_cart(w, m.buyer.s, &id, &fault), OK);
	assert_int_equal(stock_of(w, &m.saree), 0);
	world_wait_ms(60 * MINUTE);
	assert_int_equal(DO(w, expire), OK);
	assert_int_equal(DO(w, act, .a = id.s, .in = &(struct order_actor){BY_STAFF, {""}}, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(stock_of(w, &m.saree), 5);
}

/* ── any history at all ── */

static uint64_t dice;
static int64_t roll(int64_t n)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((dice >> 33) % (uint64_t)n);
}

/* What is in the stock, held and sold is what there was at first, whatever happens. */
static void check_books(struct world *w, const struct product_id *ids, const int64_t *first, size_t n, const char *ended)
{
	for (size_t i = 0; i < n; i++) {
		int64_t stock = stock_of(w, &ids[i]), held, until, sold = 0;
		assert_true(stock >= 0);
		assert_int_equal(hold_by_others(w->db, "", ids[i].s, "", &held, &until), OK);
		assert_int_equal(db_int(w->db, &sold, Q_ORDER_PIECES_SOLD, V(ids[i].s)), OK);
		if (stock + held + sold != first[i]) fail_msg("%s: stock %lld + held %lld + sold %lld is not %lld", ended, (long long)stock, (long long)held, (long long)sold, (long long)first[i]);
	}
}

static void random_step(struct world *w, const struct person_id *people, const struct product_id *ids, struct order_id *orders, size_t *n_orders)
{
	const char *who = people[roll(4)].s;
	const struct product_id *p = &ids[roll(3)];
	struct cart_done done;
	int fault;
	err_t e = OK;
	switch (roll(8)) {
	case 0: case 1: case 2:
		e = DO(w, put, .a = who, .in = &(struct cart_item){.product = p->s, .variant = "", .quantity = roll(5)}, .out = &done);
		assert_true(e == OK);
		break;
	case 3: {
		const struct order_line_new line = {.product = p->s, .quantity = 1 + roll(3)};
		e = roll(2) ? DO(w, place, .in = &(struct order_new){.person = who, .lines = &line, .n_lines = 1, .to = home}, .out = &orders[*n_orders])
		            : DO(w, order, .in = &(struct cart_order){.person = who, .to = home}, .out = &orders[*n_orders], .out2 = &fault);
		*n_orders += e == OK;
		break;
	}
	case 4:
		world_wait_ms(roll(12) * MINUTE);
		assert_int_equal(DO(w, expire), OK);
		break;
	case 5:
		if (*n_orders) IGNORE(DO(w, act, .a = orders[roll((int64_t)*n_orders)].s, .in = &(struct order_actor){BY_STAFF, {""}}, .n = roll(8) ? ORDER_EVENT_CANCEL : ORDER_EVENT_ACCEPT));
		break;
	case 6: IGNORE(DO(w, join, .a = who, .b = p->s, .n = 1 + roll(3))); break;
	default: assert_int_equal(DO(w, end_all, .a = who), OK);
	}
}

static void test_stock_held_and_sold_always_add_up(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct person_id people[] = {m.buyer, buyer_called(w, "p1@example.in"), buyer_called(w, "p2@example.in"), buyer_called(w, "p3@example.in")};
	struct product only = product_like("Only", "एक", &m.booth, &m.second, 1);
	struct product_id ids[3] = {m.saree, m.bowl, m.toy};
	only.one_of_a_kind = true;
	assert_int_equal(DO(w, new_product, .in = &only, .out = &ids[2]), OK);
	const int64_t first[] = {5, 100, 1};
	struct order_id orders[2000];
	size_t n_orders = 0;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		char what[40];
		dice = seed;
		snprintf(what, sizeof what, "seed %llu", (unsigned long long)seed);
		for (int i = 0; i < 100; i++) {
			random_step(w, people, ids, orders, &n_orders);
			check_books(w, ids, first, 3, what);
		}
	}
	assert_true(n_orders > 50); /* or the dice have proved nothing */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_a_scarce_thing_is_held_and_comes_back),
		WORLD_TEST(sec_21_a_hold_is_never_made_longer),
		WORLD_TEST(test_out_of_the_cart_or_signed_out_it_is_free),
		WORLD_TEST(test_others_see_that_it_is_held_and_until_when),
		WORLD_TEST(sec_21_five_holds_and_not_one_more),
		WORLD_TEST(test_twenty_lines_and_not_one_more),
		WORLD_TEST(sec_21_500_carts_of_one_piece),
		WORLD_TEST(test_one_cart_becomes_one_order_with_a_child_for_each_seller),
		WORLD_TEST(sec_22_a_price_that_rose_is_said_and_not_charged),
		WORLD_TEST(test_a_held_flash_price_is_kept_for_the_hold),
		WORLD_TEST(test_buying_another_number_gives_the_hold_back_first),
		WORLD_TEST(test_the_next_in_line_gets_what_comes_back),
		WORLD_TEST(test_a_cancelled_order_and_new_pieces_go_to_who_waits),
		WORLD_TEST(test_a_guests_cart_becomes_the_buyers),
		WORLD_TEST(test_the_place_decides_who_sells),
		WORLD_TEST(test_handlers_may_run_twice),
		WORLD_TEST(test_stock_held_and_sold_always_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
