/* tax.c — rates of tax that were entered, headings that have none, and where a seller has its place of business. */
#include <string.h>

#include "base/text.h"
#include "api/scope.h"
#include "api/api.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "trade/india_day.h"
#include "trade/seller.h"
#include "trade/seller_place.h"
#include "trade/tax.h"
#include "trade/tax_rate.h"

#define HEADINGS_MAX 200

static err_t own_seller(struct db *db, const struct http_request *rq, struct seller *ret) { return seller_find_by_booth(db, rq->who.person.booth.s, ret); }

static void write_rate(void *arg, const struct tax_rate *r)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "hsn", r->hsn);
	json_time(j, "from", r->from_ms);
	json_int(j, "upto_minor", r->upto_minor);
	json_int(j, "bps", r->bps);
	json_str(j, "proof", r->proof);
	json_obj_end(j);
}

/* Headings of goods on sale for which no rate is known today. */
static err_t write_missing(struct db *db, struct json *j, const char *seller, int64_t now_ms)
{
	struct { char hsn[40], seller[ID_CHARS + 1]; } found[HEADINGS_MAX];
	struct rows r;
	int n = 0;
	db_query(db, &r, Q_TAX_HEADINGS, V(seller), V(HEADINGS_MAX));
	for (; n < HEADINGS_MAX && rows_next(&r); n++) {
		rows_copy(&r, 0, found[n].hsn, sizeof found[n].hsn);
		rows_copy(&r, 1, found[n].seller, sizeof found[n].seller);
	}
	TRY(rows_end(&r));
	json_arr(j, "missing");
	for (int i = 0; i < n; i++) {
		struct tax_rate rate;
		if (i && strcmp(found[i].hsn, found[i - 1].hsn) == 0) continue;
		err_t e = tax_rate_find(db, found[i].seller, found[i].hsn, now_ms, 1, &rate);
		if (e == ERR_NO_RATE) json_str(j, NULL, found[i].hsn);
		else if (e != OK) return e;
	}
	json_arr_end(j);
	return OK;
}

static err_t write_rates(struct db *db, struct json *j, const char *seller, int64_t now_ms)
{
	json_arr(j, "rates");
	TRY(tax_rate_list(db, seller, write_rate, j));
	json_arr_end(j);
	return write_missing(db, j, seller, now_ms);
}

static err_t write_place(struct db *db, struct json *j, const char *seller)
{
	struct seller_place p;
	TRY(seller_place_find(db, seller, &p));
	json_obj(j, "place");
	json_str(j, "line1", p.line1);
	json_str(j, "line2", p.line2);
	json_str(j, "city", p.city);
	json_str(j, "pin", p.pin);
	json_str(j, "ad_code", p.ad_code);
	json_obj_end(j);
	return OK;
}

err_t studio_tax_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(own_seller(tx_db(tx), rq, &s));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	TRY(write_place(tx_db(tx), &j, s.id.s));
	TRY(write_rates(tx_db(tx), &j, s.id.s, tx_now_ms(tx)));
	json_obj_end(&j);
	return OK;
}

err_t desk_tax_rates_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	TRY(write_rates(tx_db(tx), &j, "", tx_now_ms(tx)));
	json_obj_end(&j);
	return OK;
}

/* ── enter ── */

struct rate_body { char hsn[TAX_HSN_CHARS + 1], from[11], proof[TAX_PROOF_MAX + 1]; int64_t bps, upto_minor; };
static const struct shape_field rate_fields[] = {
	SHAPE_STR(struct rate_body, hsn, REQ), SHAPE_STR(struct rate_body, from, REQ), SHAPE_INT(struct rate_body, bps, 0, TAX_BPS_MAX, REQ),
	SHAPE_INT(struct rate_body, upto_minor, 0, MONEY_MINOR_MAX, OPT), SHAPE_STR(struct rate_body, proof, REQ),
};
static const struct shape rate_shape = SHAPE("tax-rate", struct rate_body, rate_fields);

static err_t put_rate(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *seller)
{
	struct rate_body b;
	struct tax_rate r = {0};
	TRY(api_body(rq, rp, &rate_shape, &b));
	if (india_day_parse(b.from, &r.from_ms) != OK) return http_fault(rp, "from", ERR_BAD_FIELD);
	r.bps = b.bps;
	r.upto_minor = b.upto_minor;
	text_copy(r.hsn, sizeof r.hsn, b.hsn);
	text_copy(r.proof, sizeof r.proof, b.proof);
	text_copy(r.seller, sizeof r.seller, seller);
	err_t e = tax_rate_put(tx, &r, rq->who.person.id.s);
	if (e == ERR_BAD_FIELD) return http_fault(rp, "hsn", e);
	TRY(e);
	rp->status = 201;
	struct json j = http_reply_json(rp);
	write_rate(&j, &r);
	return OK;
}

static err_t put_own_rate(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(own_seller(tx_db(tx), rq, &s));
	return put_rate(tx, rq, rp, s.id.s);
}
static err_t put_everyones_rate(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return put_rate(tx, rq, rp, ""); }

err_t studio_tax_rates_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, put_own_rate); }
err_t desk_tax_rates_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, put_everyones_rate); }

static const struct shape_field place_fields[] = {
	SHAPE_STR(struct seller_place, line1, REQ), SHAPE_STR(struct seller_place, line2, OPT), SHAPE_STR(struct seller_place, city, REQ),
	SHAPE_STR(struct seller_place, pin, REQ), SHAPE_STR(struct seller_place, ad_code, OPT),
};
static const struct shape place_shape = SHAPE("seller-place", struct seller_place, place_fields);

static err_t put_place(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *seller)
{
	struct seller_place p;
	TRY(api_body(rq, rp, &place_shape, &p));
	err_t e = seller_place_put(tx, seller, &p, rq->who.person.id.s);
	if (e == ERR_BAD_FIELD) return http_fault(rp, "pin", e);
	TRY(e);
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	TRY(write_place(tx_db(tx), &j, seller));
	json_obj_end(&j);
	return OK;
}

err_t studio_place_put(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(own_seller(tx_db(tx), rq, &s));
	return put_place(tx, rq, rp, s.id.s);
}
err_t desk_place_put(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return put_place(tx, rq, rp, rq->params[0]); }
