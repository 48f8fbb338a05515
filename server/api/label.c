/* label.c — what is printed: a parcel's label with the certificates of its pieces, and the manifest of a pickup run; as data and as PDF. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/look.h"
#include "api/shipment.h"
#include "api/handlers.h"
#include "gate/house.h"
#include "api/idempotent.h"
#include "api/press.h"
#include "api/qr_svg.h"
#include "trade/card.h"
#include "trade/parcel_sheet.h"

#define LABEL_PIECES_AT_ONCE 12 /* QR codes in one answer */

static void *allocate(size_t size)
{
	void *p = calloc(1, size);
	if (!p) abort();
	return p;
}

static err_t write_qr(struct json *j, const char *url)
{
	struct buf svg;
	buf_init(&svg);
	err_t e = qr_svg(url, &svg);
	if (e == OK) json_str(j, "qr_svg", svg.data);
	buf_fini(&svg);
	return e;
}

static void write_address(struct json *j, const char *key, bool has, const struct parcel_address *a)
{
	if (!has) {
		json_nil(j, key);
		return;
	}
	json_obj(j, key);
	json_str(j, "name", a->name);
	json_str(j, "phone", a->phone);
	json_str(j, "line1", a->line1);
	json_opt(j, "line2", a->line2);
	json_str(j, "city", a->city);
	json_str(j, "state", a->state);
	json_str(j, "pin", a->pin);
	json_str(j, "country", a->country);
	json_obj_end(j);
}

/* ── the label ── */

static err_t write_piece(struct json *j, const struct label_piece *p)
{
	json_obj(j, NULL);
	json_str(j, "code", p->code);
	json_str(j, "url", p->url);
	card_write_both(j, "product", p->product_en, p->product_hi);
	card_write_both(j, "artisan", p->artisan_en, p->artisan_hi);
	card_write_both(j, "district_name", p->district_en, p->district_hi);
	json_opt(j, "gi_user", p->gi_user);
	err_t e = write_qr(j, p->url);
	json_obj_end(j);
	return e;
}

static err_t write_label(struct json *j, const struct parcel_label *l)
{
	json_obj(j, NULL);
	json_str(j, "code", l->code);
	json_str(j, "number", l->number);
	json_opt(j, "ref", l->ref);
	json_int(j, "weight_g", l->weight_g);
	json_money(j, "collect", l->collect_minor, "INR");
	write_address(j, "from", l->has_from, &l->from);
	write_address(j, "to", l->has_to, &l->to);
	json_obj(j, "tracking");
	json_str(j, "url", l->tracking);
	TRY(write_qr(j, l->tracking));
	json_obj_end(j);
	json_arr(j, "pieces");
	for (size_t i = 0; i < l->n_pieces; i++) TRY(write_piece(j, &l->pieces[i]));
	json_arr_end(j);
	json_int(j, "pieces_total", l->pieces_total);
	json_obj_end(j);
	return OK;
}

/* The pieces' codes belong on the goods: they are for the maker and the desk. */
static err_t make_label(struct tx *tx, struct http_request *rq, size_t most, struct parcel_label *ret)
{
	struct shipment s;
	enum shipment_by by;
	int64_t from;
	if (!rq->house->origin_key) return ERR_UNAVAILABLE;
	TRY(http_query_int(rq, "from", 1, PRODUCT_STOCK_MAX, 1, &from));
	TRY(shipment_find(tx_db(tx), rq->params[0], &s));
	TRY(api_shipment_by(tx_db(tx), &s, &rq->who.person, &by));
	if (by == TOLD_NOBODY) return ERR_FORBIDDEN;
	TRY(api_look_printed(tx, rq, LOOK_LABEL, s.id));
	return parcel_label_make(tx_db(tx), &s, &(struct label_wish){rq->house->origin, rq->house->origin_key, from, most}, ret);
}

