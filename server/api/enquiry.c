/* enquiry.c — enquiries: open, list, read, write in the thread. */
#include <string.h>

#include "api/moment.h"
#include "api/trade.h"
#include "api/handlers.h"
#include "gate/house.h"
#include "api/idempotent.h"
#include "sessions/notice.h"

struct enquiry_body {
	char booth[SLUG_MAX + 1], product[ID_CHARS + 1], unit[PRODUCT_UNIT_MAX + 1], country[3], note[ENQUIRY_NOTE_MAX + 1], lang[13];
	char email[PERSON_EMAIL_MAX + 1], name[PERSON_NAME_MAX + 1];
	int64_t quantity;
	bool has_moment;
	struct screen moment;
};
static const struct shape_field enquiry_fields[] = {
	SHAPE_STR(struct enquiry_body, booth, OPT),
	SHAPE_ID(struct enquiry_body, product, OPT),
	SHAPE_INT(struct enquiry_body, quantity, 0, ENQUIRY_QUANTITY_MAX, OPT),
	SHAPE_STR(struct enquiry_body, unit, OPT),
	SHAPE_STR(struct enquiry_body, country, OPT),
	SHAPE_STR(struct enquiry_body, note, OPT),
	SHAPE_STR(struct enquiry_body, lang, OPT),
	SHAPE_STR(struct enquiry_body, email, OPT),
	SHAPE_STR(struct enquiry_body, name, OPT),
	SHAPE_OBJECT(struct enquiry_body, moment, &screen_shape, OPT),
};
static const struct shape enquiry_shape = SHAPE("enquiry", struct enquiry_body, enquiry_fields);

static err_t answer_enquiry(struct tx *tx, struct http_reply *rp, const char *id, bool messages)
{
	struct enquiry e;
	TRY(enquiry_find(tx_db(tx), id, &e));
	struct json j = http_reply_json(rp);
	return api_enquiry_write(tx_db(tx), &j, &e, messages);
}

/* The booth in whose broadcast it happened: the one that is named, else the product's. */
static err_t booth_of(struct tx *tx, const struct enquiry_body *b, struct booth_id *ret)
{
	struct product p;
	if (*b->booth) return api_booth_id(tx_db(tx), b->booth, ret);
	if (!*b->product) return ERR_MISSING_FIELD;
	TRY(product_find(tx_db(tx), b->product, tx_now_ms(tx), &p));
	*ret = p.booth;
	return OK;
}

static err_t open_enquiry(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct enquiry_body b;
	struct booth_id booth;
	struct enquiry_id id;
	TRY(api_body(rq, rp, &enquiry_shape, &b));
	err_t e = booth_of(tx, &b, &booth);
	if (e != OK) return http_fault(rp, e == ERR_NO_PRODUCT ? "product" : "booth", e);
	const struct enquiry_new n = {
		.person = rq->who.person.id.s, .name = b.name, .email = b.email, .booth = booth.s, .product = b.product, .unit = b.unit,
		.country = b.country, .note = b.note, .lang = b.lang, .quantity = b.quantity, .moment = api_moment(rq, booth.s, &b.moment)};
	TRY(enquiry_open(tx, &n, &id, NULL));
	TRY(notice_enquiry_opened(tx, rq->house->sessions, &id));
	api_created(rp, "enquiries", id.s);
	return answer_enquiry(tx, rp, id.s, true);
}

err_t enquiries_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, open_enquiry); }

/* ── read ── */

static void each_enquiry(void *arg, const struct enquiry *e)
{
	struct api_page *p = arg;
	if (api_page_row(p, e->id.s)) p->err = api_enquiry_write(p->db, &p->json, e, false);
}

err_t api_enquiries_page(const struct api_scope *s, const char *state, struct api_page *p)
{
	const struct enquiry_filter f = {.before = p->cursor, .person = s->person, .booth = s->booth, .state = state, .limit = p->rows};
	return enquiry_list(p->db, &f, each_enquiry, p);
}

err_t enquiries_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	char state[12];
	struct api_page page;
	struct api_scope scope;
	TRY(api_param(rq, rp, "state", state, sizeof state));
	if (*state && strcmp(enquiry_state_wire(enquiry_state_parse(state)), state) != 0) return http_fault(rp, "state", ERR_BAD_FIELD);
	TRY(api_page_begin(&page, db, rq, rp, ENQUIRY_PAGE_MAX));
	if (api_scope_of(&rq->who, &scope)) TRY(api_enquiries_page(&scope, state, &page));
	return api_page_end(&page);
}

/* The enquiry of the address, and on which side of it the caller stands. */
static err_t find_mine(struct tx *tx, struct http_request *rq, struct enquiry *ret, enum enquiry_side *ret_side)
{
	TRY(enquiry_find(tx_db(tx), rq->params[0], ret));
	if (!rq->who.known) return ERR_NOT_SIGNED_IN;
	return enquiry_side_of(ret, &rq->who.person, ret_side);
}

err_t enquiry_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct enquiry e;
	enum enquiry_side side;
	TRY(find_mine(tx, rq, &e, &side));
	struct json j = http_reply_json(rp);
	return api_enquiry_write(tx_db(tx), &j, &e, true);
}

/* ── the thread ── */

struct message_body { char text[ENQUIRY_NOTE_MAX + 1], phrase[41], lang[13]; };
static const struct shape_field message_fields[] = {
	SHAPE_STR(struct message_body, text, OPT),
	SHAPE_STR(struct message_body, phrase, OPT),
	SHAPE_STR(struct message_body, lang, OPT),
};
static const struct shape message_shape = SHAPE("message", struct message_body, message_fields);

static void write_message(struct http_reply *rp, const struct message_body *b, const char *id, enum enquiry_side side, int64_t at_ms)
{
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "id", id);
	json_str(&j, "by", enquiry_side_wire(side));
	json_opt(&j, "text", b->text);
	json_opt(&j, "phrase", b->phrase);
	json_opt(&j, "lang", b->lang);
	json_time(&j, "at", at_ms);
	json_obj_end(&j);
	rp->status = 201;
}

static err_t write_in_thread(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct enquiry e;
	enum enquiry_side side;
	struct message_body b;
	char id[ID_CHARS + 1];
	TRY(find_mine(tx, rq, &e, &side));
	TRY(api_body(rq, rp, &message_shape, &b));
	const struct enquiry_words words = {
		.enquiry = e.id.s, .person = rq->who.person.id.s, .text = b.text, .phrase = b.phrase, .lang = b.lang, .side = side};
	TRY(enquiry_write(tx, &words, id, NULL));
	TRY(notice_enquiry_wrote(tx, rq->house->sessions, &e.id));
	write_message(rp, &b, id, side, tx_now_ms(tx));
	return OK;
}

err_t enquiry_messages_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, write_in_thread); }
