/* helpline.c — the helpline's console: the queue, one task with all that its caller needs to say, take, give back, outcome, figures.
 * A number is shown only to the one who has taken the task. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "fair/booth_row.h"
#include "api/trade.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "api/look.h"
#include "trade/call_task.h"
#include "trade/card.h"
#include "trade/india_day.h"
#include "trade/tell.h"

static err_t write_booth(struct db *db, struct json *j, const struct call_task *t, struct booth_row *ret)
{
	TRY(booth_row_find(db, t->booth.s, ret));
	json_obj(j, "booth");
	json_str(j, "slug", ret->slug);
	card_write_both(j, "name", ret->name_en, ret->name_hi);
	card_write_both(j, "artisan", ret->artisan_en, ret->artisan_hi);
	card_write_both(j, "district", ret->district_en, ret->district_hi);
	json_obj_end(j);
	return OK;
}

static err_t write_lease(struct db *db, struct json *j, const struct call_task *t, const char *reader)
{
	struct person p;
	bool held = *t->lease_by.s && t->lease_until_ms > clock_wall_ms();
	json_bool(j, "mine", held && strcmp(t->lease_by.s, reader) == 0);
	bool by_person = held && strcmp(t->lease_by.s, CALL_AUTOMATIC) != 0;
	if (by_person) TRY(person_find(db, t->lease_by.s, &p));
	json_str(j, "taken_by", by_person ? p.name : held ? "" : NULL);
	json_time(j, "until_at", held ? t->lease_until_ms : 0);
	return OK;
}

/* The members that queue and console share; the object stays open. */
static err_t write_members(struct db *db, struct json *j, const struct call_task *t, const char *reader, struct booth_row *ret_booth)
{
	json_str(j, "id", t->id);
	json_str(j, "reason", call_reason_wire(t->reason));
	json_bool(j, "open", t->open);
	json_opt(j, "outcome", t->outcome);
	json_int(j, "tries", t->tries);
	json_time(j, "at", t->created_ms);
	json_time(j, "due_at", t->due_ms);
	json_time(j, "done_at", t->done_ms);
	TRY(write_lease(db, j, t, reader));
	return write_booth(db, j, t, ret_booth);
}

/* ── the queue ── */

struct tasks { struct api_page page; const char *reader; };

static void each_task(void *arg, const struct call_task *t)
{
	struct tasks *all = arg;
	struct api_page *p = &all->page;
	struct booth_row b;
	char key[HTTP_PARAM_CHARS + 1];
	snprintf(key, sizeof key, "%lld.%s", (long long)t->due_ms, t->id);
	if (!api_page_row(p, key)) return;
	json_obj(&p->json, NULL);
	p->err = write_members(p->db, &p->json, t, all->reader, &b);
	json_obj_end(&p->json);
}

err_t helpline_tasks_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct tasks all = {.reader = rq->who.person.id.s};
	struct api_page *p = &all.page;
	TRY(api_page_begin(p, db, rq, rp, CALL_PAGE_MAX));
	const char *dot = strchr(p->cursor, '.');
	const struct call_after after = {.due_ms = strtoll(p->cursor, NULL, 10), .id = dot ? dot + 1 : ""};
	TRY(call_task_list(db, after, p->rows, each_task, &all));
	return api_page_end(p);
}

/* ── one task ── */

static void each_try(void *arg, const struct call_try *t)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "by", *t->person ? t->name : NULL);
	json_str(j, "outcome", t->outcome);
	json_time(j, "ready_at", t->ready_ms);
	json_opt(j, "note", t->note);
	json_bool(j, "accepted", t->accepted);
	json_time(j, "at", t->at_ms);
	json_obj_end(j);
}

static void each_letter(void *arg, const struct outbox_letter *l)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "kind", l->kind);
	json_str(j, "notice", l->notice);
	json_str(j, "state", l->state);
	json_time(j, "at", l->created_ms);
	json_time(j, "settled_at", l->settled_ms);
	json_obj_end(j);
}

/* What was bought of this maker; nothing of who bought it but the place. */
static err_t write_order(struct db *db, struct json *j, const struct call_task *t)
{
	struct order o;
	TRY(order_find(db, t->orders, &o));
	json_obj(j, "order");
	for (int i = 0; i < o.n_children; i++) {
		if (strcmp(o.children[i].id, t->about) != 0) continue;
		json_str(j, "number", o.children[i].number);
		json_str(j, "state", order_state_wire(o.children[i].state));
	}
	json_str(j, "city", o.to_city);
	json_str(j, "country", o.to_country);
	json_time(j, "at", o.created_ms);
	json_arr(j, "lines");
	for (int i = 0; i < o.n_lines; i++) {
		const struct order_line *l = &o.lines[i];
		if (strcmp(l->booth.s, t->booth.s) != 0 || strcmp(o.children[l->child].id, t->about) != 0) continue;
		json_obj(j, NULL);
		card_write_both(j, "name", l->name_en, l->name_hi);
		json_int(j, "quantity", l->quantity);
		json_str(j, "unit", l->unit);
		json_money(j, "price", l->price.minor, l->price.currency);
		json_obj_end(j);
	}
	json_arr_end(j);
	json_obj_end(j);
	return OK;
}

