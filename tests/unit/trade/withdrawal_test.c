/* withdrawal_test.c — orders that are not meant: how many unpaid ones at a time, and who pays first. */
#include "tests/unit/trade/market.h"

#include "store/retention.h"
#include "trade/cart.h"
#include "trade/payment.h"
#include "trade/withdrawal.h"

#define DAY 86400000LL
static const struct buyer_limits limits = {.unpaid_scarce = 5, .withdrawals = 3, .scarce_stock = 1000};
static const struct buyer_limits none_scarce = {.unpaid_scarce = 5, .withdrawals = 3, .scarce_stock = 0};

HANDLER(act, order_act(tx, q->a, q->in, (enum order_event)q->n))
HANDLER(new_person, person_new(tx, q->in, q->out))
HANDLER(put_by, cart_put(tx, q->a, q->in, q->out2, q->out))
HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(tell, payment_tell(tx, q->a, (enum payment_event)q->n, q->in))
HANDLER(forgive, withdrawals_forgive(tx, q->a, "desk"))
HANDLER(sweep, retention_sweep(tx, RETENTION_WITHDRAWN, 10))

static const struct order_actor the_buyer = {.by = BY_BUYER}, the_desk = {.by = BY_STAFF};

static err_t buy(struct world *w, const char *person, const struct product_id *p, const struct buyer_limits *l, struct order_id *ret)
{
	struct order_line_new line = {.product = p->s, .quantity = 1};
	return DO(w, place, .in = &(struct order_new){.person = person, .lines = &line, .n_lines = 1, .to = home, .limits = l}, .out = ret);
}

static struct order_id bought(struct world *w, const struct market *m, const struct buyer_limits *l)
{
	struct order_id id;
	assert_int_equal(buy(w, m->buyer.s, &m->bowl, l, &id), OK);
	return id;
}

static struct payment payment_for(struct world *w, const struct order_id *id)
{
	struct payment ps[PAYMENTS_MAX];
	int n;
	assert_int_equal(payment_of_order(w->db, id->s, ps, &n), OK);
	assert_int_equal(n, 1);
	return ps[0];
}

static void pay(struct world *w, const struct order_id *id, enum payment_event event)
{
	struct payment p = payment_for(w, id);
	assert_int_equal(DO(w, tell, .a = p.id, .n = event, .in = &(struct payment_news){.source = "desk", .reference = id->s + 20}), OK);
}

static void take_back(struct world *w, const struct order_id *id, const struct order_actor *by)
{
	assert_int_equal(DO(w, act, .a = id->s, .in = by, .n = ORDER_EVENT_CANCEL), OK);
}

static void withdraw(struct world *w, const struct market *m, int n)
{
	for (int i = 0; i < n; i++) {
		struct order_id id = bought(w, m, &limits);
		take_back(w, &id, &the_buyer);
	}
}

static bool pays_first(struct world *w, const struct market *m)
{
	bool first;
	assert_int_equal(buyer_pays_first(w->db, m->buyer.s, limits.withdrawals, clock_wall_ms(), &first), OK);
	return first;
}

static void sec_21_five_unpaid_orders_of_scarce_things_and_one_more(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id, last;
	for (int i = 0; i < 5; i++) last = bought(w, &m, &limits);
	assert_int_equal(buy(w, m.buyer.s, &m.bowl, &limits, &id), ERR_UNPAID_ORDERS);
	assert_int_equal(stock_of(w, &m.bowl), 95);
	assert_int_equal(buy(w, m.buyer.s, &m.bowl, NULL, &id), OK); /* the artisan makes it an order */
	take_back(w, &id, &the_desk);
	struct person_id other;
	assert_int_equal(DO(w, new_person, .in = &(struct person_new){.role = ROLE_BUYER, .name = "B", .email = "b@example.in", .email_confirmed = true}, .out = &other), OK);
	assert_int_equal(buy(w, other.s, &m.bowl, &limits, &id), OK);
	pay(w, &last, PAYMENT_EVENT_PAY);
	last = bought(w, &m, &limits);
	assert_int_equal(buy(w, m.buyer.s, &m.bowl, &limits, &id), ERR_UNPAID_ORDERS);
	assert_int_equal(DO(w, act, .a = last.s, .in = &the_desk, .n = ORDER_EVENT_ACCEPT), OK);
	bought(w, &m, &limits);
}

