/* cart.c — the cart, its order, and waiting for what is gone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bucket.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/counters.h"
#include "api/moment.h"
#include "api/place.h"
#include "api/trade.h"
#include "api/handlers.h"
#include "gate/house.h"
#include "api/idempotent.h"
#include "sessions/notice.h"
#include "trade/card.h"
#include "trade/cart.h"
#include "trade/waiting.h"

/* ── read ── */

static void write_variant(struct json *j, const struct variant *v)
{
	if (!*v->id.s) {
		json_nil(j, "variant");
		return;
	}
	json_obj(j, "variant");
	json_str(j, "id", v->id.s);
	card_write_both(j, "name", v->name_en, v->name_hi);
	json_obj_end(j);
}

static void write_line(struct json *j, const struct cart_view *v, size_t i)
{
	const struct bill_line *l = &v->bill.lines[i];
	json_obj(j, NULL);
	card_write(j, "product", &l->product);
	write_variant(j, &l->variant);
	json_int(j, "quantity", l->quantity);
	json_money(j, "price", l->price.minor, l->price.currency);
	json_money(j, "now", v->about[i].now_minor, l->price.currency);
	json_money(j, "total", l->price.minor * l->quantity - l->off_minor, l->price.currency);
	json_int(j, "off_minor", l->off_minor);
	json_opt(j, "funder", funder_wire(l->off_minor ? l->funder : FUNDER_NONE));
	json_int(j, "shown_minor", v->lines[i].shown_minor);
	json_str(j, "state", cart_state_wire(v->about[i].state));
	json_time(j, "held_until", v->about[i].held_ms);
	json_int(j, "free", v->about[i].free);
	json_str(j, "way", sell_way_wire(l->sale.way));
	json_str(j, "reason", sell_reason_wire(l->sale.reason));
	card_write_both(j, "maker", l->product.sellers.maker.name, l->product.sellers.maker.name_hi);
	api_moment_write(j, &v->lines[i].moment);
	json_obj_end(j);
}

static void write_group(struct json *j, const struct cart_view *v, int group)
{
	const struct bill_group *g = &v->bill.groups[group];
	json_obj(j, NULL);
	card_write_both(j, "seller", g->who->name, g->who->name_hi);
	json_str(j, "way", sell_way_wire(g->sale->way));
	json_str(j, "reason", sell_reason_wire(g->sale->reason));
	json_str(j, "paper", g->sale->seller ? sell_paper_wire(g->sale->paper) : NULL);
	api_money_write(j, "goods", &g->goods);
	json_int(j, "off_minor", g->off_minor);
	json_int(j, "shipping_minor", g->shipping_minor);
	json_int(j, "weight_g", g->weight_g);
	api_money_write(j, "total", &g->total);
	json_arr(j, "lines");
	for (size_t i = 0; i < v->bill.n_lines; i++)
		if (v->bill.lines[i].group == group) write_line(j, v, i);
	json_arr_end(j);
	json_obj_end(j);
}

static void write_coupon(struct json *j, const struct bill *b)
{
	if (b->verdict == COUPON_NONE) {
		json_nil(j, "coupon");
		return;
	}
	json_obj(j, "coupon");
	json_str(j, "verdict", coupon_verdict_wire(b->verdict));
	json_str(j, "code", b->verdict == COUPON_UNKNOWN ? NULL : b->coupon.code);
	json_str(j, "funder", b->verdict == COUPON_UNKNOWN ? NULL : funder_wire(b->coupon.funder));
	json_int(j, "min_total_minor", b->verdict == COUPON_MINIMUM ? b->coupon.min_total_minor : 0);
	json_obj_end(j);
}

static void each_waiting(void *arg, const struct waiting *w)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "product", w->product);
	json_opt(j, "variant", w->variant);
	json_str(j, "slug", w->slug);
	card_write_both(j, "name", w->name_en, w->name_hi);
	json_int(j, "quantity", w->quantity);
	json_int(j, "place", w->place);
	json_obj_end(j);
}

