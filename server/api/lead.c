/* lead.c — leads: out of an enquiry, or with one in a single commit. */
#include "api/moment.h"
#include "api/trade.h"
#include "api/handlers.h"
#include "gate/house.h"
#include "api/idempotent.h"
#include "sessions/notice.h"

struct price_body { int64_t minor; char currency[4]; };
static const struct shape_field price_fields[] = {
	SHAPE_INT(struct price_body, minor, 1, MONEY_MINOR_MAX, REQ),
	SHAPE_STR(struct price_body, currency, REQ),
};
static const struct shape price_shape = SHAPE("price", struct price_body, price_fields);

/* Both ways share one body; product, booth and moment are only for the second. */
struct lead_body {
	char product[ID_CHARS + 1], booth[SLUG_MAX + 1], unit[PRODUCT_UNIT_MAX + 1], incoterm[4], destination[LEAD_PLACE_MAX + 1];
	char company[LEAD_COMPANY_MAX + 1], note[ENQUIRY_NOTE_MAX + 1];
	int64_t quantity;
	bool has_target_price, has_moment;
	struct price_body target_price;
	struct screen moment;
};
#define LEAD_TERMS \
	SHAPE_INT(struct lead_body, quantity, 1, ENQUIRY_QUANTITY_MAX, REQ), SHAPE_STR(struct lead_body, unit, REQ), \
	SHAPE_OBJECT(struct lead_body, target_price, &price_shape, OPT), SHAPE_STR(struct lead_body, incoterm, REQ), \
	SHAPE_STR(struct lead_body, destination, REQ), SHAPE_STR(struct lead_body, company, OPT), SHAPE_STR(struct lead_body, note, OPT)

static const struct shape_field terms_fields[] = {LEAD_TERMS};
static const struct shape terms_shape = SHAPE("lead-terms", struct lead_body, terms_fields);
static const struct shape_field lead_fields[] = {
	SHAPE_ID(struct lead_body, product, OPT), SHAPE_STR(struct lead_body, booth, OPT), LEAD_TERMS,
	SHAPE_OBJECT(struct lead_body, moment, &screen_shape, OPT),
};
static const struct shape lead_shape = SHAPE("lead", struct lead_body, lead_fields);

static err_t convert(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *enquiry, const struct lead_body *b,
                     bool moves)
{
	struct money target = {0};
	struct lead_id id;
	struct lead l;
	if (b->has_target_price && money_make(b->target_price.minor, b->target_price.currency, &target) != OK)
		return http_fault(rp, "target_price", ERR_BAD_FIELD);
	const struct lead_new n = {.enquiry = enquiry, .unit = b->unit, .incoterm = b->incoterm, .destination = b->destination,
	                           .company = b->company, .note = b->note, .quantity = b->quantity, .target = target};
	TRY(lead_open(tx, &n, &id));
	TRY(notice_lead_opened(tx, rq->house->sessions, &id));
	TRY(lead_find(tx_db(tx), id.s, &l));
	api_created(rp, "leads", id.s);
	struct json j = http_reply_json(rp);
	return api_lead_write(tx_db(tx), &j, &l, moves);
}

static err_t from_enquiry(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct enquiry e;
	enum enquiry_side side;
	struct lead_body b;
	TRY(enquiry_find(tx_db(tx), rq->params[0], &e));
	TRY(enquiry_side_of(&e, &rq->who.person, &side));
	TRY(api_body(rq, rp, &terms_shape, &b));
	return convert(tx, rq, rp, e.id.s, &b, side != ENQUIRY_BUYER);
}

err_t enquiry_lead_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, from_enquiry); }

static err_t with_enquiry(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct lead_body b;
	struct enquiry_id enquiry;
	struct booth_id booth = {0};
	struct product p;
	TRY(api_body(rq, rp, &lead_shape, &b));
	if (!rq->who.person.email_confirmed) return ERR_UNCONFIRMED;
	if (*b.booth) TRY(api_booth_id(tx_db(tx), b.booth, &booth));
	else if (*b.product) {
		TRY(product_find(tx_db(tx), b.product, tx_now_ms(tx), &p));
		booth = p.booth;
	} else return http_fault(rp, "product", ERR_MISSING_FIELD);
	const struct enquiry_new n = {
		.person = rq->who.person.id.s, .booth = booth.s, .product = b.product, .unit = b.unit, .country = rq->who.person.country, .note = b.note,
		.lang = rq->who.person.lang, .quantity = b.quantity, .moment = api_moment(rq, booth.s, &b.moment)};
	TRY(enquiry_open(tx, &n, &enquiry, NULL));
	TRY(notice_enquiry_opened(tx, rq->house->sessions, &enquiry));
	return convert(tx, rq, rp, enquiry.s, &b, false);
}

err_t leads_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, with_enquiry); }

/* ── read ── */

struct leads { struct api_page *page; bool moves; };

static void each_lead(void *arg, const struct lead *l)
{
	const struct leads *all = arg;
	struct api_page *p = all->page;
	if (api_page_row(p, l->id.s)) p->err = api_lead_write(p->db, &p->json, l, all->moves);
}

err_t api_leads_page(const struct api_scope *s, struct api_page *p)
{
	struct leads all = {p, !*s->person};
	const struct lead_filter f = {.before = p->cursor, .person = s->person, .booth = s->booth, .limit = p->rows};
	return lead_list(p->db, &f, each_lead, &all);
}

err_t leads_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct api_page page;
	struct api_scope scope;
	TRY(api_page_begin(&page, db, rq, rp, LEAD_PAGE_MAX));
	if (api_scope_of(&rq->who, &scope)) TRY(api_leads_page(&scope, &page));
	return api_page_end(&page);
}

/* Both sides of a lead are those of its enquiry. */
static err_t find_with_side(struct tx *tx, const struct http_request *rq, struct lead *ret, enum enquiry_side *ret_side)
{
	struct enquiry e;
	TRY(lead_find(tx_db(tx), rq->params[0], ret));
	TRY(enquiry_find(tx_db(tx), ret->enquiry.s, &e));
	return enquiry_side_of(&e, &rq->who.person, ret_side);
}

err_t lead_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct lead l;
	enum enquiry_side side;
	TRY(find_with_side(tx, rq, &l, &side));
	struct json j = http_reply_json(rp);
	return api_lead_write(tx_db(tx), &j, &l, side != ENQUIRY_BUYER);
}

/* ── move ── */

struct event_body { char event[13]; };
static const struct shape_field event_fields[] = {SHAPE_STR(struct event_body, event, REQ)};
static const struct shape event_shape = SHAPE("lead-event", struct event_body, event_fields);

static err_t move(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct event_body b;
	struct lead l;
	enum enquiry_side side;
	enum lead_event event;
	TRY(find_with_side(tx, rq, &l, &side));
	if (side == ENQUIRY_BUYER) return ERR_FORBIDDEN;
	TRY(api_body(rq, rp, &event_shape, &b));
	if (lead_event_parse(b.event, &event) != OK) return http_fault(rp, "event", ERR_BAD_FIELD);
	TRY(lead_act(tx, l.id.s, event));
	TRY(notice_lead_changed(tx, rq->house->sessions, &l.id));
	TRY(lead_find(tx_db(tx), l.id.s, &l));
	struct json j = http_reply_json(rp);
	return api_lead_write(tx_db(tx), &j, &l, true);
}

err_t lead_state_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, move); }
