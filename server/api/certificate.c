/* certificate.c — certificates of origin: the keys, one piece for anyone, doubts, and the desk's decisions. */
#include "api/page.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "base/text.h"
#include "trade/card.h"
#include "trade/doubt.h"

/* ── the keys ── */

static void each_key(void *arg, const struct origin_key_row *k)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "id", k->id);
	json_str(j, "public_key", k->public_key);
	json_time(j, "from_at", k->from_ms);
	json_time(j, "until_at", k->until_ms);
	json_obj_end(j);
}

err_t origin_keys_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_arr(&j, "keys");
	TRY(origin_key_list(tx_db(tx), each_key, &j));
	json_arr_end(&j);
	json_obj_end(&j);
	return OK;
}

/* ── one piece ── */

static err_t find_named(struct tx *tx, const char *name, struct certificate *ret, int64_t *ret_piece)
{
	char code[SHORT_CODE_CHARS + 1];
	if (!certificate_name_read(name, code, ret_piece)) return ERR_NOT_FOUND;
	TRY(certificate_find(tx_db(tx), code, ret));
	return *ret_piece > ret->pieces ? ERR_NOT_FOUND : OK;
}

static void write_moment(struct json *j, const struct certificate *c)
{
	if (!*c->broadcast.s) {
		json_nil(j, "moment");
		return;
	}
	json_obj(j, "moment");
	json_str(j, "broadcast", c->broadcast.s);
	json_int(j, "media_us", c->media_us);
	json_obj_end(j);
}

static void write_claim(struct json *j, const struct certificate *c)
{
	card_write_both(j, "artisan", c->artisan_en, c->artisan_hi);
	json_str(j, "district", c->district);
	card_write_both(j, "district_name", c->district_en, c->district_hi);
	card_write_both(j, "product", c->product_en, c->product_hi);
	json_str(j, "product_slug", c->product_slug);
	json_str(j, "booth_slug", c->booth_slug);
	json_opt(j, "gi_user", c->gi_user);
	write_moment(j, c);
	json_time(j, "issued_at", c->issued_ms);
	json_str(j, "state", c->state);
	json_opt(j, "reason", c->reason);
	json_time(j, "changed_at", c->changed_ms);
}

err_t verify_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct certificate c;
	struct certificate_scans seen = {0};
	int64_t piece;
	TRY(find_named(tx, rq->params[0], &c, &piece));
	TRY(certificate_scan(tx, c.code, piece, rq->who.ip, &seen));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "code", c.code);
	json_int(&j, "piece", piece);
	json_int(&j, "pieces", c.pieces);
	write_claim(&j, &c);
	json_int(&j, "scans", seen.scans);
	json_bool(&j, "often", seen.places >= CERTIFICATE_PLACES_MANY);
	json_time(&j, "first_at", seen.first_ms);
	json_obj_end(&j);
	return OK;
}

/* ── doubts ── */

struct doubt_body { char reason[24], note[DOUBT_NOTE_MAX + 1]; };
static const struct shape_field doubt_fields[] = {SHAPE_STR(struct doubt_body, reason, REQ), SHAPE_STR(struct doubt_body, note, OPT)};
static const struct shape doubt_shape = SHAPE("doubt", struct doubt_body, doubt_fields);

static err_t say_doubt(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct doubt_body b;
	struct certificate c;
	struct doubt d = {0};
	TRY(find_named(tx, rq->params[0], &c, &d.piece));
	TRY(api_body(rq, rp, &doubt_shape, &b));
	text_copy(d.code, sizeof d.code, c.code);
	text_copy(d.person, sizeof d.person, rq->who.person.id.s);
	text_copy(d.reason, sizeof d.reason, b.reason);
	text_copy(d.note, sizeof d.note, b.note);
	err_t e = doubt_new(tx, &d, &d.id);
	if (e != OK) return e == ERR_BAD_FIELD ? http_fault(rp, "reason", e) : e;
	rp->status = 201;
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "id", d.id.s);
	json_obj_end(&j);
	return OK;
}

err_t doubts_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, say_doubt); }

/* ── the desk ── */

static err_t write_doubt(struct db *db, struct json *j, const struct doubt *d)
{
	struct certificate c;
	TRY(certificate_find(db, d->code, &c));
	json_obj(j, NULL);
	json_str(j, "id", d->id.s);
	json_str(j, "code", d->code);
	json_int(j, "piece", d->piece);
	json_str(j, "doubt", d->reason);
	json_opt(j, "note", d->note);
	json_time(j, "at", d->at_ms);
	json_opt(j, "decision", d->decision);
	json_time(j, "decided_at", d->decided_ms);
	write_claim(j, &c);
	json_obj_end(j);
	return OK;
}

static void each_doubt(void *arg, const struct doubt *d)
{
	struct api_page *p = arg;
	if (api_page_row(p, d->id.s)) p->err = write_doubt(p->db, &p->json, d);
}

err_t desk_doubts_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	int64_t open;
	struct api_page p;
	TRY(http_query_int(rq, "open", 0, 1, 0, &open));
	TRY(api_page_begin(&p, db, rq, rp, DOUBT_PAGE_MAX));
	TRY(doubt_list(db, p.cursor, open != 0, p.rows, each_doubt, &p));
	return api_page_end(&p);
}

struct decision_body { char decision[12], note[CERTIFICATE_REASON_MAX + 1]; };
static const struct shape_field decision_fields[] = {SHAPE_STR(struct decision_body, decision, REQ), SHAPE_STR(struct decision_body, note, REQ)};
static const struct shape decision_shape = SHAPE("decision", struct decision_body, decision_fields);

static err_t decide(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct decision_body b;
	struct doubt d;
	TRY(api_body(rq, rp, &decision_shape, &b));
	err_t e = doubt_decide(tx, rq->params[0], b.decision, rq->who.person.id.s, b.note);
	if (e != OK) return e == ERR_BAD_FIELD ? http_fault(rp, "decision", e) : e;
	TRY(doubt_find(tx_db(tx), rq->params[0], &d));
	struct json j = http_reply_json(rp);
	return write_doubt(tx_db(tx), &j, &d);
}

err_t desk_doubt_decision_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, decide); }
