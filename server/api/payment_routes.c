/* payment_routes.c — paying an order: the buyer's ways and references, the payee's and the desk's news, the bank's statement. */
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "api/payment.h"
#include "api/trade.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "sessions/notice.h"
#include "trade/bank_line.h"
#include "trade/pay_gateway.h"
#include "trade/withdrawal.h"

/* ── who may ── */

/* The payee is a seller: then its artisan may say that the money is there. */
static bool is_payee(struct db *db, const struct config *c, const struct payment *p, const struct person *who)
{
	const struct pay_payee fair = api_payment_fair(c);
	struct pay_payee to;
	struct seller s;
	if (who->role != ROLE_ARTISAN || payment_payee(db, p, &fair, &to) != OK || to.fair) return false;
	return seller_find(db, p->seller.s, &s) == OK && *s.booth.s && strcmp(s.booth.s, who->booth.s) == 0;
}

static err_t view_of(struct db *db, const struct http_request *rq, const struct payment *p, enum payment_view *ret)
{
	const struct person *who = &rq->who.person;
	struct order o;
	if (!rq->who.known) return ERR_NOT_SIGNED_IN;
	TRY(order_find(db, p->orders, &o));
	if (strcmp(o.person.s, who->id.s) == 0) *ret = PAYMENT_BUYER;
	else if (role_is_staff(who->role)) *ret = PAYMENT_STAFF;
	else if (is_payee(db, rq->house->config, p, who)) *ret = PAYMENT_PAYEE;
	else return ERR_FORBIDDEN;
	return OK;
}

static err_t find_as(struct tx *tx, struct http_request *rq, struct payment *p, enum payment_view *ret)
{
	TRY(payment_find(tx_db(tx), rq->params[0], p));
	return view_of(tx_db(tx), rq, p, ret);
}

static err_t answer(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *id, enum payment_view view)
{
	struct payment p;
	TRY(payment_find(tx_db(tx), id, &p));
	struct json j = http_reply_json(rp);
	return api_payment_write(tx_db(tx), rq->house->config, &j, &p, view);
}

static err_t changed(struct tx *tx, struct http_request *rq, struct http_reply *rp, const struct payment *p, enum payment_view view)
{
	struct order_id order;
	memcpy(order.s, p->orders, sizeof order.s);
	TRY(notice_order_changed(tx, rq->house->sessions, &order));
	return answer(tx, rq, rp, p->id, view);
}

/* ── the order's payments ── */

err_t order_payments_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct payment ps[PAYMENTS_MAX];
	enum payment_view view;
	int n, shown = 0;
	if (!rq->who.known) return ERR_NOT_SIGNED_IN;
	struct json j = api_items_begin(rp);
	TRY(payment_of_order(tx_db(tx), rq->params[0], ps, &n));
	if (!n) return ERR_NOT_FOUND;
	for (int i = 0; i < n; i++) {
		err_t e = view_of(tx_db(tx), rq, &ps[i], &view);
		if (e == ERR_FORBIDDEN) continue; /* another seller's */
		TRY(e);
		TRY(api_payment_write(tx_db(tx), rq->house->config, &j, &ps[i], view));
		shown++;
	}
	api_items_end(&j);
	return shown ? OK : ERR_FORBIDDEN;
}

/* ── the buyer ── */

struct method_body { char method[9]; };
static const struct shape_field method_fields[] = {SHAPE_STR(struct method_body, method, REQ)};
static const struct shape method_shape = SHAPE("payment-method", struct method_body, method_fields);

static void kick_gateway(void *arg) { pay_gateway_kick(arg); }

static void kick_later(struct tx *tx, struct http_request *rq)
{
	if (rq->house->gateway) tx_effect(tx, &(struct effect){.run = kick_gateway, .arg = rq->house->gateway});
}

static err_t may_pay_at_the_door(struct tx *tx, const struct http_request *rq, const struct payment *p)
{
	bool pays_first;
	TRY(order_buyer_pays_first(tx_db(tx), p->orders, rq->house->config->withdrawals, tx_now_ms(tx), &pays_first));
	return pays_first ? ERR_PAY_FIRST : OK;
}

