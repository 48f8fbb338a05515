/* seller_tax.c — reads what is there, finds what a new row meets, ends it and writes. */
#include "trade/seller_tax.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "trade/india_code.h"
#include "trade/india_day.h"
#include "trade/search_renew.h"
#include "trade/seller.h"

enum group { STANDING, APART };
#define INDIA_NONE INDIA_CODES

static const struct { const char *wire; enum group group; enum india_code code; bool year; } kinds[TAX_KINDS] = {
#define TAX_KIND(id, wire, group, code, year) [TAX_##id] = {wire, group, INDIA_##code, year},
#include "schema/tax_kinds.def"
#undef TAX_KIND
};

const char *tax_kind_wire(enum tax_kind k) { return kinds[k].wire; }

err_t tax_kind_parse(const char *wire, enum tax_kind *ret)
{
	for (enum tax_kind k = 0; k < TAX_KINDS; k++)
		if (strcmp(kinds[k].wire, wire) == 0) {
			*ret = k;
			return OK;
		}
	return ERR_BAD_FIELD;
}

bool tax_kind_number_valid(enum tax_kind k, const char *number)
{
	return kinds[k].code == INDIA_NONE ? !*number : india_code_valid(kinds[k].code, number);
}

static bool in_one_fiscal_year(const struct seller_tax *t)
{
	int64_t begins, ends;
	fiscal_year_of(t->from_ms, &begins, &ends);
	return t->until_ms && t->until_ms <= ends;
}

static err_t check(const struct seller_tax *t, const struct seller *s)
{
	if (!*t->proof) return ERR_MISSING_FIELD;
	if (!text_printable(t->proof, false) || !tax_kind_number_valid(t->kind, t->number)) return ERR_BAD_FIELD;
	if (t->from_ms <= 0 || (t->until_ms && t->until_ms <= t->from_ms) || (kinds[t->kind].year && !in_one_fiscal_year(t))) return ERR_BAD_FIELD;
	if (kinds[t->kind].code != INDIA_GSTIN) return OK;
	return atoi((char[]){t->number[0], t->number[1], '\0'}) == s->region ? OK : ERR_BAD_FIELD; /* a registration holds in its own State alone */
}

struct rows_read { int n; struct seller_tax at[SELLER_TAX_MAX]; };

static void keep(void *arg, const struct seller_tax *t)
{
	struct rows_read *r = arg;
	if (r->n < SELLER_TAX_MAX) r->at[r->n++] = *t;
}

static bool meets(const struct seller_tax *old, const struct seller_tax *t)
{
	bool rivals = kinds[old->kind].group == STANDING ? kinds[t->kind].group == STANDING : old->kind == t->kind;
	bool before = old->until_ms && old->until_ms <= t->from_ms, behind = t->until_ms && old->from_ms >= t->until_ms;
	bool empty = old->until_ms == old->from_ms; /* ended on the day it began: it never held */
	return rivals && !before && !behind && !empty;
}

static err_t end_rivals(struct tx *tx, const char *seller, const struct seller_tax *t)
{
	struct rows_read r = {.n = 0};
	TRY(seller_tax_list(tx_db(tx), seller, keep, &r));
	if (r.n == SELLER_TAX_MAX) return ERR_FULL;
	for (int i = 0; i < r.n; i++) {
		if (!meets(&r.at[i], t)) continue;
		if (r.at[i].from_ms > t->from_ms) return ERR_CONFLICT;
		TRY(db_exec(tx_db(tx), Q_SELLER_TAX_CUT, V(r.at[i].id), V(seller), V(t->from_ms)));
	}
	return OK;
}

err_t seller_tax_put(struct tx *tx, const char *seller, const struct seller_tax *t, const char *person)
{
	struct seller s;
	char id[ID_CHARS + 1];
	TRY(seller_find(tx_db(tx), seller, &s));
	TRY(check(t, &s));
	TRY(end_rivals(tx, seller, t));
	id_new(id);
	TRY(db_exec(tx_db(tx), Q_SELLER_TAX_INSERT, V(id), V(seller), V(kinds[t->kind].wire), V(t->number), V(t->from_ms), V(t->until_ms), V(t->proof), V(person),
	            V(tx_now_ms(tx))));
	TRY(search_due_add(tx, seller));
	if (kinds[t->kind].group != STANDING) return OK;
	return db_exec(tx_db(tx), Q_SELLER_SET_GSTIN, V(seller), V(kinds[t->kind].code == INDIA_GSTIN ? t->number : ""));
}

err_t seller_tax_at(struct db *db, const char *seller, int64_t at_ms, unsigned *ret_bits)
{
	struct rows r;
	unsigned bits = 0;
	enum tax_kind k;
	db_query(db, &r, Q_SELLER_TAX_ON, V(seller), V(at_ms));
	while (rows_next(&r))
		if (tax_kind_parse(rows_text(&r, 0), &k) == OK) bits |= 1u << k;
	TRY(rows_end(&r));
	*ret_bits = bits;
	return OK;
}

err_t seller_tax_list(struct db *db, const char *seller, void (*each)(void *arg, const struct seller_tax *t), void *arg)
{
	struct rows r;
	struct seller_tax t;
	db_query(db, &r, Q_SELLER_TAX_ROWS, V(seller), V(SELLER_TAX_MAX));
	while (rows_next(&r)) {
		if (tax_kind_parse(rows_text(&r, 1), &t.kind) != OK) continue;
		rows_copy(&r, 0, t.id, sizeof t.id);
		rows_copy(&r, 2, t.number, sizeof t.number);
		t.from_ms = rows_int(&r, 3);
		t.until_ms = rows_int(&r, 4);
		rows_copy(&r, 5, t.proof, sizeof t.proof);
		each(arg, &t);
	}
	return rows_end(&r);
}
