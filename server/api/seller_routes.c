/* seller_routes.c — the desk's sellers, and the artisan's own: apply, approve, pause, close, tax standing, principal.
 * What a POST answers is kept for its retries, so it never holds the form with its bank account. */
#include "base/text.h"
#include "fair/booth_row.h"
#include "api/scope.h"
#include "api/desk.h"
#include "api/seller.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "api/page.h"
#include "people/name_guard.h"
#include "trade/india_day.h"
#include "trade/seller_link.h"
#include "trade/seller_tax.h"

static err_t answer_head(struct tx *tx, struct http_reply *rp, const char *id, enum seller_by by)
{
	struct seller s;
	TRY(seller_find(tx_db(tx), id, &s));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	TRY(api_seller_write_head(tx_db(tx), &j, &s, by));
	json_obj_end(&j);
	return OK;
}

/* ── apply ── */

struct apply_body {
	bool has_name;
	struct both_body name;
	char booth[SLUG_MAX + 1];
	struct seller_form form;
};
#define FORM(member, must) {.name = #member, .kind = SHAPE_KIND_STR, .need = must, .offset = offsetof(struct apply_body, form.member), .size = sizeof(((struct apply_body *)0)->form.member)}
#define FORM_FIELDS \
	SHAPE_OBJECT(struct apply_body, name, &both_shape, REQ), FORM(phone, SHAPE_REQ), FORM(pehchan, SHAPE_OPT), FORM(pan, SHAPE_OPT), FORM(ifsc, SHAPE_OPT), \
	FORM(account, SHAPE_OPT), FORM(upi, SHAPE_OPT), FORM(claim, SHAPE_REQ), FORM(claim_number, SHAPE_OPT)
static const struct shape_field own_fields[] = {FORM_FIELDS};
static const struct shape own_shape = SHAPE("application", struct apply_body, own_fields);
static const struct shape_field desk_fields[] = {SHAPE_STR(struct apply_body, booth, REQ), FORM_FIELDS};
static const struct shape desk_shape = SHAPE("desk-application", struct apply_body, desk_fields);

/* Whoever works here may take them. */
static err_t check_names(const struct http_request *rq, struct http_reply *rp, const struct both_body *name)
{
	if (role_works_here(rq->who.person.role)) return OK;
	err_t e = name_check_reserved(name->en);
	if (e == OK) e = name_check_reserved(name->hi);
	return e == OK ? OK : http_fault(rp, "name", e);
}

static err_t send(struct tx *tx, struct http_request *rq, struct http_reply *rp, const struct apply_body *b, const struct booth_id *booth, enum seller_by by)
{
	struct seller s = {.booth = *booth};
	struct seller_id id;
	const char *field = NULL;
	text_copy(s.name, sizeof s.name, b->name.en);
	text_copy(s.name_hi, sizeof s.name_hi, b->name.hi);
	TRY(check_names(rq, rp, &b->name));
	err_t e = seller_apply(tx, &s, &b->form, rq->who.person.id.s, &field, &id);
	if (e != OK) return field ? http_fault(rp, field, e) : e;
	rp->status = 201;
	return answer_head(tx, rp, id.s, by);
}

static err_t apply_own(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct apply_body b;
	TRY(api_body(rq, rp, &own_shape, &b));
	return send(tx, rq, rp, &b, &rq->who.person.booth, SELLER_SELF);
}

static err_t apply_for(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct apply_body b;
	struct booth_id booth;
	TRY(api_body(rq, rp, &desk_shape, &b));
	err_t e = api_booth_id(tx_db(tx), b.booth, &booth);
	if (e != OK) return http_fault(rp, "booth", e);
	return send(tx, rq, rp, &b, &booth, SELLER_STAFF);
}

err_t studio_seller_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, apply_own); }
err_t desk_sellers_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, apply_for); }

/* ── read ── */

err_t studio_seller_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	err_t e = seller_find_by_booth(tx_db(tx), rq->who.person.booth.s, &s);
	if (e != OK && e != ERR_NOT_FOUND) return e;
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	if (e == OK) TRY(api_seller_write(tx_db(tx), &j, "seller", &s, SELLER_SELF));
	else json_nil(&j, "seller");
	json_obj_end(&j);
	return OK;
}

err_t desk_seller_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(seller_find(tx_db(tx), rq->params[0], &s));
	struct json j = http_reply_json(rp);
	return api_seller_write(tx_db(tx), &j, NULL, &s, SELLER_STAFF);
}

static void each_seller(void *arg, const struct seller *s)
{
	struct api_page *p = arg;
	if (!api_page_row(p, s->id.s)) return;
	json_obj(&p->json, NULL);
	p->err = api_seller_write_head(p->db, &p->json, s, SELLER_STAFF);
	json_obj_end(&p->json);
}