static err_t choose(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	const struct config *c = rq->house->config;
	const struct pay_payee fair = api_payment_fair(c);
	struct method_body b;
	struct payment p;
	struct pay_payee to;
	enum payment_view view;
	enum pay_method m;
	TRY(find_as(tx, rq, &p, &view));
	if (view != PAYMENT_BUYER) return ERR_FORBIDDEN;
	TRY(api_body(rq, rp, &method_shape, &b));
	TRY(payment_payee(tx_db(tx), &p, &fair, &to));
	if (pay_method_parse(b.method, &m) != OK || !pay_method_open(m, p.amount, p.country, &to, *c->gateway_url, tx_now_ms(tx)))
		return http_fault(rp, "method", ERR_BAD_FIELD);
	if (m == PAY_COD) TRY(may_pay_at_the_door(tx, rq, &p));
	TRY(payment_choose(tx, p.id, m, &(struct payment_news){.source = "buyer", .person = rq->who.person.id.s}));
	kick_later(tx, rq);
	return changed(tx, rq, rp, &p, view);
}

err_t payment_method_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, choose); }

struct reference_body { char reference[PAY_REFERENCE_MAX + 1]; };
static const struct shape_field reference_fields[] = {SHAPE_STR(struct reference_body, reference, REQ)};
static const struct shape reference_shape = SHAPE("payment-reference", struct reference_body, reference_fields);

static err_t claim(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct reference_body b;
	struct payment p;
	enum payment_view view;
	char reference[PAY_REFERENCE_MAX + 1];
	TRY(find_as(tx, rq, &p, &view));
	if (view != PAYMENT_BUYER) return ERR_FORBIDDEN;
	TRY(api_body(rq, rp, &reference_shape, &b));
	if (pay_method_proof(p.method) != PAY_BY_BANK) return ERR_BAD_STATE;
	if (pay_reference(p.method, b.reference, reference) != OK) return http_fault(rp, "reference", ERR_BAD_FIELD);
	TRY(payment_tell(tx, p.id, PAYMENT_EVENT_CLAIM, &(struct payment_news){.source = "buyer", .person = rq->who.person.id.s, .reference = reference}));
	return changed(tx, rq, rp, &p, view);
}

err_t payment_reference_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, claim); }

/* ── the payee and the desk ── */

struct news_body { char event[8], reference[PAY_REFERENCE_MAX + 1]; };
static const struct shape_field news_fields[] = {SHAPE_STR(struct news_body, event, REQ), SHAPE_STR(struct news_body, reference, OPT)};
static const struct shape news_shape = SHAPE("payment-event", struct news_body, news_fields);

/* The gateway gives back what came by it; a reference says that the desk has done so itself. */
static bool by_gateway(const struct http_request *rq, enum payment_event event, const struct payment *p, const struct news_body *b)
{
	return event == PAYMENT_EVENT_REFUND && rq->house->gateway && p->method == PAY_GATEWAY && p->state == PAYMENT_REFUND_DUE && !*b->reference;
}

static err_t tell(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	static const enum payment_event events[] = {PAYMENT_EVENT_PAY, PAYMENT_EVENT_FAIL, PAYMENT_EVENT_REFUND};
	struct news_body b;
	struct payment p;
	enum payment_view view;
	TRY(find_as(tx, rq, &p, &view));
	if (view == PAYMENT_BUYER) return ERR_FORBIDDEN;
	TRY(api_body(rq, rp, &news_shape, &b));
	for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
		if (strcmp(payment_event_wire(events[i]), b.event) != 0) continue;
		const struct payment_news news = {.source = view == PAYMENT_STAFF ? "desk" : "seller", .person = rq->who.person.id.s, .reference = b.reference};
		TRY(by_gateway(rq, events[i], &p, &b) ? payment_give_back(tx, &p, &news) : payment_tell(tx, p.id, events[i], &news));
		kick_later(tx, rq);
		return changed(tx, rq, rp, &p, view);
	}
	return http_fault(rp, "event", ERR_BAD_FIELD);
}

err_t payment_state_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, tell); }

