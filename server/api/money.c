/* money.c — what a seller or a maker is owed: as a page, a table and a PDF, for itself and for the desk. */
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/press.h"
#include "report/payout.h"
#include "trade/india_day.h"
#include "trade/statement.h"

#define DAYS_SHOWN 90

struct span { int64_t from_ms, until_ms; };

/* ?from= and ?until= as days in India, both included; the last DAYS_SHOWN without them. */
static err_t read_span(const struct http_request *rq, struct http_reply *rp, int64_t now_ms, struct span *ret)
{
	char from[16], until[16];
	TRY(api_param(rq, rp, "from", from, sizeof from));
	TRY(api_param(rq, rp, "until", until, sizeof until));
	*ret = (struct span){now_ms - DAYS_SHOWN * INDIA_DAY_MS, now_ms + 1};
	if (*from && india_day_parse(from, &ret->from_ms) != OK) return http_fault(rp, "from", ERR_BAD_FIELD);
	if (!*until) return OK;
	if (india_day_parse(until, &ret->until_ms) != OK || ret->until_ms < ret->from_ms) return http_fault(rp, "until", ERR_BAD_FIELD);
	ret->until_ms += INDIA_DAY_MS;
	return OK;
}

/* Whose: ?principal= asks for what the seller is owed as a maker under that principal. */
static err_t read_principal(struct db *db, const struct http_request *rq, struct http_reply *rp, const char *seller, char ret[static ID_CHARS + 1])
{
	struct seller_id all[STATEMENT_PARTIES_MAX];
	int n;
	TRY(api_param(rq, rp, "principal", ret, ID_CHARS + 1));
	if (!*ret) return OK;
	TRY(statement_principals(db, seller, all, &n));
	for (int i = 0; i < n; i++)
		if (strcmp(all[i].s, ret) == 0) return OK;
	return http_fault(rp, "principal", ERR_BAD_FIELD);
}

static struct statement *allocate(void)
{
	struct statement *s = calloc(1, sizeof *s);
	if (!s) abort();
	return s;
}

static err_t make(struct db *db, const struct http_request *rq, struct http_reply *rp, const char *seller, int64_t now_ms, struct statement *ret)
{
	struct span span;
	char principal[ID_CHARS + 1];
	TRY(read_span(rq, rp, now_ms, &span));
	TRY(read_principal(db, rq, rp, seller, principal));
	return statement_make(db, seller, principal, span.from_ms, span.until_ms, ret);
}

/* ── as data ── */

static err_t write_one(struct db *db, struct json *j, const char *seller, const char *principal, const struct span *span, struct statement *s)
{
	int64_t transit = 0;
	char account[BOOKS_ACCOUNT_MAX + 1] = "transit:";
	TRY(statement_make(db, seller, principal, span->from_ms, span->until_ms, s));
	strncat(account, seller, ID_CHARS);
	if (!*principal) TRY(books_balance(db, account, "INR", &transit));
	json_obj(j, NULL);
	shape_encode(&statement_shape, s, j);
	json_int(j, "transit_minor", -transit);
	json_obj_end(j);
	return OK;
}

static err_t write_all(struct db *db, const struct http_request *rq, struct http_reply *rp, const char *seller, int64_t now_ms, struct statement *s)
{
	struct seller_id principals[STATEMENT_PARTIES_MAX];
	struct span span;
	int n;
	TRY(read_span(rq, rp, now_ms, &span));
	TRY(statement_principals(db, seller, principals, &n));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_arr(&j, "statements");
	TRY(write_one(db, &j, seller, "", &span, s));
	for (int i = 0; i < n; i++) TRY(write_one(db, &j, seller, principals[i].s, &span, s));
	json_arr_end(&j);
	json_obj_end(&j);
	return OK;
}

static err_t own_seller(struct db *db, const struct http_request *rq, struct seller *ret) { return seller_find_by_booth(db, rq->who.person.booth.s, ret); }

static err_t money(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *seller)
{
	struct statement *s = allocate();
	err_t e = write_all(tx_db(tx), rq, rp, seller, tx_now_ms(tx), s);
	free(s);
	return e;
}

err_t studio_money_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(own_seller(tx_db(tx), rq, &s));
	return money(tx, rq, rp, s.id.s);
}
err_t desk_seller_money_get(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return money(tx, rq, rp, rq->params[0]); }

/* ── as files ── */

static err_t table(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *seller)
{
	struct statement *s = allocate();
	err_t e = make(tx_db(tx), rq, rp, seller, tx_now_ms(tx), s);
	if (e == OK) {
		rp->type = "text/csv; charset=utf-8";
		http_reply_header(rp, "content-disposition", "attachment; filename=\"statement.csv\"");
		http_reply_header(rp, "cache-control", "no-store");
		statement_csv(s, &rp->body);
	}
	free(s);
	return e;
}

static err_t pdf(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *seller)
{
	struct statement *s = allocate();
	err_t e = make(tx_db(tx), rq, rp, seller, tx_now_ms(tx), s);
	if (e == OK) e = press_answer(tx, rq, "statement", &statement_shape, s, "statement");
	free(s);
	return e;
}

err_t studio_money_csv_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(own_seller(tx_db(tx), rq, &s));
	return table(tx, rq, rp, s.id.s);
}
err_t studio_money_pdf_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(own_seller(tx_db(tx), rq, &s));
	return pdf(tx, rq, rp, s.id.s);
}
err_t desk_seller_money_csv_get(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return table(tx, rq, rp, rq->params[0]); }
err_t desk_seller_money_pdf_get(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return pdf(tx, rq, rp, rq->params[0]); }
