/* api_label.c — what is printed: a parcel's label with the certificates of its pieces, and the manifest of a pickup run. */
#include <stdio.h>
#include <string.h>

#include "gate/api_shipment.h"
#include "gate/handlers.h"
#include "gate/house.h"
#include "gate/idempotent.h"
#include "gate/qr_svg.h"
#include "trade/card.h"
#include "trade/certificate.h"

#define LABEL_PIECES_MAX 12 /* QR codes in one answer */
#define RUN_PARCELS_MAX 60

static err_t write_qr(struct json *j, const char *url)
{
	struct buf svg;
	buf_init(&svg);
	err_t e = qr_svg(url, &svg);
	if (e == OK) json_str(j, "qr_svg", svg.data);
	buf_fini(&svg);
	return e;
}

/* ── pieces ── */

struct labelling { struct db *db; struct json *j; const struct house *house; int64_t from, seen, written; err_t err; };

static err_t write_piece(struct labelling *l, const struct certificate *c, int64_t piece)
{
	char token[ORIGIN_TOKEN_CHARS + 1], name[CERTIFICATE_NAME_CHARS + 32], url[sizeof l->house->origin + sizeof name + ORIGIN_TOKEN_CHARS + 16];
	TRY(certificate_token(c, piece, l->house->origin_key, token));
	snprintf(name, sizeof name, "%s-%lld", c->code, (long long)piece);
	/* behind '#', so that it is checked without a server, and goes into no log */
	snprintf(url, sizeof url, "%s/verify/%s#%s", l->house->origin, name, token);
	json_obj(l->j, NULL);
	json_str(l->j, "code", name);
	json_str(l->j, "url", url);
	card_write_both(l->j, "product", c->product_en, c->product_hi);
	card_write_both(l->j, "artisan", c->artisan_en, c->artisan_hi);
	card_write_both(l->j, "district_name", c->district_en, c->district_hi);
	json_str(l->j, "gi_user", *c->gi_user ? c->gi_user : NULL);
	err_t e = write_qr(l->j, url);
	json_obj_end(l->j);
	return e;
}

static void each_certificate(void *arg, const char *code)
{
	struct labelling *l = arg;
	struct certificate c;
	if (l->err != OK) return;
	l->err = certificate_find(l->db, code, &c);
	for (int64_t piece = 1; l->err == OK && piece <= c.pieces; piece++) {
		int64_t place = l->seen + piece;
		if (place < l->from || l->written == LABEL_PIECES_MAX) continue;
		l->err = write_piece(l, &c, piece);
		l->written++;
		if (l->written == LABEL_PIECES_MAX) break;
	}
	l->seen += c.pieces;
}

struct codes { char code[ORDER_LINES_MAX][SHORT_CODE_CHARS + 1]; int n; };
static void keep_code(void *arg, const char *code)
{
	struct codes *c = arg;
	if (c->n < ORDER_LINES_MAX) memcpy(c->code[c->n++], code, SHORT_CODE_CHARS + 1);
}

static err_t write_pieces(struct tx *tx, struct json *j, const struct house *house, const struct shipment *s, int64_t from)
{
	struct labelling l = {.db = tx_db(tx), .j = j, .house = house, .from = from};
	struct codes codes = {.n = 0};
	TRY(certificate_of_child(tx_db(tx), s->child, s->maker, keep_code, &codes));
	json_arr(j, "pieces");
	for (int i = 0; i < codes.n; i++) each_certificate(&l, codes.code[i]);
	json_arr_end(j);
	json_int(j, "pieces_total", l.seen);
	return l.err;
}

/* ── the label ── */

static err_t write_tracking(struct json *j, const struct house *house, const char *code)
{
	char url[sizeof house->origin + SHORT_CODE_CHARS + 16];
	snprintf(url, sizeof url, "%s/track/%s", house->origin, code);
	json_obj(j, "tracking");
	json_str(j, "url", url);
	err_t e = write_qr(j, url);
	json_obj_end(j);
	return e;
}

err_t shipment_label_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct shipment s;
	struct order o;
	enum shipment_by by;
	int64_t from;
	if (!rq->house->origin_key) return ERR_UNAVAILABLE;
	TRY(http_query_int(rq, "from", 1, PRODUCT_STOCK_MAX, 1, &from));
	TRY(shipment_find(tx_db(tx), rq->params[0], &s));
	TRY(api_shipment_by(tx_db(tx), &s, &rq->who.person, &by));
	if (by == TOLD_NOBODY) return ERR_FORBIDDEN; /* the pieces' codes belong on the goods */
	TRY(order_find(tx_db(tx), s.orders, &o));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "code", s.code);
	json_str(&j, "number", s.number);
	json_str(&j, "ref", *s.ref ? s.ref : NULL);
	json_int(&j, "weight_g", s.parcel.weight_g);
	TRY(api_shipment_places(tx_db(tx), &j, &s, &o));
	TRY(write_tracking(&j, rq->house, s.code));
	TRY(write_pieces(tx, &j, rq->house, &s, from));
	json_obj_end(&j);
	http_reply_header(rp, "cache-control", "no-store");
	return OK;
}

/* ── pickup runs ── */

struct run_parcel { char id[ID_CHARS + 1]; };
static const struct shape_field parcel_fields[] = {SHAPE_ID(struct run_parcel, id, REQ)};
static const struct shape parcel_shape = SHAPE("parcel", struct run_parcel, parcel_fields);
struct run_body { struct run_parcel shipments[RUN_PARCELS_MAX]; size_t n_shipments; };
static const struct shape_field run_fields[] = {SHAPE_LIST(struct run_body, shipments, &parcel_shape, REQ)};
static const struct shape run_shape = SHAPE("pickup-run", struct run_body, run_fields);

struct manifest { struct db *db; struct json *j; int64_t parcels; err_t err; };

static err_t write_stop(struct manifest *m, const struct shipment *s)
{
	struct order o;
	TRY(order_find(m->db, s->orders, &o));
	json_obj(m->j, NULL);
	json_str(m->j, "id", s->id);
	json_str(m->j, "code", s->code);
	json_str(m->j, "number", s->number);
	json_str(m->j, "state", shipment_state_wire(s->state));
	card_write_both(m->j, "maker", s->maker_en, s->maker_hi);
	json_int(m->j, "weight_g", s->parcel.weight_g);
	json_time(m->j, "window_from", s->parcel.window_from_ms);
	json_time(m->j, "window_until", s->parcel.window_until_ms);
	TRY(api_shipment_places(m->db, m->j, s, &o));
	json_obj_end(m->j);
	return OK;
}

static void each_stop(void *arg, const struct shipment *s)
{
	struct manifest *m = arg;
	if (m->err != OK) return;
	m->parcels++;
	m->err = write_stop(m, s);
}

static err_t answer_run(struct tx *tx, struct http_reply *rp, const char *run)
{
	struct json j = http_reply_json(rp);
	struct manifest m = {.db = tx_db(tx), .j = &j};
	json_obj(&j, NULL);
	json_str(&j, "id", run);
	json_arr(&j, "stops");
	TRY(shipment_of_run(tx_db(tx), run, each_stop, &m));
	TRY(m.err);
	json_arr_end(&j);
	json_int(&j, "parcels", m.parcels);
	json_obj_end(&j);
	return m.parcels ? OK : ERR_NOT_FOUND;
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
err_t desk_pickup_run_get(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return answer_run(tx, rp, rq->params[0]); }
