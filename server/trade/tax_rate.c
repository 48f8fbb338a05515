/* tax_rate.c — rows of the store and rows of the table are looked through in the same way: the longest heading, then the last day,
 * then the first value that the piece does not exceed. */
#include "trade/tax_rate.h"

#include <string.h>

#include "base/text.h"
#include "trade/india_code.h"
#include "trade/india_day.h"
#include "trade/tax.h"

static const struct { const char *hsn; int64_t from, upto_minor, bps; char grade; } table[] = {
#define TAX_RATE(hsn, from, upto_minor, bps, grade) {hsn, from, upto_minor, bps, grade},
#include "schema/tax_rates.def"
#undef TAX_RATE
};
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static bool begins(const char *hsn, const char *heading) { return strncmp(hsn, heading, strlen(heading)) == 0; }

/* A limit of value is one without the tax: the price is taken apart at the rate that would hold. */
static bool within(int64_t unit_minor, int64_t upto_minor, int64_t bps)
{
	struct tax_parts p;
	if (!upto_minor) return true;
	return tax_split(SELL_TAX_IGST, bps, unit_minor, &p) == OK && p.taxable_minor <= upto_minor;
}

/* Whether a row fits better than the best so far; of equals the first stays, since rows stand by value. */
static bool better(const char *hsn, int64_t from, const char *best_hsn, int64_t best_from)
{
	if (strlen(hsn) != strlen(best_hsn)) return strlen(hsn) > strlen(best_hsn);
	return from > best_from;
}

err_t tax_rate_table(const char *hsn, int64_t at_ms, int64_t unit_minor, struct tax_rate *ret)
{
	const int64_t day = india_day_of(at_ms);
	struct tax_rate best = {.hsn = ""};
	int64_t best_from = 0;
	for (size_t i = 0; i < COUNT(table); i++) {
		if (!begins(hsn, table[i].hsn) || table[i].from > day || !better(table[i].hsn, table[i].from, best.hsn, best_from)) continue;
		if (!within(unit_minor, table[i].upto_minor, table[i].bps)) continue;
		best_from = table[i].from;
		best = (struct tax_rate){.upto_minor = table[i].upto_minor, .bps = table[i].bps, .grade = table[i].grade};
		text_copy(best.hsn, sizeof best.hsn, table[i].hsn);
	}
	if (!*best.hsn) return ERR_NO_RATE;
	*ret = best;
	return OK;
}

static void read_row(struct rows *r, struct tax_rate *ret)
{
	rows_copy(r, 0, ret->hsn, sizeof ret->hsn);
	rows_copy(r, 1, ret->seller, sizeof ret->seller);
	ret->from_ms = rows_int(r, 2);
	ret->upto_minor = rows_int(r, 3);
	ret->bps = rows_int(r, 4);
	rows_copy(r, 5, ret->proof, sizeof ret->proof);
	ret->grade = *ret->seller ? 'S' : 'D';
}

/* One owner's rows come with the longest heading first, then the last day, then by value. */
static err_t find_entered(struct db *db, const char *owner, const char *hsn, int64_t at_ms, int64_t unit_minor, struct tax_rate *ret)
{
	struct rows r;
	struct tax_rate row;
	bool found = false;
	db_query(db, &r, Q_TAX_RATE_ON, V(owner), V(hsn), V(at_ms));
	while (!found && rows_next(&r)) {
		read_row(&r, &row);
		found = within(unit_minor, row.upto_minor, row.bps);
	}
	TRY(rows_end(&r));
	if (!found) return ERR_NO_RATE;
	*ret = row;
	return OK;
}

err_t tax_rate_find(struct db *db, const char *seller, const char *hsn, int64_t at_ms, int64_t unit_minor, struct tax_rate *ret)
{
	err_t e = find_entered(db, seller, hsn, at_ms, unit_minor, ret);
	if (e == ERR_NO_RATE) e = find_entered(db, "", hsn, at_ms, unit_minor, ret);
	return e == ERR_NO_RATE ? tax_rate_table(hsn, at_ms, unit_minor, ret) : e;
}

static bool heading_valid(const char *hsn)
{
	return india_code_valid(INDIA_HSN, hsn) || (strlen(hsn) == 2 && strspn(hsn, "0123456789") == 2);
}

err_t tax_rate_put(struct tx *tx, const struct tax_rate *r, const char *person)
{
	char id[ID_CHARS + 1];
	if (!heading_valid(r->hsn) || r->bps < 0 || r->bps > TAX_BPS_MAX || r->from_ms <= 0 || r->upto_minor < 0 || r->upto_minor > MONEY_MINOR_MAX) return ERR_BAD_FIELD;
	if (!*r->proof) return ERR_MISSING_FIELD;
	if (!text_printable(r->proof, false)) return ERR_BAD_FIELD;
	id_new(id);
	return db_exec(tx_db(tx), Q_TAX_RATE_INSERT, V(id), V(r->hsn), V(r->seller), V(r->from_ms), V(r->upto_minor), V(r->bps), V(r->proof), V(person), V(tx_now_ms(tx)));
}

err_t tax_rate_list(struct db *db, const char *seller, void (*each)(void *arg, const struct tax_rate *r), void *arg)
{
	struct rows r;
	struct tax_rate row;
	db_query(db, &r, Q_TAX_RATE_ROWS, V(seller), V(TAX_RATES_MAX));
	while (rows_next(&r)) {
		read_row(&r, &row);
		each(arg, &row);
	}
	return rows_end(&r);
}