static err_t write_cart(struct db *db, struct json *j, const struct cart_view *v, const char *person)
{
	json_obj(j, NULL);
	json_int(j, "count", (int64_t)v->bill.n_lines);
	json_int(j, "withdrawn", v->n_withdrawn);
	json_arr(j, "groups");
	for (int g = 0; g < v->bill.n_groups; g++) write_group(j, v, g);
	json_arr_end(j);
	json_int(j, "off_minor", v->bill.off_minor);
	json_int(j, "shipping_minor", v->bill.shipping_minor);
	api_money_write(j, "total", &v->bill.total);
	write_coupon(j, &v->bill);
	json_arr(j, "waiting");
	TRY(waiting_list(db, person, each_waiting, j));
	json_arr_end(j);
	json_obj_end(j);
	return OK;
}

err_t cart_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	char country[3], coupon[COUPON_CODE_MAX * 2];
	struct sell_to to;
	TRY(api_place(rq, rp, country, &to));
	TRY(api_param(rq, rp, "coupon", coupon, sizeof coupon));
	struct cart_view *v = calloc(1, sizeof *v);
	if (!v) abort();
	const char *person = rq->who.known ? rq->who.person.id.s : "";
	err_t e = cart_view(db, person, &to, coupon, clock_wall_ms(), v);
	struct json j = http_reply_json(rp);
	if (e == OK) e = write_cart(db, &j, v, person);
	free(v);
	return e;
}

/* ── put a line in, change it, take it out ── */

struct line_body { char variant[ID_CHARS + 1]; int64_t quantity, shown_minor; bool has_moment; struct screen moment; };
static const struct shape_field line_fields[] = {
	SHAPE_ID(struct line_body, variant, OPT),
	SHAPE_INT(struct line_body, quantity, 0, PRODUCT_STOCK_MAX, REQ),
	SHAPE_INT(struct line_body, shown_minor, 0, MONEY_MINOR_MAX, OPT),
	SHAPE_OBJECT(struct line_body, moment, &screen_shape, OPT),
};
static const struct shape line_shape = SHAPE("cart-line", struct line_body, line_fields);

/* A stranger costs nothing and holds five things: what is held for strangers is counted by their address as well. Taken after the commit. */
static bool strangers_hold_too_much(const struct http_request *rq)
{
	int64_t wait_ms;
	if (rq->who.signed_in || !rq->house->guest_holds) return false;
	if (buckets_take(rq->house->guest_holds, rq->who.ip, clock_mono_us(), &wait_ms) != OK) return true;
	buckets_give(rq->house->guest_holds, rq->who.ip);
	return false;
}

struct stranger { struct buckets *holds; char ip[sizeof ((struct caller *)0)->ip]; };

static void count_hold(void *arg)
{
	struct stranger *s = arg;
	int64_t wait_ms;
	IGNORE(buckets_take(s->holds, s->ip, clock_mono_us(), &wait_ms)); /* it is held already */
	free(s);
}

static void lose_count(void *arg, err_t e) { (void)e, free(arg); }

static void count_stranger(struct tx *tx, const struct http_request *rq)
{
	if (rq->who.signed_in || !rq->house->guest_holds) return;
	struct stranger *s = calloc(1, sizeof *s);
	if (!s) abort();
	s->holds = rq->house->guest_holds;
	memcpy(s->ip, rq->who.ip, sizeof s->ip);
	tx_effect(tx, &(struct effect){.run = count_hold, .fail = lose_count, .drop = free, .arg = s});
}

static err_t hold_rules_of(struct tx *tx, const struct http_request *rq, struct hold_rules *ret)
{
	const struct config *c = rq->house->config;
	*ret = (struct hold_rules){.lasts_ms = c ? c->hold_min * 60000 : 600000, .scarce_stock = c ? c->scarce_stock : 3};
	TRY(buyer_pays_first(tx_db(tx), rq->who.person.id.s, c ? c->withdrawals : 0, tx_now_ms(tx), &ret->refused));
	ret->refused |= strangers_hold_too_much(rq);
	return OK;
}

static void answer_line(struct http_reply *rp, const struct cart_done *done)
{
	static const char *const words[] = {[HOLD_PLENTY] = "plenty", [HOLD_HELD] = "held", [HOLD_GONE] = "gone", [HOLD_RESTING] = "resting", [HOLD_TOO_MANY] = "too-many"};
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_int(&j, "count", done->count);
	json_str(&j, "hold", words[done->hold]);
	json_time(&j, "held_until", done->held_until_ms);
	json_obj_end(&j);
}

