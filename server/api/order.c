/* order.c — orders: place, list, read, move; and /mine. */
#include "api/moment.h"
#include "api/trade.h"
#include "api/handlers.h"
#include "base/config.h"
#include "gate/house.h"
#include "api/idempotent.h"
#include "sessions/notice.h"

#define MINE_SHOWN 50

static err_t answer_order(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *id)
{
	struct order o;
	TRY(order_find(tx_db(tx), id, &o));
	struct json j = http_reply_json(rp);
	return api_order_write(&j, &o, &rq->who.person);
}

/* ── place ── */

struct line_body { char product[ID_CHARS + 1], variant[ID_CHARS + 1]; int64_t quantity, shown_minor; bool has_moment; struct screen moment; };
static const struct shape_field line_fields[] = {
	SHAPE_ID(struct line_body, product, REQ),
	SHAPE_INT(struct line_body, quantity, 1, PRODUCT_STOCK_MAX, REQ),
	SHAPE_OBJECT(struct line_body, moment, &screen_shape, OPT),
	SHAPE_INT(struct line_body, shown_minor, 0, MONEY_MINOR_MAX, OPT),
	SHAPE_ID(struct line_body, variant, OPT),
};
static const struct shape line_shape = SHAPE("line", struct line_body, line_fields);

struct order_body { size_t n_lines; struct line_body lines[ORDER_LINES_MAX]; bool has_address; struct address_body address; };
static const struct shape_field order_fields[] = {
	SHAPE_LIST(struct order_body, lines, &line_shape, REQ),
	SHAPE_OBJECT(struct order_body, address, &address_shape, REQ),
};
static const struct shape order_shape = SHAPE("order", struct order_body, order_fields);

/* Finds what stood on the screen in each product's booth. */
static err_t make_lines(struct tx *tx, struct http_request *rq, const struct order_body *b, struct order_line_new *ret)
{
	for (size_t i = 0; i < b->n_lines; i++) {
		const struct line_body *l = &b->lines[i];
		struct booth_id booth;
		TRY(product_booth(tx_db(tx), l->product, &booth));
		ret[i] = (struct order_line_new){.product = l->product, .variant = l->variant, .quantity = l->quantity, .shown_minor = l->shown_minor,
		                                 .moment = api_moment(rq, booth.s, &l->moment)};
	}
	return OK;
}

struct buyer_limits api_buyer_limits(const struct http_request *rq)
{
	const struct config *c = rq->house->config;
	return c ? (struct buyer_limits){.unpaid_scarce = c->unpaid_scarce, .withdrawals = c->withdrawals, .scarce_stock = c->scarce_stock} : (struct buyer_limits){0};
}

err_t api_order_placed(struct tx *tx, struct http_request *rq, struct http_reply *rp, const struct order *o)
{
	TRY(notice_order_placed(tx, rq->house->sessions, o));
	api_created(rp, "orders", o->id.s);
	struct json j = http_reply_json(rp);
	return api_order_write(&j, o, &rq->who.person);
}

static err_t place(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct order_body b;
	struct order_line_new lines[ORDER_LINES_MAX];
	struct order_id id;
	struct order o;
	TRY(api_body(rq, rp, &order_shape, &b));
	TRY(api_address_check(rp, &b.address));
	if (!rq->who.person.email_confirmed) return ERR_UNCONFIRMED;
	TRY(make_lines(tx, rq, &b, lines));
	const struct buyer_limits limits = api_buyer_limits(rq);
	const struct order_new n = {.person = rq->who.person.id.s, .lines = lines, .n_lines = b.n_lines, .to = api_address(&b.address), .limits = &limits, .ret_order = &o};
	TRY(order_place(tx, &n, &id));
	return api_order_placed(tx, rq, rp, &o);
}

err_t orders_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, place); }

