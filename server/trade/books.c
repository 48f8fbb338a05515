/* books.c — writing journals and reading balances. books_order.c knows what an order's life books, settlement.c what is paid out. */
#include "trade/books.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "trade/money.h"

static const struct { const char *wire, *en, *hi; } causes[BOOKS_CAUSES] = {
#define BOOKS_CAUSE(id, wire, en, hi) [BOOKS_##id] = {wire, en, hi},
#include "schema/books.def"
#undef BOOKS_CAUSE
};
static const struct { enum books_cause cause; const char *debit, *credit; } entries[] = {
#define BOOKS_ENTRY(cause, debit, credit) {BOOKS_##cause, debit, credit},
#include "schema/books.def"
#undef BOOKS_ENTRY
};
static const struct { enum books_rate what; int64_t from, bps; } rates[] = {
#define BOOKS_RATE(what, from, bps) {BOOKS_RATE_##what, from, bps},
#include "schema/books.def"
#undef BOOKS_RATE
};
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define REFERENCE_MAX 40
#define MARK "books.mark" /* the setting: up to this journal the books were found right */

const char *books_cause_wire(enum books_cause c) { return causes[c].wire; }
const char *books_cause_en(enum books_cause c) { return causes[c].en; }
const char *books_cause_hi(enum books_cause c) { return causes[c].hi; }

enum books_cause books_cause_parse(const char *wire)
{
	enum books_cause c = 0;
	while (c < BOOKS_CAUSES && strcmp(causes[c].wire, wire) != 0) c++;
	return c;
}

int64_t books_rate(enum books_rate what, int64_t day)
{
	int64_t bps = 0, from = 0;
	for (size_t i = 0; i < COUNT(rates); i++)
		if (rates[i].what == what && rates[i].from <= day && rates[i].from > from) from = rates[i].from, bps = rates[i].bps;
	return bps;
}

/* ── write ── */

void books_add(struct books_entry *e, int64_t minor, const char *a, const char *b, const char *c)
{
	if (!minor) return;
	if (e->n == BOOKS_POSTINGS_MAX) abort(); /* an order has fewer lines than that */
	struct books_posting *p = &e->rows[e->n++];
	p->minor = minor;
	int n = snprintf(p->account, sizeof p->account, "%s%s%s%s%s", a, b ? ":" : "", b ? b : "", c ? ":" : "", c ? c : "");
	if (n < 0 || n >= (int)sizeof p->account) abort(); /* accounts are made of ids and words of ours */
}

static bool adds_up(const struct books_entry *e)
{
	int64_t sum = 0;
	for (size_t i = 0; i < e->n; i++) sum += e->rows[i].minor;
	return sum == 0;
}

err_t books_post(struct tx *tx, const struct books_entry *e)
{
	char id[ID_CHARS + 1];
	if (!e->n) return OK;
	if (!adds_up(e)) {
		log_error("trade", "a journal of %s does not add up", causes[e->cause].wire);
		return ERR_INTERNAL;
	}
	id_new(id);
	TRY(db_exec(tx_db(tx), Q_JOURNAL_INSERT, V(id), V(tx_now_ms(tx)), V(causes[e->cause].wire), V(e->subject), V(e->note ? e->note : ""), V(e->person ? e->person : "")));
	for (size_t i = 0; i < e->n; i++) {
		TRY(db_exec(tx_db(tx), Q_POSTING_INSERT, V(id), V((int64_t)i), V(e->rows[i].account), V(e->rows[i].minor), V(e->currency)));
		TRY(db_exec(tx_db(tx), Q_ACCOUNT_ADD, V(e->rows[i].account), V(e->currency), V(e->rows[i].minor)));
	}
	return OK;
}

static err_t find_journal(struct db *db, enum books_cause cause, const char *subject, char ret[static ID_CHARS + 1])
{
	struct rows r;
	*ret = 0;
	db_query(db, &r, Q_JOURNAL_BY_CAUSE, V(causes[cause].wire), V(subject));
	if (rows_next(&r)) rows_copy(&r, 0, ret, ID_CHARS + 1);
	return rows_end(&r);
}

err_t books_posted(struct db *db, enum books_cause cause, const char *subject, bool *ret)
{
	char id[ID_CHARS + 1];
	TRY(find_journal(db, cause, subject, id));
	*ret = *id;
	return OK;
}

err_t books_turn(struct db *db, struct books_entry *e, enum books_cause cause, const char *subject)
{
	char id[ID_CHARS + 1];
	struct rows r;
	TRY(find_journal(db, cause, subject, id));
	if (!*id) return ERR_NOT_FOUND;
	db_query(db, &r, Q_JOURNAL_POSTINGS, V(id));
	while (rows_next(&r)) {
		books_add(e, -rows_int(&r, 1), rows_text(&r, 0), NULL, NULL);
		rows_copy(&r, 2, e->currency, sizeof e->currency);
	}
	return rows_end(&r);
}

/* The account, with the seller where its name wants one; false if a seller is missing. */
static bool account_for(const char *name, const char *seller, struct books_entry *e, int64_t minor, bool *used)
{
	const size_t len = strlen(name);
	char kind[BOOKS_ACCOUNT_MAX + 1];
	if (name[len - 1] != ':') {
		books_add(e, minor, name, NULL, NULL);
		return true;
	}
	snprintf(kind, sizeof kind, "%.*s", (int)len - 1, name);
	books_add(e, minor, kind, seller, NULL);
	*used = true;
	return *seller;
}