err_t cart_line_put(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct line_body b;
	struct product_id product;
	struct booth_id booth;
	struct cart_done done;
	TRY(api_body(rq, rp, &line_shape, &b));
	if (!id_parse(rq->params[0], product.s)) return ERR_NO_PRODUCT;
	TRY(product_booth(tx_db(tx), product.s, &booth));
	TRY(http_need_person(tx, rq, rp, "", ""));
	const struct cart_item item = {.product = product.s, .variant = b.variant, .quantity = b.quantity, .shown_minor = b.shown_minor,
	                               .moment = api_moment(rq, booth.s, &b.moment)};
	struct hold_rules rules;
	TRY(hold_rules_of(tx, rq, &rules));
	err_t e = cart_put(tx, rq->who.person.id.s, &item, &rules, &done);
	if (e == ERR_MISSING_FIELD) return http_fault(rp, "variant", e); /* it is offered in several */
	if (e == ERR_BAD_FIELD) return http_fault(rp, *b.variant ? "variant" : "quantity", e);
	TRY(e);
	if (done.stock_moved) TRY(notice_stock_changed(tx, rq->house->sessions, &product));
	if (done.stock_moved && done.hold == HOLD_HELD) count_stranger(tx, rq);
	if (rules.refused && done.hold == HOLD_TOO_MANY) counter_add(CTR_HOLDS_REFUSED, 1);
	answer_line(rp, &done);
	return OK;
}

/* ── order ── */

struct order_body { bool has_address; struct address_body address; char coupon[COUPON_CODE_MAX * 2]; int64_t total_minor; };
static const struct shape_field order_fields[] = {
	SHAPE_OBJECT(struct order_body, address, &address_shape, REQ),
	SHAPE_STR(struct order_body, coupon, OPT),
	SHAPE_INT(struct order_body, total_minor, 0, MONEY_MINOR_MAX, OPT),
};
static const struct shape order_shape = SHAPE("cart-order", struct order_body, order_fields);

/* Names the line at fault by its place in the cart. */
static err_t fault_of(struct http_reply *rp, int line, err_t e)
{
	if (e == ERR_COUPON) return http_fault(rp, "coupon", e);
	if (line < 0) return e;
	snprintf(rp->field_text, sizeof rp->field_text, "lines[%d]", line);
	return http_fault(rp, rp->field_text, e);
}

static err_t order_cart(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct order_body b;
	struct order_id id;
	struct order o;
	int line = -1;
	TRY(api_body(rq, rp, &order_shape, &b));
	TRY(api_address_check(rp, &b.address));
	if (!rq->who.person.email_confirmed) return ERR_UNCONFIRMED;
	const struct buyer_limits limits = api_buyer_limits(rq);
	const struct cart_order c = {.person = rq->who.person.id.s, .coupon = b.coupon, .to = api_address(&b.address), .total_minor = b.total_minor, .limits = &limits,
	                             .ret_order = &o};
	err_t e = cart_order(tx, &c, &line, &id);
	if (e != OK) return fault_of(rp, line, e);
	return api_order_placed(tx, rq, rp, &o);
}

err_t cart_order_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, order_cart); }

/* ── wait ── */

struct waiting_body { char product[ID_CHARS + 1], variant[ID_CHARS + 1]; int64_t quantity; };
static const struct shape_field waiting_fields[] = {
	SHAPE_ID(struct waiting_body, product, REQ),
	SHAPE_ID(struct waiting_body, variant, OPT),
	SHAPE_INT(struct waiting_body, quantity, 1, PRODUCT_STOCK_MAX, REQ),
};
static const struct shape waiting_shape = SHAPE("waiting", struct waiting_body, waiting_fields);

static err_t wait(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct waiting_body b;
	TRY(api_body(rq, rp, &waiting_shape, &b));
	TRY(waiting_join(tx, rq->who.person.id.s, b.product, b.variant, b.quantity));
	rp->status = 201;
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_arr(&j, "waiting");
	TRY(waiting_list(tx_db(tx), rq->who.person.id.s, each_waiting, &j));
	json_arr_end(&j);
	json_obj_end(&j);
	return OK;
}

err_t waiting_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, wait); }

err_t waiting_delete(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	char variant[ID_CHARS + 1];
	TRY(api_param(rq, rp, "variant", variant, sizeof variant));
	if (rq->who.known) TRY(waiting_leave(tx, rq->who.person.id.s, rq->params[0], variant));
	rp->status = 204;
	return OK;
}
