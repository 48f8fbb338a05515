/* cart_bed.h — what tests of carts, holds and those who wait share: buyers who put things in, look and order. */
#pragma once
#include "tests/unit/trade/market.h"

#include "trade/cart.h"

#define MINUTE 60000LL
static const struct hold_rules rules = {.lasts_ms = 10 * MINUTE, .scarce_stock = 5};
static void ignore(void *arg, const char *product) { (void)arg, (void)product; }

HANDLER(put, cart_put(tx, q->a, q->in, &rules, q->out))
HANDLER(expire, hold_expire(tx, 50, ignore, NULL))
HANDLER(order, cart_order(tx, q->in, q->out2, q->out))
HANDLER(act, order_act(tx, q->a, q->in, (enum order_event)q->n))
HANDLER(new_person, person_new(tx, q->in, q->out))

static inline struct person_id buyer_called(struct world *w, const char *email)
{
	struct person_id id;
	assert_int_equal(DO(w, new_person, .in = &(struct person_new){.role = ROLE_BUYER, .name = "B", .email = email, .email_confirmed = true, .country = "IN"}, .out = &id), OK);
	return id;
}

static inline enum hold_result put_in(struct world *w, const char *person, const struct product_id *p, int64_t quantity)
{
	struct cart_done done;
	assert_int_equal(DO(w, put, .a = person, .in = &(struct cart_item){.product = p->s, .variant = "", .quantity = quantity, .shown_minor = 250000}, .out = &done), OK);
	return done.hold;
}

static inline struct cart_view *view(struct world *w, const char *person, const char *country)
{
	static struct cart_view v;
	assert_int_equal(cart_view(w->db, person, &(struct sell_to){country, 9}, "", clock_wall_ms(), &v), OK);
	return &v;
}

static inline err_t order_cart(struct world *w, const char *person, struct order_id *ret, int *ret_fault)
{
	return DO(w, order, .in = &(struct cart_order){.person = person, .to = home}, .out = ret, .out2 = ret_fault);
}
