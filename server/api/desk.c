/* desk.c — the desk: the fair, its slots, the register of districts, the tables for spreadsheets. */
#include "api/desk.h"

#include "fair/local_time.h"
#include "api/page.h"
#include "api/booth.h"
#include "api/handlers.h"
#include "gate/house.h"
#include "report/ledger.h"
#include "base/text.h"
#include "trade/card.h"

static const struct shape_field both_fields[] = {SHAPE_STR(struct both_body, en, REQ), SHAPE_STR(struct both_body, hi, REQ)};
const struct shape both_shape = SHAPE("both", struct both_body, both_fields);

/* ── the fair ── */

#define WRITTEN_TIME_MAX 35

struct fair_body { bool has_name; struct both_body name; char begins_at[WRITTEN_TIME_MAX + 1], ends_at[WRITTEN_TIME_MAX + 1], time_zone[FAIR_ZONE_MAX + 1]; };
static const struct shape_field fair_fields[] = {
	SHAPE_OBJECT(struct fair_body, name, &both_shape, REQ),
	SHAPE_STR(struct fair_body, begins_at, REQ),
	SHAPE_STR(struct fair_body, ends_at, REQ),
	SHAPE_STR(struct fair_body, time_zone, REQ),
};
static const struct shape fair_shape = SHAPE("fair", struct fair_body, fair_fields);

static err_t write_fair(struct http_reply *rp, const struct fair *f)
{
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "id", f->id.s);
	card_write_both(&j, "name", f->name_en, f->name_hi);
	json_time(&j, "begins_at", f->begins_ms);
	json_time(&j, "ends_at", f->ends_ms);
	json_str(&j, "time_zone", f->time_zone);
	json_obj_end(&j);
	return OK;
}

/* A local time that does not exist is said to be so: it looks right and is not. */
static err_t read_time(struct http_reply *rp, const char *field, const char *text, const char *zone, int64_t *ret_ms)
{
	if (local_time_parse(text, zone, ret_ms) == OK) return OK;
	text_copy(rp->detail, sizeof rp->detail, "Give a time as 2026-12-01T18:30 in the fair's zone, or with its offset; it must exist there.");
	return http_fault(rp, field, ERR_BAD_FIELD);
}

static err_t read_fair(const struct http_request *rq, struct http_reply *rp, struct fair *ret)
{
	struct fair_body b;
	TRY(api_body(rq, rp, &fair_shape, &b));
	if (!time_zone_known(b.time_zone)) return http_fault(rp, "time_zone", ERR_BAD_FIELD);
	TRY(read_time(rp, "begins_at", b.begins_at, b.time_zone, &ret->begins_ms));
	TRY(read_time(rp, "ends_at", b.ends_at, b.time_zone, &ret->ends_ms));
	if (ret->ends_ms <= ret->begins_ms || ret->ends_ms - ret->begins_ms > FAIR_LASTS_MAX_MS) return http_fault(rp, "ends_at", ERR_BAD_FIELD);
	text_copy(ret->name_en, sizeof ret->name_en, b.name.en);
	text_copy(ret->name_hi, sizeof ret->name_hi, b.name.hi);
	text_copy(ret->time_zone, sizeof ret->time_zone, b.time_zone);
	return OK;
}

err_t desk_fair_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	struct fair f;
	TRY(fair_find_current(tx_db(tx), &f));
	return write_fair(rp, &f);
}

err_t desk_fair_put(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct fair f;
	TRY(fair_find_current(tx_db(tx), &f));
	TRY(read_fair(rq, rp, &f));
	TRY(fair_change(tx, &f));
	return write_fair(rp, &f);
}

err_t desk_fairs_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct fair f = {0};
	TRY(read_fair(rq, rp, &f));
	TRY(fair_new(tx, &f, &f.id));
	rp->status = 201;
	return write_fair(rp, &f);
}

/* ── slots ── */

struct slot_body { char booth[SLUG_MAX + 1], begins_at[WRITTEN_TIME_MAX + 1], ends_at[WRITTEN_TIME_MAX + 1]; };
static const struct shape_field slot_fields[] = {
	SHAPE_STR(struct slot_body, booth, REQ),
	SHAPE_STR(struct slot_body, begins_at, REQ),
	SHAPE_STR(struct slot_body, ends_at, REQ),
};
static const struct shape slot_shape = SHAPE("slot", struct slot_body, slot_fields);

err_t desk_slots_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct slot_body b;
	struct booth_row booth;
	struct fair f;
	struct slot s;
	TRY(api_body(rq, rp, &slot_shape, &b));
	err_t e = id_valid(b.booth) ? booth_row_find(tx_db(tx), b.booth, &booth) : booth_row_find_by_slug(tx_db(tx), b.booth, &booth);
	if (e != OK) return http_fault(rp, "booth", e);
	TRY(fair_find_current(tx_db(tx), &f));
	TRY(read_time(rp, "begins_at", b.begins_at, f.time_zone, &s.begins_ms));
	TRY(read_time(rp, "ends_at", b.ends_at, f.time_zone, &s.ends_ms));
	e = slot_new(tx, booth.id.s, s.begins_ms, s.ends_ms, &s.id);
	if (e != OK) return http_fault(rp, e == ERR_BAD_FIELD ? "ends_at" : "begins_at", e);
	s.booth = booth.id;
	text_copy(s.booth_slug, sizeof s.booth_slug, booth.slug);
	text_copy(s.name_en, sizeof s.name_en, booth.name_en);
	text_copy(s.name_hi, sizeof s.name_hi, booth.name_hi);
	struct json j = http_reply_json(rp);
	api_slot_write(&j, NULL, &s);
	rp->status = 201;
	return OK;
}

err_t desk_slot_delete(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	TRY(slot_delete(tx, rq->params[0]));
	rp->status = 204;
	return OK;
}

/* ── registers and tables ── */

static void each_district(void *arg, const struct district *d) { api_district_write(arg, d); }

err_t desk_districts_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	struct fair f = {0};
	err_t e = fair_find_current(db, &f);
	if (e != OK && e != ERR_NOT_FOUND) return e;
	struct json j = api_items_begin(rp);
	TRY(district_list(db, f.id.s, each_district, &j));
	api_items_end(&j);
	return OK;
}

static void as_download(struct http_reply *rp, const char *disposition)
{
	rp->type = "text/csv; charset=utf-8";
	http_reply_header(rp, "content-disposition", disposition);
	http_reply_header(rp, "cache-control", "no-store");
}

err_t desk_orders_csv_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	as_download(rp, "attachment; filename=\"orders.csv\"");
	return ledger_orders(db, &rp->body);
}

err_t desk_leads_csv_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	as_download(rp, "attachment; filename=\"leads.csv\"");
	return ledger_leads(db, &rp->body);
}
