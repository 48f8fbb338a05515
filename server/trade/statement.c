/* statement.c — the lines of the books with a running balance. */
#include "trade/statement.h"

#include <string.h>

#include "base/text.h"
#include "trade/seller_link.h"

#define PUT(to, from) text_copy((to), sizeof(to), (from))
#define MONEY(T, f) SHAPE_INT(T, f, INT64_MIN, INT64_MAX, REQ)

static const struct shape_field line_fields[] = {
	SHAPE_INT(struct statement_line, at_ms, 0, INT64_MAX, REQ), SHAPE_STR(struct statement_line, cause, REQ), SHAPE_STR(struct statement_line, cause_en, OPT),
	SHAPE_STR(struct statement_line, cause_hi, OPT), SHAPE_STR(struct statement_line, note, OPT), MONEY(struct statement_line, amount_minor),
	MONEY(struct statement_line, balance_minor),
};
static const struct shape line_shape = SHAPE("statement-line", struct statement_line, line_fields);
static const struct shape_field fields[] = {
	SHAPE_STR(struct statement, party, REQ), SHAPE_STR(struct statement, name, REQ), SHAPE_STR(struct statement, name_hi, OPT), SHAPE_STR(struct statement, principal, OPT),
	SHAPE_STR(struct statement, principal_name, OPT), SHAPE_STR(struct statement, currency, REQ), SHAPE_INT(struct statement, from_ms, 0, INT64_MAX, REQ),
	SHAPE_INT(struct statement, until_ms, 0, INT64_MAX, REQ), MONEY(struct statement, before_minor), MONEY(struct statement, after_minor),
	SHAPE_BOOL(struct statement, cut, OPT), SHAPE_LIST(struct statement, lines, &line_shape, OPT),
};
const struct shape statement_shape = SHAPE("statement", struct statement, fields);

static void take(void *arg, const struct books_line *l)
{
	struct statement *s = arg;
	const enum books_cause c = books_cause_parse(l->cause);
	if (s->n_lines == STATEMENT_LINES_MAX) {
		s->cut = true;
		return;
	}
	struct statement_line *line = &s->lines[s->n_lines++];
	*line = (struct statement_line){.at_ms = l->at_ms, .amount_minor = l->minor};
	PUT(line->cause, l->cause);
	PUT(line->note, l->note);
	if (c == BOOKS_CAUSES) return;
	PUT(line->cause_en, books_cause_en(c));
	PUT(line->cause_hi, books_cause_hi(c));
}

static err_t name(struct db *db, struct statement *s)
{
	struct seller seller;
	TRY(seller_find(db, s->party, &seller));
	PUT(s->name, seller.name);
	PUT(s->name_hi, seller.name_hi);
	if (!*s->principal) return OK;
	TRY(seller_find(db, s->principal, &seller));
	PUT(s->principal_name, seller.name);
	return OK;
}

err_t statement_make(struct db *db, const char *party, const char *principal, int64_t from_ms, int64_t until_ms, struct statement *ret)
{
	const struct books_party p = *principal ? books_party_maker(party, principal) : books_party_seller(party);
	ret->n_lines = 0;
	ret->cut = false;
	ret->from_ms = from_ms;
	ret->until_ms = until_ms;
	PUT(ret->party, party);
	PUT(ret->principal, principal);
	PUT(ret->currency, "INR");
	*ret->principal_name = 0;
	TRY(name(db, ret));
	TRY(books_statement(db, &p, from_ms, until_ms, &ret->before_minor, take, ret));
	int64_t balance = ret->before_minor;
	for (size_t i = 0; i < ret->n_lines; i++) ret->lines[i].balance_minor = balance += ret->lines[i].amount_minor;
	ret->after_minor = balance;
	return OK;
}

struct found { struct seller_id *rows; int n; };

static void note_principal(void *arg, const struct seller_link *l)
{
	struct found *f = arg;
	for (int i = 0; i < f->n; i++)
		if (strcmp(f->rows[i].s, l->principal.s) == 0) return;
	if (f->n < STATEMENT_PARTIES_MAX) f->rows[f->n++] = l->principal;
}

err_t statement_principals(struct db *db, const char *party, struct seller_id ret[static STATEMENT_PARTIES_MAX], int *ret_n)
{
	struct found f = {.rows = ret};
	TRY(seller_link_list(db, party, note_principal, &f));
	*ret_n = f.n;
	return OK;
}
