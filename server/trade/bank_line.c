/* bank_line.c — rows of credits, and the search for the payment that each of them settles. */
#include "trade/bank_line.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define WORD_MAX 40

static void read_line(struct rows *r, struct bank_line *l)
{
	rows_copy(r, 0, l->id, sizeof l->id);
	l->day_ms = rows_int(r, 1);
	l->amount_minor = rows_int(r, 2);
	rows_copy(r, 3, l->reference, sizeof l->reference);
	rows_copy(r, 4, l->narration, sizeof l->narration);
	rows_copy(r, 5, l->state, sizeof l->state);
	rows_copy(r, 6, l->payment, sizeof l->payment);
}

static err_t find_line(struct db *db, const char *id, struct bank_line *ret)
{
	struct rows r;
	db_query(db, &r, Q_BANK_LINE_BY_ID, V(id));
	bool found = rows_next(&r);
	if (found) read_line(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t bank_line_list(struct db *db, const struct bank_filter *f, void (*each)(void *arg, const struct bank_line *l), void *arg)
{
	struct rows r;
	struct bank_line l;
	db_query(db, &r, Q_BANK_LINE_IN_STATE, V(*f->before ? f->before : "~"), V(f->limit < BANK_PAGE_MAX ? f->limit : BANK_PAGE_MAX), V(f->state));
	while (rows_next(&r)) {
		read_line(&r, &l);
		each(arg, &l);
	}
	return rows_end(&r);
}

static err_t settle(struct tx *tx, const char *id, const char *from, const char *to, const char *payment)
{
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_BANK_LINE_SETTLE, V(id), V(from), V(to), V(payment)));
	return changed ? OK : ERR_BAD_STATE;
}

/* ── the search ── */

static err_t id_of(struct db *db, enum query q, const char *key, char ret[static ID_CHARS + 1])
{
	struct rows r;
	ret[0] = '\0';
	db_query(db, &r, q, V(key));
	if (rows_next(&r)) rows_copy(&r, 0, ret, ID_CHARS + 1);
	return rows_end(&r);
}

/* The next run of letters and digits, in capitals. */
static const char *next_word(const char *s, char ret[static WORD_MAX + 1])
{
	size_t n = 0;
	while (*s && !isalnum((unsigned char)*s)) s++;
	for (; isalnum((unsigned char)*s); s++)
		if (n < WORD_MAX) ret[n++] = (char)toupper((unsigned char)*s);
	ret[n] = '\0';
	return n ? s : NULL;
}

/* A payment whose mark or reference is a word of the text. */
static err_t find_in(struct db *db, const char *text, char ret[static ID_CHARS + 1])
{
	char word[WORD_MAX + 1];
	ret[0] = '\0';
	while (!*ret && (text = next_word(text, word))) {
		if (strlen(word) < 10) continue;
		TRY(id_of(db, Q_PAYMENT_BY_MARK, word, ret));
		if (!*ret) TRY(id_of(db, Q_PAYMENT_BY_REFERENCE, word, ret));
	}
	return OK;
}

static bool waits(const struct payment *p) { return p->state == PAYMENT_DUE || p->state == PAYMENT_CLAIMED || p->state == PAYMENT_FAILED || p->state == PAYMENT_VOID; }

/* OK with an empty id where nothing fits: another amount, another currency, already paid. */
static err_t find_payment(struct db *db, const struct bank_credit *c, struct payment *ret)
{
	char id[ID_CHARS + 1];
	ret->id[0] = '\0';
	TRY(find_in(db, c->reference, id));
	if (!*id) TRY(find_in(db, c->narration, id));
	if (!*id) return OK;
	TRY(payment_find(db, id, ret));
	if (!waits(ret) || ret->amount.minor != c->amount_minor || strcmp(ret->amount.currency, "INR") != 0) ret->id[0] = '\0';
	return OK;
}

/* ── a statement ── */

struct taking { struct tx *tx; const char *person; struct bank_report *report; char seen[BANK_ROWS_MAX][17]; int n_seen; };

/* Of the line itself; equal lines of one statement are told apart by their count, so that two equal transfers are two. */
static void make_mark(struct taking *t, const struct bank_credit *c, char ret[static 33])
{
	unsigned char hash[16];
	char line[64 + BANK_REFERENCE_MAX + BANK_NARRATION_MAX], short_mark[17];
	int same = 0;
	snprintf(line, sizeof line, "%lld|%lld|%s|%s", (long long)c->day_ms, (long long)c->amount_minor, c->reference, c->narration);
	crypto_generichash(hash, sizeof hash, (const unsigned char *)line, strlen(line), NULL, 0);
	sodium_bin2hex(short_mark, sizeof short_mark, hash, 8);
	for (int i = 0; i < t->n_seen; i++) same += strcmp(t->seen[i], short_mark) == 0;
	memcpy(t->seen[t->n_seen++], short_mark, sizeof short_mark);
	snprintf(ret, 33, "%s-%d", short_mark, same);
}

static err_t take_credit(void *arg, const struct bank_credit *c)
{
	struct taking *t = arg;
	char id[ID_CHARS + 1], mark[33];
	struct payment p;
	int64_t fresh = 0;
	id_new(id);
	make_mark(t, c, mark);
	t->report->credits++;
	TRY(db_exec_n(tx_db(t->tx), &fresh, Q_BANK_LINE_INSERT, V(id), V(mark), V(c->day_ms), V(c->amount_minor), V(c->reference), V(c->narration), V("open"), V(tx_now_ms(t->tx))));
	if (!fresh) return OK;
	t->report->fresh++;
	TRY(find_payment(tx_db(t->tx), c, &p));
	if (!*p.id) return OK;
	TRY(bank_line_match(t->tx, id, p.id, t->person));
	t->report->matched++;
	return OK;
}

err_t bank_statement_take(struct tx *tx, char *text, const char *person, struct bank_report *ret)
{
	struct taking t = {.tx = tx, .person = person, .report = ret};
	*ret = (struct bank_report){0};
	return bank_statement_read(text, take_credit, &t, &ret->fault);
}

err_t bank_line_match(struct tx *tx, const char *id, const char *payment, const char *person)
{
	struct bank_line l;
	struct payment p;
	char reference[PAY_REFERENCE_MAX + 1];
	TRY(find_line(tx_db(tx), id, &l));
	TRY(payment_find(tx_db(tx), payment, &p));
	if (p.amount.minor != l.amount_minor || strcmp(p.amount.currency, "INR") != 0) return ERR_CONFLICT;
	if (!waits(&p)) return ERR_BAD_STATE;
	/* The line is what pays, whatever the buyer wrote. Without a reference of the bank's its own id stands for one. */
	text_copy(reference, sizeof reference, *l.reference ? l.reference : l.id);
	TRY(payment_tell(tx, p.id, PAYMENT_EVENT_PAY, &(struct payment_news){.source = "bank", .person = person, .reference = reference}));
	return settle(tx, l.id, "open", "matched", p.id);
}

err_t bank_line_aside(struct tx *tx, const char *id, bool aside) { return settle(tx, id, aside ? "open" : "aside", aside ? "aside" : "open", ""); }
