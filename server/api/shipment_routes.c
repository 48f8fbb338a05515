/* shipment_routes.c — parcels for the buyer, their maker and the desk: read, ask for a pickup, tell news, track. */
#include <string.h>

#include "base/text.h"
#include "fair/local_time.h"
#include "api/shipment.h"
#include "api/handlers.h"
#include "gate/house.h"
#include "api/idempotent.h"
#include "api/page.h"
#include "api/proof.h"
#include "sessions/notice.h"
#include "trade/card.h"

#define INDIA_ZONE "Asia/Kolkata"

static err_t answer_shipment(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *id)
{
	struct shipment s;
	enum shipment_by by;
	TRY(shipment_find(tx_db(tx), id, &s));
	TRY(api_shipment_by(tx_db(tx), &s, &rq->who.person, &by));
	struct json j = http_reply_json(rp);
	return api_shipment_write(tx_db(tx), &j, &s, by);
}

/* ── those of an order ── */

struct of_order { struct db *db; struct json *j; const struct person *who; err_t err; };

static void each_of_order(void *arg, const struct shipment *s)
{
	struct of_order *o = arg;
	enum shipment_by by;
	if (o->err != OK) return;
	err_t e = api_shipment_by(o->db, s, o->who, &by);
	if (e == OK) o->err = api_shipment_write(o->db, o->j, s, by);
	else if (e != ERR_FORBIDDEN) o->err = e;
}

err_t order_shipments_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct order o;
	struct order_actor a;
	TRY(order_find(tx_db(tx), rq->params[0], &o));
	TRY(order_actor_of(&o, &rq->who.person, &a));
	struct json j = api_items_begin(rp);
	struct of_order each = {.db = tx_db(tx), .j = &j, .who = &rq->who.person};
	TRY(shipment_of_order(tx_db(tx), o.id.s, "", each_of_order, &each));
	TRY(each.err);
	api_items_end(&j);
	return OK;
}

/* ── ask ── */

struct ask_body { int64_t weight_g, length_mm, width_mm, height_mm; char window_from[36], window_until[36]; };
static const struct shape_field ask_fields[] = {
	SHAPE_INT(struct ask_body, weight_g, 1, SHIPMENT_GRAMS_MAX, REQ), SHAPE_INT(struct ask_body, length_mm, 0, SHIPMENT_MM_MAX, OPT),
	SHAPE_INT(struct ask_body, width_mm, 0, SHIPMENT_MM_MAX, OPT),    SHAPE_INT(struct ask_body, height_mm, 0, SHIPMENT_MM_MAX, OPT),
	SHAPE_STR(struct ask_body, window_from, OPT),                     SHAPE_STR(struct ask_body, window_until, OPT),
};
static const struct shape ask_shape = SHAPE("pickup", struct ask_body, ask_fields);

static err_t read_time(struct http_reply *rp, const char *field, const char *text, int64_t *ret_ms)
{
	*ret_ms = 0;
	if (!*text) return OK;
	return local_time_parse(text, INDIA_ZONE, ret_ms) == OK ? OK : http_fault(rp, field, ERR_BAD_FIELD);
}

static err_t ask(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct ask_body b;
	struct shipment s;
	enum shipment_by by;
	const char *field = NULL;
	TRY(shipment_find(tx_db(tx), rq->params[0], &s));
	TRY(api_shipment_by(tx_db(tx), &s, &rq->who.person, &by));
	TRY(api_body(rq, rp, &ask_shape, &b));
	struct parcel p = {.weight_g = b.weight_g, .length_mm = b.length_mm, .width_mm = b.width_mm, .height_mm = b.height_mm};
	TRY(read_time(rp, "window_from", b.window_from, &p.window_from_ms));
	TRY(read_time(rp, "window_until", b.window_until, &p.window_until_ms));
	err_t e = shipment_ask(tx, s.id, &p, &field);
	if (e != OK) return field ? http_fault(rp, field, e) : e;
	return answer_shipment(tx, rq, rp, s.id);
}

err_t shipment_ask_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, ask); }

/* ── news ── */

struct news_body { char state[20], place[61], note[SHIPMENT_TEXT_MAX + 1], photo[65]; };
static const struct shape_field news_fields[] = {
	SHAPE_STR(struct news_body, state, REQ), SHAPE_STR(struct news_body, place, OPT), SHAPE_STR(struct news_body, note, OPT), SHAPE_STR(struct news_body, photo, OPT)};
static const struct shape news_shape = SHAPE("news", struct news_body, news_fields);

static bool photo_is_known(struct db *db, const char *hash)
{
	int64_t n = 0;
	return db_int(db, &n, Q_SHIPMENT_PHOTO_KNOWN, V(hash)) == OK && n == 1;
}