static void sec_21_what_is_plenty_has_no_such_limit(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	for (int i = 0; i < 7; i++) bought(w, &m, &none_scarce);
}

static void sec_21_two_orders_taken_back_and_one_more(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	withdraw(w, &m, 2);
	assert_false(pays_first(w, &m));
	id = bought(w, &m, &limits);
	assert_int_equal(payment_for(w, &id).method, PAY_COD);
	take_back(w, &id, &the_buyer);
	assert_true(pays_first(w, &m));
	id = bought(w, &m, &none_scarce);
	assert_int_equal(payment_for(w, &id).method, PAY_BANK);
	assert_int_equal(buy(w, m.buyer.s, &m.bowl, &none_scarce, &id), ERR_UNPAID_ORDERS);
}

static void sec_21_after_thirty_days_or_a_word_of_the_desk_it_is_forgotten(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	withdraw(w, &m, 3);
	world_wait_ms(WITHDRAWAL_DAYS * DAY - 1);
	assert_true(pays_first(w, &m));
	world_wait_ms(1);
	assert_false(pays_first(w, &m));
	withdraw(w, &m, 3);
	assert_true(pays_first(w, &m));
	assert_int_equal(DO(w, forgive, .a = m.buyer.s), OK);
	assert_false(pays_first(w, &m));
	assert_int_equal(DO(w, forgive, .a = m.buyer.s), ERR_NOT_FOUND);
	world_wait_ms(WITHDRAWAL_DAYS * DAY + 1);
	assert_int_equal(DO(w, sweep, 0), OK);
}

static void sec_21_what_others_cancel_or_was_paid_is_no_fault(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	for (int i = 0; i < 4; i++) {
		struct order_id id = bought(w, &m, &limits);
		if (i % 2) pay(w, &id, PAYMENT_EVENT_PAY);
		take_back(w, &id, i % 2 ? &the_buyer : &the_desk);
	}
	assert_false(pays_first(w, &m));
	withdraw(w, &m, 2);
	assert_false(pays_first(w, &m));
}

static void sec_21_nothing_is_held_for_who_pays_first(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct hold_rules rules = {.lasts_ms = 600000, .scarce_stock = 5, .refused = true};
	const struct cart_item item = {.product = m.saree.s, .variant = "", .quantity = 1, .shown_minor = 250000};
	struct cart_done done;
	assert_int_equal(DO(w, put_by, .a = m.buyer.s, .in = &item, .out2 = &rules, .out = &done), OK);
	assert_int_equal(done.hold, HOLD_TOO_MANY);
	assert_int_equal(done.count, 1); /* it is in the cart all the same */
	assert_int_equal(stock_of(w, &m.saree), 5);
	rules.refused = false;
	assert_int_equal(DO(w, put_by, .a = m.buyer.s, .in = &item, .out2 = &rules, .out = &done), OK);
	assert_int_equal(done.hold, HOLD_HELD);
}

static void count(void *arg, const struct withdrawals *b)
{
	int *n = arg;
	*n += b->n == 3 && !strcmp(b->name, "Asha");
}

static void sec_21_the_desk_sees_who_pays_first(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	int n = 0;
	withdraw(w, &m, 2);
	assert_int_equal(withdrawals_list(w->db, 3, clock_wall_ms(), count, &n), OK);
	assert_int_equal(n, 0);
	withdraw(w, &m, 1);
	assert_int_equal(withdrawals_list(w->db, 3, clock_wall_ms(), count, &n), OK);
	assert_int_equal(n, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(sec_21_five_unpaid_orders_of_scarce_things_and_one_more), WORLD_TEST(sec_21_what_is_plenty_has_no_such_limit),
		WORLD_TEST(sec_21_two_orders_taken_back_and_one_more), WORLD_TEST(sec_21_after_thirty_days_or_a_word_of_the_desk_it_is_forgotten),
		WORLD_TEST(sec_21_what_others_cancel_or_was_paid_is_no_fault), WORLD_TEST(sec_21_nothing_is_held_for_who_pays_first),
		WORLD_TEST(sec_21_the_desk_sees_who_pays_first),
	};
	return cmocka_run_group_tests_name("withdrawal", tests, NULL, NULL);
}
