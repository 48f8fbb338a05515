/* settlement.c — the desk's books: whether they are sound, entries by hand, runs of payouts and the bank's file. */
#include <string.h>

#include "api/page.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "base/mask.h"
#include "report/payout.h"
#include "trade/books.h"
#include "trade/books_walk.h"
#include "trade/paper.h"
#include "trade/settlement.h"
#include "trade/tax.h"

/* ── the books ── */

struct groups { struct json *json; int64_t tcs_minor; };

static void write_group(void *arg, const char *kind, const char *currency, int64_t minor)
{
	struct groups *g = arg;
	struct json *j = g->json;
	if (strcmp(kind, "tcs") == 0) g->tcs_minor = -minor;
	json_obj(j, NULL);
	json_str(j, "kind", kind);
	json_money(j, "balance", minor, currency);
	json_obj_end(j);
}

err_t desk_books_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	struct books_health h;
	struct books_walked walked;
	int64_t gaps;
	TRY(books_check(db, false, &h));
	TRY(books_walked_find(db, &walked));
	TRY(paper_gaps(db, &gaps));
	struct json j = http_reply_json(rp);
	struct groups g = {.json = &j};
	json_obj(&j, NULL);
	json_bool(&j, "sound", books_sound(&h) && !gaps && !walked.faults);
	json_int(&j, "journals", h.journals);
	json_int(&j, "unbalanced", h.unbalanced);
	json_int(&j, "drifted", h.drifted);
	json_int(&j, "paper_gaps", gaps);
	json_int(&j, "walk_faults", walked.faults);
	if (walked.ended_ms) json_time(&j, "walked_at", walked.ended_ms);
	json_arr(&j, "accounts");
	TRY(books_groups(db, write_group, &g));
	json_arr_end(&j);
	json_money(&j, "tcs_to_deposit", tax_to_rupee(g.tcs_minor), "INR"); /* section 170: in whole rupees */
	json_obj_end(&j);
	return OK;
}

struct entry_body { char cause[20], seller[ID_CHARS + 1], reference[41]; int64_t amount_minor; };
static const struct shape_field entry_fields[] = {
	SHAPE_STR(struct entry_body, cause, REQ), SHAPE_ID(struct entry_body, seller, OPT), SHAPE_STR(struct entry_body, reference, REQ),
	SHAPE_INT(struct entry_body, amount_minor, 1, MONEY_MINOR_MAX, REQ),
};
static const struct shape entry_shape = SHAPE("books-entry", struct entry_body, entry_fields);

static err_t enter(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct entry_body b;
	TRY(api_body(rq, rp, &entry_shape, &b));
	const enum books_cause cause = books_cause_parse(b.cause);
	if (cause == BOOKS_CAUSES) return http_fault(rp, "cause", ERR_BAD_FIELD);
	err_t e = books_enter(tx, cause, b.amount_minor, b.seller, b.reference, rq->who.person.id.s);
	if (e == ERR_BAD_FIELD) return http_fault(rp, "cause", e);
	TRY(e);
	rp->status = 201;
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "cause", b.cause);
	json_str(&j, "reference", b.reference);
	json_money(&j, "amount", b.amount_minor, "INR");
	json_obj_end(&j);
	return OK;
}

err_t desk_books_entries_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, enter); }

/* ── runs ── */

/* What the reader may do with it now: whoever made it does not approve it. */
static void write_can(struct json *j, const struct settlement_run *r, const struct person *who)
{
	json_arr(j, "can");
	if (r->state == SETTLEMENT_DRAFT && strcmp(r->made_by, who->id.s) != 0) json_str(j, NULL, "approve");
	if (r->state == SETTLEMENT_DRAFT) json_str(j, NULL, "drop");
	if (r->state == SETTLEMENT_APPROVED) json_str(j, NULL, "sent");
	json_arr_end(j);
}

static void write_run(struct json *j, const struct settlement_run *r, const struct person *who)
{
	json_obj(j, NULL);
	json_str(j, "id", r->id);
	json_str(j, "number", r->number);
	json_str(j, "state", settlement_state_wire(r->state));
	json_time(j, "made_at", r->made_ms);
	json_time(j, "approved_at", r->approved_ms);
	json_time(j, "closed_at", r->closed_ms);
	json_int(j, "parties", r->parties);
	json_money(j, "total", r->total_minor, "INR");
	write_can(j, r, who);
	json_obj_end(j);
}

