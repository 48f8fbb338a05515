/* paper_bed.h — what tests of papers share: orders made ready, and the papers about them. */
#pragma once
#include "tests/unit/trade/market.h"

#include "trade/paper.h"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, &(struct order_actor){.by = BY_STAFF}, (enum order_event)q->n))

static inline struct order ordered(struct world *w, const struct market *m, const struct product_id *product, int64_t quantity, struct address to)
{
	struct order_line_new line = {.product = product->s, .quantity = quantity};
	struct order_id id;
	struct order o;
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = &line, .n_lines = 1, .to = to}, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	return o;
}

static inline void made_ready(struct world *w, const struct order *o)
{
	assert_int_equal(DO(w, act, .a = o->id.s, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(DO(w, act, .a = o->id.s, .n = ORDER_EVENT_READY), OK);
}

static inline struct paper paper_about(struct world *w, const struct order *o, int child, enum paper_kind kind)
{
	char id[ID_CHARS + 1];
	struct paper p;
	memset(&p, 0, sizeof p);
	assert_int_equal(paper_of(w->db, o->children[child].id, kind, id), OK);
	assert_true(*id);
	assert_int_equal(paper_find(w->db, id, &p), OK);
	return p;
}

static inline struct address in_kerala(void)
{
	struct address a = home;
	a.city = "Kochi", a.state = "Kerala", a.pin = "682001", a.gstin = "32AAAPA1234A1Z2";
	return a;
}