struct from_body { char variant[ID_CHARS + 1]; int64_t quantity; bool has_address; struct address_body address; };
static const struct shape_field from_fields[] = {
	SHAPE_INT(struct from_body, quantity, 1, PRODUCT_STOCK_MAX, REQ),
	SHAPE_OBJECT(struct from_body, address, &address_shape, REQ),
	SHAPE_ID(struct from_body, variant, OPT),
};
static const struct shape from_shape = SHAPE("order-terms", struct from_body, from_fields);

static err_t place_from(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct from_body b;
	struct enquiry e;
	enum enquiry_side side;
	struct order_id id;
	struct order o;
	TRY(enquiry_find(tx_db(tx), rq->params[0], &e));
	TRY(enquiry_side_of(&e, &rq->who.person, &side));
	TRY(api_body(rq, rp, &from_shape, &b));
	TRY(api_address_check(rp, &b.address));
	const struct address to = api_address(&b.address);
	const struct buyer_limits limits = api_buyer_limits(rq);
	TRY(order_place_from(tx, e.id.s, b.variant, b.quantity, &to, side == ENQUIRY_BUYER ? &limits : NULL, &id));
	TRY(notice_enquiry_changed(tx, rq->house->sessions, &e.id));
	TRY(order_find(tx_db(tx), id.s, &o));
	return api_order_placed(tx, rq, rp, &o);
}

err_t enquiry_order_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, place_from); }

/* ── move ── */

struct event_body { char event[13]; };
static const struct shape_field event_fields[] = {SHAPE_STR(struct event_body, event, REQ)};
static const struct shape event_shape = SHAPE("order-event", struct event_body, event_fields);

static err_t move(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct event_body b;
	struct order o;
	struct order_actor actor;
	enum order_event event;
	TRY(order_find(tx_db(tx), rq->params[0], &o));
	TRY(order_actor_of(&o, &rq->who.person, &actor));
	TRY(api_body(rq, rp, &event_shape, &b));
	if (order_event_parse(b.event, &event) != OK) return http_fault(rp, "event", ERR_BAD_FIELD);
	TRY(order_act(tx, o.id.s, &actor, event));
	TRY(notice_order_changed(tx, rq->house->sessions, &o.id));
	return answer_order(tx, rq, rp, o.id.s);
}

err_t order_state_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, move); }

/* ── read ── */

struct orders { struct api_page *page; const struct person *who; };

static void each_order(void *arg, const struct order *o)
{
	const struct orders *all = arg;
	struct api_page *p = all->page;
	if (api_page_row(p, o->id.s)) p->err = api_order_write(&p->json, o, all->who);
}

static err_t orders_page(const struct api_scope *s, const struct person *who, struct api_page *p)
{
	struct orders all = {p, who};
	const struct order_filter f = {.before = p->cursor, .person = s->person, .booth = s->booth, .limit = p->rows};
	return order_list(p->db, &f, each_order, &all);
}

err_t orders_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct api_page page;
	struct api_scope scope;
	TRY(api_page_begin(&page, db, rq, rp, ORDER_PAGE_MAX));
	if (api_scope_of(&rq->who, &scope)) TRY(orders_page(&scope, &rq->who.person, &page));
	return api_page_end(&page);
}

err_t order_get(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return answer_order(tx, rq, rp, rq->params[0]); }

/* Only the newest; the lists themselves have the rest. */
static void begin_mine(struct api_page *p, const char *name)
{
	p->rows = MINE_SHOWN + 1;
	p->seen = 0;
	json_arr(&p->json, name);
}

err_t mine_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	const struct api_scope own = {.person = rq->who.person.id.s, .booth = ""};
	struct api_page page = {.db = db, .json = http_reply_json(rp)};
	json_obj(&page.json, NULL);
	begin_mine(&page, "enquiries");
	if (rq->who.known) TRY(api_enquiries_page(&own, "", &page));
	json_arr_end(&page.json);
	begin_mine(&page, "leads");
	if (rq->who.known) TRY(api_leads_page(&own, &page));
	json_arr_end(&page.json);
	begin_mine(&page, "orders");
	if (rq->who.known) TRY(orders_page(&own, &rq->who.person, &page));
	json_arr_end(&page.json);
	json_obj_end(&page.json);
	return page.err;
}