err_t shipment_label_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct parcel_label *l = allocate(sizeof *l);
	err_t e = make_label(tx, rq, LABEL_PIECES_AT_ONCE, l);
	if (e == OK) {
		struct json j = http_reply_json(rp);
		e = write_label(&j, l);
		http_reply_header(rp, "cache-control", "no-store");
	}
	free(l);
	return e;
}

err_t shipment_label_pdf_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	char name[40];
	struct parcel_label *l = allocate(sizeof *l);
	(void)rp;
	err_t e = make_label(tx, rq, LABEL_PIECES_MAX, l);
	snprintf(name, sizeof name, "label-%.20s", l->code);
	if (e == OK) e = press_answer(tx, rq, "parcel", &parcel_label_shape, l, name);
	free(l);
	return e;
}

/* ── pickup runs ── */

struct run_parcel { char id[ID_CHARS + 1]; };
static const struct shape_field parcel_fields[] = {SHAPE_ID(struct run_parcel, id, REQ)};
static const struct shape parcel_shape = SHAPE("parcel", struct run_parcel, parcel_fields);
struct run_body { struct run_parcel shipments[RUN_PARCELS_MAX]; size_t n_shipments; };
static const struct shape_field run_fields[] = {SHAPE_LIST(struct run_body, shipments, &parcel_shape, REQ)};
static const struct shape run_shape = SHAPE("pickup-run", struct run_body, run_fields);

static void write_stop(struct json *j, const struct run_stop *s)
{
	json_obj(j, NULL);
	json_str(j, "id", s->id);
	json_str(j, "code", s->code);
	json_str(j, "number", s->number);
	json_str(j, "state", s->state);
	card_write_both(j, "maker", s->maker_en, s->maker_hi);
	json_int(j, "weight_g", s->weight_g);
	json_time(j, "window_from", s->window_from_ms);
	json_time(j, "window_until", s->window_until_ms);
	json_money(j, "collect", s->collect_minor, "INR");
	write_address(j, "from", s->has_from, &s->from);
	write_address(j, "to", s->has_to, &s->to);
	json_obj_end(j);
}

static err_t make_run(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct run_body b;
	char run[ID_CHARS + 1];
	TRY(api_body(rq, rp, &run_shape, &b));
	_Static_assert(sizeof(struct run_parcel) == ID_CHARS + 1, "a list of bodies is a list of ids");
	TRY(shipment_run(tx, (const char (*)[ID_CHARS + 1])b.shipments, b.n_shipments, run));
	rp->status = 201;
	struct json j = http_reply_json(rp); /* without the addresses: what a POST answers is kept for its retries */
	json_obj(&j, NULL);
	json_str(&j, "id", run);
	json_int(&j, "parcels", (int64_t)b.n_shipments);
	json_obj_end(&j);
	return OK;
}

err_t desk_pickup_runs_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, make_run); }

err_t desk_pickup_run_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct run_manifest *m = allocate(sizeof *m);
	err_t e = run_manifest_make(tx_db(tx), rq->params[0], tx_now_ms(tx), m);
	if (e == OK) e = api_look_printed(tx, rq, LOOK_MANIFEST, m->id);
	if (e == OK) {
		struct json j = http_reply_json(rp);
		json_obj(&j, NULL);
		json_str(&j, "id", m->id);
		json_arr(&j, "stops");
		for (size_t i = 0; i < m->n_stops; i++) write_stop(&j, &m->stops[i]);
		json_arr_end(&j);
		json_int(&j, "parcels", (int64_t)m->n_stops);
		json_obj_end(&j);
	}
	free(m);
	return e;
}

err_t desk_manifest_pdf_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct run_manifest *m = allocate(sizeof *m);
	(void)rp;
	err_t e = run_manifest_make(tx_db(tx), rq->params[0], tx_now_ms(tx), m);
	if (e == OK) e = api_look_printed(tx, rq, LOOK_MANIFEST, m->id);
	if (e == OK) e = press_answer(tx, rq, "manifest", &run_manifest_shape, m, "manifest");
	free(m);
	return e;
}