err_t books_enter(struct tx *tx, enum books_cause cause, int64_t minor, const char *seller, const char *reference, const char *person)
{
	struct books_entry e = {.cause = cause, .subject = reference, .note = reference, .person = person, .currency = "INR"};
	bool used = false;
	if (!*reference) return ERR_MISSING_FIELD;
	if (minor < 1 || minor > MONEY_MINOR_MAX || strlen(reference) > REFERENCE_MAX || !text_printable(reference, false)) return ERR_BAD_FIELD;
	for (size_t i = 0; i < COUNT(entries); i++) {
		if (entries[i].cause != cause) continue;
		if (!account_for(entries[i].debit, seller, &e, minor, &used) || !account_for(entries[i].credit, seller, &e, -minor, &used)) return ERR_BAD_FIELD;
		return used == (*seller != 0) ? books_post(tx, &e) : ERR_BAD_FIELD;
	}
	return ERR_BAD_FIELD;
}

/* ── read ── */

err_t books_balance(struct db *db, const char *account, const char *currency, int64_t *ret_minor)
{
	int64_t minor = 0;
	err_t e = db_int(db, &minor, Q_ACCOUNT_BALANCE, V(account), V(currency));
	if (e != OK && e != ERR_NOT_FOUND) return e;
	*ret_minor = minor;
	return OK;
}

static err_t read_id(struct rows *r, char ret[static ID_CHARS + 1])
{
	*ret = 0;
	while (rows_next(r)) rows_copy(r, 0, ret, ID_CHARS + 1);
	return rows_end(r);
}

err_t books_check(struct db *db, bool whole, struct books_health *ret)
{
	struct books_health h;
	struct rows r;
	char mark[ID_CHARS + 1] = "";
	if (!whole) {
		db_query(db, &r, Q_SETTING_GET, V(MARK));
		TRY(read_id(&r, mark));
	}
	TRY(db_int(db, &h.unbalanced, Q_BOOKS_UNBALANCED, V(mark)));
	TRY(db_int(db, &h.empty, Q_BOOKS_EMPTY, V(mark)));
	TRY(db_int(db, &h.drifted, Q_BOOKS_DRIFTED, V(mark)));
	TRY(db_int(db, &h.sum_minor, Q_BOOKS_SUM, V("INR")));
	TRY(db_int(db, &h.journals, Q_BOOKS_JOURNALS));
	*ret = h;
	return OK;
}

err_t books_mark(struct tx *tx)
{
	struct rows r;
	char newest[ID_CHARS + 1];
	db_query(tx_db(tx), &r, Q_BOOKS_NEWEST);
	TRY(read_id(&r, newest));
	TRY(db_exec(tx_db(tx), Q_BOOKS_CHECKED));
	return db_exec(tx_db(tx), Q_SETTING_PUT, V(MARK), V(newest));
}

bool books_sound(const struct books_health *h) { return !h->unbalanced && !h->empty && !h->drifted && !h->sum_minor; }

err_t books_groups(struct db *db, void (*each)(void *arg, const char *kind, const char *currency, int64_t minor), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_ACCOUNT_GROUPS);
	while (rows_next(&r)) each(arg, rows_text(&r, 0), rows_text(&r, 1), rows_int(&r, 2));
	return rows_end(&r);
}

struct books_party books_party_seller(const char *seller)
{
	static const char *const kinds[] = {"seller", "tax:cgst", "tax:sgst", "tax:igst"};
	struct books_party p = {0};
	for (size_t i = 0; i < COUNT(kinds); i++) snprintf(p.accounts[i], sizeof p.accounts[i], "%s:%s", kinds[i], seller);
	return p;
}

struct books_party books_party_maker(const char *maker, const char *principal)
{
	struct books_party p = {0};
	snprintf(p.accounts[0], sizeof p.accounts[0], "maker:%s:%s", maker, principal);
	return p;
}

err_t books_owed(struct db *db, const struct books_party *p, int64_t *ret_minor)
{
	int64_t sum = 0;
	for (size_t i = 0; i < BOOKS_PARTY_ACCOUNTS; i++) {
		int64_t one;
		if (!*p->accounts[i]) continue;
		TRY(books_balance(db, p->accounts[i], "INR", &one));
		sum -= one;
	}
	*ret_minor = sum;
	return OK;
}

err_t books_statement(struct db *db, const struct books_party *p, int64_t from_ms, int64_t until_ms, int64_t *ret_before_minor,
                      void (*each)(void *arg, const struct books_line *l), void *arg)
{
	const char (*a)[BOOKS_ACCOUNT_MAX + 1] = p->accounts;
	struct rows r;
	int64_t before;
	TRY(db_int(db, &before, Q_ACCOUNT_BEFORE, V((const char *)a[0]), V((const char *)a[1]), V((const char *)a[2]), V((const char *)a[3]), V((const char *)a[4]), V(from_ms)));
	*ret_before_minor = -before;
	db_query(db, &r, Q_ACCOUNT_STATEMENT, V((const char *)a[0]), V((const char *)a[1]), V((const char *)a[2]), V((const char *)a[3]), V((const char *)a[4]), V(from_ms),
	         V(until_ms), V(BOOKS_LINES_MAX));
	while (rows_next(&r))
		each(arg, &(struct books_line){.journal = rows_text(&r, 0), .at_ms = rows_int(&r, 1), .cause = rows_text(&r, 2), .subject = rows_text(&r, 3),
		                               .note = rows_text(&r, 4), .minor = -rows_int(&r, 5)});
	return rows_end(&r);
}
