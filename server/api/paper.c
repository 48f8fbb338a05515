/* paper.c — the papers of an order and of a seller: lists, one as data and as a PDF, a proforma for the asking. */
#include <string.h>

#include "api/scope.h"
#include "api/trade.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "api/press.h"
#include "trade/paper.h"

static void write_head(struct json *j, const struct paper_head *h)
{
	json_obj(j, NULL);
	json_str(j, "id", h->id);
	json_str(j, "kind", h->kind);
	json_str(j, "number", h->number);
	json_str(j, "state", h->state);
	json_time(j, "at", h->at_ms);
	json_money(j, "total", h->total_minor, h->currency);
	json_str(j, "child", h->child);
	json_obj_end(j);
}

/* As much of it as the caller may see. ERR_NOT_FOUND for what is hidden: a number tells nobody that it exists. */
static err_t find_visible(struct db *db, const struct http_request *rq, const char *id, struct paper *ret)
{
	enum paper_sight sight;
	struct seller_id maker;
	if (!rq->who.known) return ERR_NOT_SIGNED_IN;
	TRY(paper_find(db, id, ret));
	TRY(paper_sight(db, ret, &rq->who.person, &sight, &maker));
	if (sight == PAPER_HIDDEN) return ERR_NOT_FOUND;
	if (sight == PAPER_OWN_LINES) paper_keep_lines_of(ret, &maker);
	return OK;
}

/* ── lists ── */

#define HEADS_MAX 64
struct heads { int n; char ids[HEADS_MAX][ID_CHARS + 1]; };

static void note_id(void *arg, const struct paper_head *h)
{
	struct heads *l = arg;
	if (l->n < HEADS_MAX) strcpy(l->ids[l->n++], h->id);
}

static void write_visible(struct json *j, const struct paper *p)
{
	write_head(j, &(struct paper_head){.id = p->id, .kind = p->kind, .number = p->number, .state = p->state, .at_ms = p->at_ms, .total_minor = p->total_minor,
	                                   .currency = p->currency, .child = p->child});
}

/* An empty list is for those whom the order concerns. */
static err_t concerned(struct db *db, const struct http_request *rq)
{
	struct order o;
	struct order_actor unused;
	if (!rq->who.known) return ERR_NOT_SIGNED_IN;
	TRY(order_find(db, rq->params[0], &o));
	return order_actor_of(&o, &rq->who.person, &unused);
}

err_t order_papers_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct heads all = {.n = 0};
	struct paper p;
	int shown = 0;
	struct json j = api_items_begin(rp);
	TRY(paper_list_order(db, rq->params[0], note_id, &all));
	for (int i = 0; i < all.n; i++) {
		err_t e = find_visible(db, rq, all.ids[i], &p);
		if (e != OK && e != ERR_NOT_FOUND) return e;
		if (e == OK) write_visible(&j, &p), shown++;
	}
	api_items_end(&j);
	return shown ? OK : concerned(db, rq);
}

err_t studio_papers_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct api_page page;
	struct seller s;
	struct heads all = {.n = 0};
	struct paper p;
	TRY(api_page_begin(&page, db, rq, rp, HEADS_MAX));
	err_t e = seller_find_by_booth(db, rq->who.person.booth.s, &s);
	if (e != OK && e != ERR_NOT_FOUND) return e;
	if (e == OK) TRY(paper_list_seller(db, s.id.s, page.cursor, page.rows, note_id, &all));
	for (int i = 0; i < all.n && api_page_row(&page, all.ids[i]); i++) {
		TRY(find_visible(db, rq, all.ids[i], &p));
		write_visible(&page.json, &p);
	}
	return api_page_end(&page);
}

/* ── one ── */

err_t paper_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct paper p;
	TRY(find_visible(db, rq, rq->params[0], &p));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	shape_encode(&paper_shape, &p, &j);
	json_obj_end(&j);
	return OK;
}

/* TI/26-27/0000001 as a file's name. */
static void file_name(const char *number, char ret[static PAPER_NUMBER_CHARS + 1])
{
	strcpy(ret, number);
	for (char *c = ret; *c; c++)
		if (*c == '/') *c = '-';
}

err_t paper_pdf_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	char form[8], name[PAPER_NUMBER_CHARS + 1];
	struct paper p;
	TRY(api_param(rq, rp, "form", form, sizeof form));
	if (*form && strcmp(form, "a4") != 0 && strcmp(form, "label") != 0) return http_fault(rp, "form", ERR_BAD_FIELD);
	TRY(find_visible(tx_db(tx), rq, rq->params[0], &p));
	file_name(p.number, name);
	return press_answer(tx, rq, strcmp(form, "label") == 0 ? "label" : "a4", &paper_shape, &p, name);
}

/* ── a proforma ── */

struct proforma_body { char kind[16], child[ID_CHARS + 1]; };
static const struct shape_field proforma_fields[] = {SHAPE_STR(struct proforma_body, kind, REQ), SHAPE_ID(struct proforma_body, child, OPT)};
static const struct shape proforma_shape = SHAPE("paper-wish", struct proforma_body, proforma_fields);

static int child_named(const struct order *o, const char *id)
{
	for (int i = 0; i < o->n_children; i++)
		if (!*id || strcmp(o->children[i].id, id) == 0) return i;
	return -1;
}

static err_t issue(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct proforma_body b;
	struct order o;
	struct order_actor actor;
	struct paper p;
	char id[ID_CHARS + 1];
	TRY(order_find(tx_db(tx), rq->params[0], &o));
	TRY(order_actor_of(&o, &rq->who.person, &actor));
	TRY(api_body(rq, rp, &proforma_shape, &b));
	if (paper_kind_parse(b.kind) != PAPER_PROFORMA) return http_fault(rp, "kind", ERR_BAD_FIELD); /* the others come by themselves */
	const int child = child_named(&o, b.child);
	if (child < 0) return http_fault(rp, "child", ERR_BAD_FIELD);
	TRY(paper_issue(tx, &o, child, PAPER_PROFORMA, id));
	TRY(paper_find(tx_db(tx), id, &p));
	api_created(rp, "papers", id);
	struct json j = http_reply_json(rp);
	write_visible(&j, &p);
	return OK;
}

err_t order_papers_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, issue); }

struct cancel_body { char reason[PAPER_REASON_MAX + 1]; };
static const struct shape_field cancel_fields[] = {SHAPE_STR(struct cancel_body, reason, REQ)};
static const struct shape cancel_shape = SHAPE("paper-cancel", struct cancel_body, cancel_fields);

static err_t cancel(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct cancel_body b;
	struct paper p;
	enum paper_sight sight;
	struct seller_id maker;
	TRY(paper_find(tx_db(tx), rq->params[0], &p));
	TRY(paper_sight(tx_db(tx), &p, &rq->who.person, &sight, &maker));
	if (sight != PAPER_WHOLE) return ERR_NOT_FOUND;
	TRY(api_body(rq, rp, &cancel_shape, &b));
	TRY(paper_cancel(tx, p.id, b.reason, rq->who.person.id.s));
	TRY(paper_find(tx_db(tx), p.id, &p));
	struct json j = http_reply_json(rp);
	write_visible(&j, &p);
	return OK;
}

err_t paper_cancel_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, cancel); }
