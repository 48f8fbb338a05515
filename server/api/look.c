/* look.c — POST /desk/looks: contact data in clear, for a reason, written down first; GET /desk/looks: who looked. */
#include "api/look.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/handlers.h"
#include "api/page.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/text.h"
#include "gate/house.h"
#include "trade/lead.h"
#include "trade/order.h"
#include "trade/pickup_place.h"
#include "trade/seller.h"

struct look_limits api_look_limits(const struct http_request *rq)
{
	return (struct look_limits){rq->house->config->looks_alert, rq->house->config->looks_max};
}

err_t api_look_printed(struct tx *tx, const struct http_request *rq, enum look_kind kind, const char *subject)
{
	if (rq->who.person.role != ROLE_ORGANIZER) return OK;
	return look_add(tx, &(struct look){.person = rq->who.person.id.s, .kind = kind, .subject = subject, .whose = "", .task = "", .reason = LOOK_FOR_PRINT},
	                api_look_limits(rq), NULL);
}

/* ── in clear ── */

/* Writes the members of "contact", and whose they are. */
typedef err_t show_fn(struct db *db, struct json *j, const char *id, struct person_id *ret_whose);

static err_t show_order(struct db *db, struct json *j, const char *id, struct person_id *ret_whose)
{
	struct order o;
	TRY(order_find(db, id, &o));
	*ret_whose = o.person;
	json_str(j, "name", o.to_name);
	json_str(j, "phone", o.to_phone);
	json_str(j, "line1", o.to_line1);
	json_opt(j, "line2", o.to_line2);
	return OK;
}

static err_t show_lead(struct db *db, struct json *j, const char *id, struct person_id *ret_whose)
{
	struct rows r;
	db_query(db, &r, Q_LOOK_LEAD, V(id));
	bool found = rows_next(&r);
	if (found) {
		json_str(j, "name", rows_text(&r, 0));
		json_opt(j, "email", rows_text(&r, 1));
		rows_copy(&r, 2, ret_whose->s, sizeof ret_whose->s);
	}
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

static err_t show_seller(struct db *db, struct json *j, const char *id, struct person_id *ret_whose)
{
	struct seller s;
	struct seller_form f;
	(void)ret_whose; /* a seller's, not one person's */
	TRY(seller_find(db, id, &s));
	TRY(seller_form_find(db, id, &f));
	json_str(j, "name", s.name);
	json_opt(j, "phone", f.phone);
	json_opt(j, "pehchan", f.pehchan);
	json_opt(j, "pan", f.pan);
	json_opt(j, "ifsc", f.ifsc);
	json_opt(j, "account", f.account);
	json_opt(j, "upi", f.upi);
	return OK;
}

static err_t show_pickup(struct db *db, struct json *j, const char *id, struct person_id *ret_whose)
{
	struct pickup_place p;
	(void)ret_whose;
	TRY(pickup_place_find(db, id, &p));
	json_str(j, "name", p.name);
	json_str(j, "phone", p.phone);
	json_str(j, "line1", p.line1);
	json_opt(j, "line2", p.line2);
	return OK;
}

/* What is missing here is shown by nobody's wish. */
static show_fn *const shows[LOOKS] = {[LOOK_ORDER] = show_order, [LOOK_LEAD] = show_lead, [LOOK_SELLER] = show_seller, [LOOK_PICKUP] = show_pickup};

struct look_body { char kind[16], id[ID_CHARS + 1], reason[16], task[ID_CHARS + 1]; };
static const struct shape_field look_fields[] = {
	SHAPE_STR(struct look_body, kind, REQ), SHAPE_ID(struct look_body, id, REQ), SHAPE_STR(struct look_body, reason, REQ), SHAPE_ID(struct look_body, task, OPT)};
static const struct shape look_shape = SHAPE("look", struct look_body, look_fields);

/* Without an Idempotency-Key: its answer would be kept with what it shows. A retry is one look more. */
err_t desk_looks_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct look_body b;
	struct person_id whose = {0};
	struct look l = {.person = rq->who.person.id.s};
	struct look_limits limits = api_look_limits(rq);
	int64_t today = 0;
	TRY(api_body(rq, rp, &look_shape, &b));
	l.kind = look_kind_parse(b.kind);
	if (l.kind == LOOKS || !shows[l.kind]) return http_fault(rp, "kind", ERR_BAD_FIELD);
	if (look_reason_parse(b.reason, &l.reason) != OK) return http_fault(rp, "reason", ERR_BAD_FIELD);
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_obj(&j, "contact");
	TRY(shows[l.kind](tx_db(tx), &j, b.id, &whose));
	json_obj_end(&j);
	l.subject = b.id;
	l.whose = whose.s;
	l.task = b.task;
	rp->retry_after_s = 3600;
	TRY(look_add(tx, &l, limits, &today));
	json_int(&j, "today", today);
	json_int(&j, "alert", limits.alert);
	json_int(&j, "most", limits.most);
	json_obj_end(&j);
	return OK;
}

/* ── the log ── */

static void each_look(void *arg, const struct look_row *l)
{
	struct api_page *p = arg;
	char key[24];
	snprintf(key, sizeof key, "%lld", (long long)l->n);
	if (!api_page_row(p, key)) return;
	struct json *j = &p->json;
	json_obj(j, NULL);
	json_int(j, "n", l->n);
	json_str(j, "person", l->person);
	json_str(j, "by", l->name);
	json_str(j, "kind", l->kind);
	json_str(j, "id", l->subject);
	json_str(j, "reason", l->reason);
	json_opt(j, "task", l->task);
	json_time(j, "at", l->at_ms);
	json_obj_end(j);
}

static void each_share(void *arg, const struct look_share *s)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "person", s->person);
	json_str(j, "by", s->name);
	json_int(j, "n", s->n);
	json_obj_end(j);
}

err_t desk_looks_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct api_page page;
	TRY(api_page_begin(&page, db, rq, rp, API_PAGE_MAX + 1));
	TRY(look_list(db, strtoll(page.cursor, NULL, 10), page.rows, each_look, &page));
	api_page_end_items(&page);
	json_arr(&page.json, "day");
	TRY(look_shares(db, clock_wall_ms() - LOOK_DAY_MS, each_share, &page.json));
	json_arr_end(&page.json);
	json_int(&page.json, "alert", rq->house->config->looks_alert);
	json_int(&page.json, "most", rq->house->config->looks_max);
	json_obj_end(&page.json);
	return OK;
}