static err_t write_enquiry(struct db *db, struct json *j, const struct call_task *t)
{
	struct enquiry e;
	TRY(enquiry_find(db, t->about, &e));
	json_obj(j, "enquiry");
	json_opt(j, "note", e.note);
	json_opt(j, "name", e.name);
	json_opt(j, "country", e.country);
	json_int(j, "quantity", e.quantity);
	json_time(j, "at", e.created_ms);
	TRY(api_product_write(db, j, e.product.s));
	json_obj_end(j);
	return OK;
}

/* Who has taken the task need not ask again; each lease is one look. */
static err_t write_phone(struct tx *tx, const struct http_request *rq, struct json *j, const struct call_task *t, const struct booth_row *b)
{
	struct db *db = tx_db(tx);
	const char *reader = rq->who.person.id.s;
	struct person p;
	char phone[17] = "";
	bool mine = t->open && strcmp(t->lease_by.s, reader) == 0 && t->lease_until_ms > clock_wall_ms();
	TRY(person_find(db, b->artisan.s, &p));
	if (mine) TRY(tell_phone(db, &p, phone));
	if (*phone)
		TRY(look_add_once(tx, &(struct look){.person = reader, .kind = LOOK_TASK, .subject = t->id, .whose = p.id.s, .task = t->id, .reason = LOOK_FOR_CALL},
		                  api_look_limits(rq), t->lease_until_ms - CALL_LEASE_MS));
	json_opt(j, "phone", phone);
	json_opt(j, "lang", p.lang);
	return OK;
}

static err_t answer(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *id)
{
	struct call_task t;
	struct booth_row b;
	struct db *db = tx_db(tx);
	const char *reader = rq->who.person.id.s;
	TRY(call_task_find(db, id, &t));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	TRY(write_members(db, &j, &t, reader, &b));
	TRY(write_phone(tx, rq, &j, &t, &b));
	if (*t.orders) TRY(write_order(db, &j, &t));
	else TRY(write_enquiry(db, &j, &t));
	json_arr(&j, "calls");
	TRY(call_tries(db, t.id, each_try, &j));
	json_arr_end(&j);
	json_arr(&j, "messages");
	TRY(outbox_about(db, t.about, each_letter, &j));
	json_arr_end(&j);
	json_obj_end(&j);
	return OK;
}

err_t helpline_task_get(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return answer(tx, rq, rp, rq->params[0]); }

err_t helpline_take_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	TRY(call_task_take(tx, rq->params[0], rq->who.person.id.s));
	return answer(tx, rq, rp, rq->params[0]);
}

err_t helpline_release_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	TRY(call_task_release(tx, rq->params[0], rq->who.person.id.s));
	return answer(tx, rq, rp, rq->params[0]);
}

struct outcome_body { char outcome[16], ready[11], note[CALL_NOTE_MAX + 1]; };
static const struct shape_field outcome_fields[] = {
	SHAPE_STR(struct outcome_body, outcome, REQ), SHAPE_STR(struct outcome_body, ready, OPT), SHAPE_STR(struct outcome_body, note, OPT)};
static const struct shape outcome_shape = SHAPE("call-outcome", struct outcome_body, outcome_fields);

static err_t settle(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct outcome_body b;
	struct call_result r = {0};
	TRY(api_body(rq, rp, &outcome_shape, &b));
	if (call_outcome_parse(b.outcome, &r.outcome) != OK) return http_fault(rp, "outcome", ERR_BAD_FIELD);
	if ((r.outcome == CALL_READY) != (*b.ready != 0)) return http_fault(rp, "ready", *b.ready ? ERR_BAD_FIELD : ERR_MISSING_FIELD);
	if (*b.ready && india_day_parse(b.ready, &r.ready_ms) != OK) return http_fault(rp, "ready", ERR_BAD_FIELD);
	r.note = b.note;
	err_t e = call_task_outcome(tx, rq->params[0], rq->who.person.id.s, &r);
	if (e == ERR_BAD_FIELD) return http_fault(rp, "ready", e);
	TRY(e);
	return answer(tx, rq, rp, rq->params[0]);
}

err_t helpline_outcome_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, settle); }

/* ── figures ── */

static void each_share(void *arg, const struct call_share *s)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "by", *s->person ? s->name : NULL);
	json_str(j, "outcome", s->outcome);
	json_int(j, "n", s->n);
	json_obj_end(j);
}

err_t helpline_figures_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct call_figures f = {0};
	int64_t now = clock_wall_ms(), since = now - 86400000;
	struct tasks stuck = {.page = {.db = db, .json = http_reply_json(rp), .rows = CALL_PAGE_MAX + 1}, .reader = rq->who.person.id.s};
	struct json *j = &stuck.page.json;
	TRY(call_figures(db, now, &f));
	json_obj(j, NULL);
	json_int(j, "open", f.open);
	json_int(j, "overdue", f.overdue);
	json_int(j, "taken", f.leased);
	json_time(j, "eldest_at", f.eldest_ms);
	json_time(j, "since_at", since);
	json_arr(j, "calls");
	TRY(call_shares(db, since, each_share, j));
	json_arr_end(j);
	json_arr(j, "stuck");
	TRY(call_task_stuck(db, now - 30 * 86400000LL, CALL_PAGE_MAX, each_task, &stuck));
	json_arr_end(j);
	json_obj_end(j);
	return stuck.page.err;
}