err_t desk_sellers_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	char wanted[16];
	struct api_page p;
	TRY(api_param(rq, rp, "state", wanted, sizeof wanted));
	if (*wanted && seller_state_parse(wanted) == SELLER_STATES) return http_fault(rp, "state", ERR_BAD_FIELD);
	TRY(api_page_begin(&p, db, rq, rp, SELLER_PAGE_MAX));
	TRY(seller_list(db, &(struct seller_filter){.before = p.cursor, .state = wanted, .limit = p.rows}, each_seller, &p));
	return api_page_end(&p);
}

/* ── move ── */

struct move_body { char event[13], note[SELLER_NOTE_MAX + 1]; };
static const struct shape_field move_fields[] = {SHAPE_STR(struct move_body, event, REQ), SHAPE_STR(struct move_body, note, OPT)};
static const struct shape move_shape = SHAPE("seller-event", struct move_body, move_fields);

static err_t move(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *id, enum seller_by by)
{
	struct move_body b;
	enum seller_event event;
	TRY(api_body(rq, rp, &move_shape, &b));
	if (seller_event_parse(b.event, &event) != OK) return http_fault(rp, "event", ERR_BAD_FIELD);
	TRY(seller_act(tx, id, event, by, rq->who.person.id.s, b.note));
	return answer_head(tx, rp, id, by);
}

static err_t move_own(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(seller_find_by_booth(tx_db(tx), rq->who.person.booth.s, &s));
	return move(tx, rq, rp, s.id.s, SELLER_SELF);
}
static err_t move_any(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return move(tx, rq, rp, rq->params[0], SELLER_STAFF); }

err_t studio_seller_state_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, move_own); }
err_t desk_seller_state_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, move_any); }

/* ── standing and principal ── */

/* `until` is the last day on which it holds. */
static err_t read_days(struct http_reply *rp, const char *from, const char *until, int64_t *ret_from_ms, int64_t *ret_until_ms)
{
	*ret_until_ms = 0;
	if (india_day_parse(from, ret_from_ms) != OK) return http_fault(rp, "from", ERR_BAD_FIELD);
	if (!*until) return OK;
	if (india_day_parse(until, ret_until_ms) != OK || *ret_until_ms < *ret_from_ms) return http_fault(rp, "until", ERR_BAD_FIELD);
	*ret_until_ms += INDIA_DAY_MS;
	return OK;
}

struct tax_body { char kind[16], number[SELLER_NUMBER_MAX + 1], from[11], until[11], proof[SELLER_PROOF_MAX + 1]; };
static const struct shape_field tax_fields[] = {
	SHAPE_STR(struct tax_body, kind, REQ), SHAPE_STR(struct tax_body, number, OPT), SHAPE_STR(struct tax_body, from, REQ), SHAPE_STR(struct tax_body, until, OPT),
	SHAPE_STR(struct tax_body, proof, REQ),
};
static const struct shape tax_shape = SHAPE("seller-tax", struct tax_body, tax_fields);

static err_t put_tax(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct tax_body b;
	struct seller_tax t = {0};
	TRY(api_body(rq, rp, &tax_shape, &b));
	if (tax_kind_parse(b.kind, &t.kind) != OK) return http_fault(rp, "kind", ERR_BAD_FIELD);
	if (!tax_kind_number_valid(t.kind, b.number)) return http_fault(rp, "number", ERR_BAD_FIELD);
	TRY(read_days(rp, b.from, b.until, &t.from_ms, &t.until_ms));
	text_copy(t.number, sizeof t.number, b.number);
	text_copy(t.proof, sizeof t.proof, b.proof);
	TRY(seller_tax_put(tx, rq->params[0], &t, rq->who.person.id.s));
	return answer_head(tx, rp, rq->params[0], SELLER_STAFF);
}

err_t desk_seller_tax_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, put_tax); }

struct link_body { char principal[ID_CHARS + 1], from[11], until[11]; };
static const struct shape_field link_fields[] = {
	SHAPE_ID(struct link_body, principal, OPT), SHAPE_STR(struct link_body, from, REQ), SHAPE_STR(struct link_body, until, OPT)};
static const struct shape link_shape = SHAPE("seller-principal", struct link_body, link_fields);

static err_t put_link(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct link_body b;
	struct seller_link l = {0};
	TRY(api_body(rq, rp, &link_shape, &b));
	TRY(read_days(rp, b.from, b.until, &l.from_ms, &l.until_ms));
	text_copy(l.principal.s, sizeof l.principal.s, b.principal);
	err_t e = seller_link_put(tx, rq->params[0], &l, rq->who.person.id.s);
	if (e == ERR_BAD_FIELD) return http_fault(rp, "principal", e);
	TRY(e);
	return answer_head(tx, rp, rq->params[0], SELLER_STAFF);
}

err_t desk_seller_principal_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, put_link); }