struct payments { struct api_page page; const struct config *config; };

static void each_payment(void *arg, const struct payment *p)
{
	struct payments *all = arg;
	struct api_page *page = &all->page;
	if (api_page_row(page, p->id)) page->err = api_payment_write(page->db, all->config, &page->json, p, PAYMENT_STAFF);
}

err_t desk_payments_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	char state[16];
	struct payments all = {.config = rq->house->config};
	TRY(api_param(rq, rp, "state", state, sizeof state));
	if (*state && payment_state_parse(state) == PAYMENT_STATES) return http_fault(rp, "state", ERR_BAD_FIELD);
	TRY(api_page_begin(&all.page, db, rq, rp, PAYMENT_PAGE_MAX));
	TRY(payment_list(db, &(struct payment_filter){all.page.cursor, state, all.page.rows}, each_payment, &all));
	return api_page_end(&all.page);
}

/* ── the bank's statement ── */

static void each_line(void *arg, const struct bank_line *l)
{
	struct api_page *p = arg;
	struct json *j = &p->json;
	if (!api_page_row(p, l->id)) return;
	json_obj(j, NULL);
	json_str(j, "id", l->id);
	json_time(j, "day", l->day_ms);
	json_money(j, "amount", l->amount_minor, "INR");
	json_opt(j, "reference", l->reference);
	json_str(j, "narration", l->narration);
	json_str(j, "state", l->state);
	json_opt(j, "payment", l->payment);
	json_obj_end(j);
}

err_t desk_bank_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	char state[16];
	struct api_page p;
	TRY(api_param(rq, rp, "state", state, sizeof state));
	if (*state && strcmp(state, "open") && strcmp(state, "matched") && strcmp(state, "aside")) return http_fault(rp, "state", ERR_BAD_FIELD);
	TRY(api_page_begin(&p, db, rq, rp, BANK_PAGE_MAX));
	TRY(bank_line_list(db, &(struct bank_filter){p.cursor, *state ? state : "open", p.rows}, each_line, &p));
	return api_page_end(&p);
}

#define STATEMENT_BYTES 98304 /* BANK_ROWS_MAX rows of about 190 */
struct statement_body { char csv[STATEMENT_BYTES + 1]; };
static const struct shape_field statement_fields[] = {SHAPE_STR(struct statement_body, csv, REQ)};
static const struct shape statement_shape = SHAPE("bank-statement", struct statement_body, statement_fields);

err_t desk_bank_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct statement_body b;
	struct bank_report r;
	TRY(api_body(rq, rp, &statement_shape, &b));
	err_t e = bank_statement_take(tx, b.csv, rq->who.person.id.s, &r);
	if (e != OK && r.fault.line) snprintf(rp->detail, sizeof rp->detail, "Line %d, %s.", r.fault.line, r.fault.column);
	if (e == ERR_MALFORMED || e == ERR_BAD_UTF8) return http_fault(rp, "csv", ERR_BAD_FIELD);
	TRY(e);
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_int(&j, "credits", r.credits);
	json_int(&j, "fresh", r.fresh);
	json_int(&j, "matched", r.matched);
	json_obj_end(&j);
	return OK;
}

struct line_body { char payment[ID_CHARS + 1]; bool aside; };
static const struct shape_field line_fields[] = {SHAPE_ID(struct line_body, payment, OPT), SHAPE_BOOL(struct line_body, aside, OPT)};
static const struct shape line_shape = SHAPE("bank-line", struct line_body, line_fields);

static err_t settle_line(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct line_body b;
	TRY(api_body(rq, rp, &line_shape, &b));
	if (!*b.payment) return bank_line_aside(tx, rq->params[0], b.aside);
	struct payment p;
	err_t e = payment_find(tx_db(tx), b.payment, &p);
	if (e == ERR_NOT_FOUND) return http_fault(rp, "payment", ERR_BAD_FIELD);
	TRY(e);
	TRY(bank_line_match(tx, rq->params[0], p.id, rq->who.person.id.s));
	return changed(tx, rq, rp, &p, PAYMENT_STAFF);
}

err_t desk_bank_line_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, settle_line); }