static err_t tell(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct news_body b;
	struct shipment s;
	struct order_id order;
	enum shipment_by by;
	bool moved;
	TRY(shipment_find(tx_db(tx), rq->params[0], &s));
	TRY(api_shipment_by(tx_db(tx), &s, &rq->who.person, &by));
	TRY(api_body(rq, rp, &news_shape, &b));
	enum shipment_state state = shipment_state_parse(b.state);
	if (state == SHIPMENT_STATES) return http_fault(rp, "state", ERR_BAD_FIELD);
	if (*b.photo && !photo_is_known(tx_db(tx), b.photo)) return http_fault(rp, "photo", ERR_BAD_FIELD);
	const struct shipment_news n = {.state = state, .by = by, .at_ms = tx_now_ms(tx), .place = b.place, .note = b.note, .photo = b.photo};
	TRY(shipment_tell(tx, &s, &n, &moved));
	memcpy(order.s, s.orders, sizeof order.s);
	if (moved) TRY(notice_order_changed(tx, rq->house->sessions, &order));
	return answer_shipment(tx, rq, rp, s.id);
}

err_t shipment_news_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, tell); }

/* ── what the logistics partner tells ── */

struct hook_body { char shipment[SHORT_CODE_CHARS + 1], state[20], place[61], note[SHIPMENT_TEXT_MAX + 1], ref[65], photo[PROOF_CHARS_MAX + 1]; int64_t at_ms; };
static const struct shape_field hook_fields[] = {
	SHAPE_STR(struct hook_body, shipment, REQ), SHAPE_STR(struct hook_body, state, REQ), SHAPE_INT(struct hook_body, at_ms, 1, INT64_MAX / 2, REQ),
	SHAPE_STR(struct hook_body, place, OPT),    SHAPE_STR(struct hook_body, note, OPT),  SHAPE_STR(struct hook_body, ref, OPT),
	SHAPE_STR(struct hook_body, photo, OPT),
};
static const struct shape hook_shape = SHAPE("logistics", struct hook_body, hook_fields);

static err_t take_proof(struct tx *tx, const struct house *house, const struct shipment *s, const struct shipment_news *n, const char *base64)
{
	struct proof_of of = {.state = n->state, .at_ms = n->at_ms};
	memcpy(of.shipment, s->id, sizeof of.shipment);
	return proof_take(tx, house, &of, base64);
}

err_t logistics_hook(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct hook_body b;
	struct shipment s;
	struct order_id order;
	char code[SHORT_CODE_CHARS + 1];
	bool moved;
	TRY(api_body(rq, rp, &hook_shape, &b));
	enum shipment_state state = shipment_state_parse(b.state);
	if (state == SHIPMENT_STATES) return http_fault(rp, "state", ERR_BAD_FIELD);
	if (!short_code_clean(b.shipment, code)) return http_fault(rp, "shipment", ERR_BAD_FIELD);
	TRY(shipment_find_by_code(tx_db(tx), code, &s));
	const struct shipment_news n = {.state = state, .by = TOLD_CARRIER, .at_ms = b.at_ms, .place = b.place, .note = b.note, .ref = b.ref};
	TRY(shipment_tell(tx, &s, &n, &moved));
	err_t e = *b.photo ? take_proof(tx, rq->house, &s, &n, b.photo) : OK;
	if (e != OK) return http_fault(rp, "photo", e);
	memcpy(order.s, s.orders, sizeof order.s);
	return moved ? notice_order_changed(tx, rq->house->sessions, &order) : OK;
}

/* ── track ── */

static void each_public(void *arg, const struct shipment_told *t)
{
	struct json *j = arg;
	bool at_a_door = t->state == SHIPMENT_DELIVERED || t->state == SHIPMENT_UNDELIVERED; /* whose place is somebody's home */
	json_obj(j, NULL);
	json_str(j, "state", shipment_state_wire(t->state));
	json_time(j, "at", t->at_ms);
	json_str(j, "place", *t->place && !at_a_door ? t->place : NULL);
	json_obj_end(j);
}

/* Whoever has the code may look; it tells nothing of buyer or door. */
err_t track_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct shipment s;
	char code[SHORT_CODE_CHARS + 1];
	if (!short_code_clean(rq->params[0], code)) return ERR_NOT_FOUND;
	TRY(shipment_find_by_code(tx_db(tx), code, &s));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "code", s.code);
	json_str(&j, "state", shipment_state_wire(s.state));
	json_time(&j, "state_at", s.state_ms);
	json_str(&j, "carrier", s.carrier);
	json_opt(&j, "ref", s.ref);
	card_write_both(&j, "maker", s.maker_en, s.maker_hi);
	card_write_both(&j, "district_name", s.district_en, s.district_hi);
	json_str(&j, "to_country", s.to_country);
	json_time(&j, "window_from", s.parcel.window_from_ms);
	json_time(&j, "window_until", s.parcel.window_until_ms);
	json_arr(&j, "history");
	TRY(shipment_history(tx_db(tx), s.id, each_public, &j));
	json_arr_end(&j);
	json_obj_end(&j);
	return OK;
}