struct listing { struct json *json; const struct person *who; };

static void each_run(void *arg, const struct settlement_run *r)
{
	const struct listing *l = arg;
	write_run(l->json, r, l->who);
}

err_t desk_settlements_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	char cursor[ID_CHARS + 1];
	TRY(api_param(rq, rp, "cursor", cursor, sizeof cursor));
	struct json j = api_items_begin(rp);
	struct listing l = {&j, &rq->who.person};
	TRY(settlement_run_list(db, cursor, each_run, &l));
	api_items_end(&j);
	return OK;
}

/* The account's end alone: enough to know it by. */
static void write_account(struct json *j, const char *account)
{
	const size_t len = strlen(account);
	json_str(j, "account_end", len > 4 ? account + len - 4 : "");
}

static void each_settlement(void *arg, const struct settlement *s)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "id", s->id);
	json_str(j, "kind", s->kind);
	json_str(j, "party", s->party);
	json_str(j, "name", s->name);
	json_str(j, "payer", s->payer);
	json_money(j, "amount", s->amount_minor, s->currency);
	write_account(j, s->account);
	char upi[MASK_BYTES];
	mask_mail(s->upi, upi);
	json_str(j, "upi", upi);
	json_bool(j, "came_back", s->came_back);
	json_obj_end(j);
}

static err_t write_whole(struct db *db, struct http_reply *rp, const char *id, const struct person *who)
{
	struct settlement_run r;
	TRY(settlement_run_find(db, id, &r));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_arr(&j, "runs");
	write_run(&j, &r, who);
	json_arr_end(&j);
	json_arr(&j, "payments");
	TRY(settlement_list(db, id, each_settlement, &j));
	json_arr_end(&j);
	json_obj_end(&j);
	return OK;
}

err_t desk_settlement_get(struct db *db, const struct http_request *rq, struct http_reply *rp) { return write_whole(db, rp, rq->params[0], &rq->who.person); }

err_t desk_payout_csv_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct settlement_run r;
	TRY(settlement_run_find(db, rq->params[0], &r));
	if (r.state != SETTLEMENT_APPROVED && r.state != SETTLEMENT_PAID) return ERR_BAD_STATE; /* no file before the second person */
	rp->type = "text/csv; charset=utf-8";
	http_reply_header(rp, "content-disposition", "attachment; filename=\"payout.csv\"");
	http_reply_header(rp, "cache-control", "no-store");
	return payout_csv(db, r.id, &rp->body);
}

/* ── the steps ── */

static err_t draft(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	char run[ID_CHARS + 1];
	TRY(settlement_draft(tx, rq->who.person.id.s, run));
	api_created(rp, "desk/settlements", run);
	return write_whole(tx_db(tx), rp, run, &rq->who.person);
}

err_t desk_settlements_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, draft); }

static const struct { const char *event; err_t (*fn)(struct tx *tx, const char *run, const char *person); } steps[] = {
	{"approve", settlement_approve}, {"drop", settlement_drop}, {"sent", settlement_sent},
};
struct step_body { char event[12]; };
static const struct shape_field step_fields[] = {SHAPE_STR(struct step_body, event, REQ)};
static const struct shape step_shape = SHAPE("settlement-event", struct step_body, step_fields);

static err_t step(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct step_body b;
	TRY(api_body(rq, rp, &step_shape, &b));
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (strcmp(steps[i].event, b.event) != 0) continue;
		TRY(steps[i].fn(tx, rq->params[0], rq->who.person.id.s));
		return write_whole(tx_db(tx), rp, rq->params[0], &rq->who.person);
	}
	return http_fault(rp, "event", ERR_BAD_FIELD);
}

err_t desk_settlement_state_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, step); }

static err_t came_back(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	TRY(settlement_came_back(tx, rq->params[0], rq->who.person.id.s));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_bool(&j, "came_back", true);
	json_obj_end(&j);
	return OK;
}

err_t desk_payout_back_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, came_back); }
