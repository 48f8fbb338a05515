/* settlement.c — who is owed, what a run holds, and what each step books. */
#include "trade/settlement.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char *const states[SETTLEMENT_STATES] = {
	[SETTLEMENT_DRAFT] = "draft", [SETTLEMENT_APPROVED] = "approved", [SETTLEMENT_PAID] = "paid", [SETTLEMENT_DROPPED] = "dropped"};
const char *settlement_state_wire(enum settlement_state s) { return states[s]; }
#define PUT(to, from) text_copy((to), sizeof(to), (from))

/* ── who is owed ── */

struct owed { char party[ID_CHARS + 1], principal[ID_CHARS + 1]; };   /* principal "": a seller of record */
struct owed_list { int n; struct owed rows[SETTLEMENT_MAX]; };

static void note(struct owed_list *l, const char *party, const char *principal)
{
	for (int i = 0; i < l->n; i++)
		if (strcmp(l->rows[i].party, party) == 0 && strcmp(l->rows[i].principal, principal) == 0) return;
	if (l->n == SETTLEMENT_MAX) return; /* the next run's */
	struct owed *o = &l->rows[l->n++];
	PUT(o->party, party);
	PUT(o->principal, principal);
}

/* Accounts with a credit whose names begin like this; behind it stands a seller, and a maker's principal. */
static err_t gather(struct db *db, const char *prefix, struct owed_list *l)
{
	char behind[16];
	struct rows r;
	const size_t len = strlen(prefix);
	PUT(behind, prefix);
	behind[len - 1]++; /* ':' becomes ';' */
	db_query(db, &r, Q_SETTLEMENT_DUE, V(prefix), V((const char *)behind), V(SETTLEMENT_MAX));
	while (rows_next(&r)) {
		char name[BOOKS_ACCOUNT_MAX + 1];
		rows_copy(&r, 0, name, sizeof name);
		char *principal = strchr(name + len, ':');
		if (principal) *principal++ = 0;
		note(l, name + len, principal ? principal : "");
	}
	return rows_end(&r);
}

static struct books_party party_of(const struct owed *o)
{
	return *o->principal ? books_party_maker(o->party, o->principal) : books_party_seller(o->party);
}

/* ── draft ── */

static err_t write_parts(struct tx *tx, const char *settlement, const struct books_party *p)
{
	for (size_t i = 0; i < BOOKS_PARTY_ACCOUNTS; i++) {
		int64_t minor;
		if (!*p->accounts[i]) continue;
		TRY(books_balance(tx_db(tx), p->accounts[i], "INR", &minor));
		if (minor) TRY(db_exec(tx_db(tx), Q_SETTLEMENT_PART_INSERT, V(settlement), V((const char *)p->accounts[i]), V(-minor)));
	}
	return OK;
}

/* The fair pays a maker out of what it holds of the principal's; where it holds none, the money went to the principal itself. */
static err_t payer_of(struct db *db, const struct owed *o, const char **ret)
{
	const struct books_party principal = books_party_seller(o->principal);
	int64_t held = 0;
	if (*o->principal) TRY(books_owed(db, &principal, &held));
	*ret = held < 0 ? "principal" : "fair";
	return OK;
}

static err_t draft_one(struct tx *tx, const char *run, const struct owed *o, int *drafted)
{
	const struct books_party p = party_of(o);
	struct seller s;
	struct seller_form f;
	int64_t minor;
	const char *payer;
	char id[ID_CHARS + 1];
	TRY(books_owed(tx_db(tx), &p, &minor));
	if (minor <= 0) return OK;
	TRY(seller_find(tx_db(tx), o->party, &s));
	TRY(seller_form_find(tx_db(tx), o->party, &f));
	TRY(payer_of(tx_db(tx), o, &payer));
	if (!(*f.account && *f.ifsc) && !*f.upi) return OK;
	id_new(id);
	TRY(db_exec(tx_db(tx), Q_SETTLEMENT_INSERT, V(id), V(run), V(*o->principal ? "maker" : "seller"), V(o->party), V(o->principal), V(payer), V(minor), V("INR"),
	            V(s.name), V(f.ifsc), V(f.account), V(f.upi)));
	++*drafted;
	return write_parts(tx, id, &p);
}

err_t settlement_draft(struct tx *tx, const char *person, char ret_run[static ID_CHARS + 1])
{
	static const char *const prefixes[] = {"seller:", "tax:cgst:", "tax:sgst:", "tax:igst:", "maker:"};
	struct owed_list *l = calloc(1, sizeof *l);
	char id[ID_CHARS + 1], number[NUMBER_CHARS + 1];
	int drafted = 0;
	if (!l) abort();
	err_t e = OK;
	for (size_t i = 0; e == OK && i < sizeof prefixes / sizeof *prefixes; i++) e = gather(tx_db(tx), prefixes[i], l);
	id_new(id);
	if (e == OK) e = number_next(tx, 'S', number);
	if (e == OK) e = db_exec(tx_db(tx), Q_SETTLEMENT_RUN_INSERT, V(id), V(number), V(person), V(tx_now_ms(tx)));
	for (int i = 0; e == OK && i < l->n; i++) e = draft_one(tx, id, &l->rows[i], &drafted);
	free(l);
	TRY(e);
	if (!drafted) return ERR_NOT_FOUND;
	memcpy(ret_run, id, sizeof id);
	return OK;
}

/* ── read ── */

static err_t read_total(struct db *db, struct settlement_run *r)
{
	struct rows rows;
	db_query(db, &rows, Q_SETTLEMENT_TOTAL, V(r->id));
	if (rows_next(&rows)) r->parties = rows_int(&rows, 0), r->total_minor = rows_int(&rows, 1);
	return rows_end(&rows);
}

static void read_run(struct rows *r, struct settlement_run *ret)
{
	rows_copy(r, 0, ret->id, sizeof ret->id);
	rows_copy(r, 1, ret->number, sizeof ret->number);
	for (ret->state = 0; ret->state < SETTLEMENT_DROPPED && strcmp(states[ret->state], rows_text(r, 2)) != 0;) ret->state++;
	rows_copy(r, 3, ret->made_by, sizeof ret->made_by);
	ret->made_ms = rows_int(r, 4);
	rows_copy(r, 5, ret->approved_by, sizeof ret->approved_by);
	ret->approved_ms = rows_int(r, 6);
	rows_copy(r, 7, ret->closed_by, sizeof ret->closed_by);
	ret->closed_ms = rows_int(r, 8);
}

err_t settlement_run_find(struct db *db, const char *id, struct settlement_run *ret)
{
	struct rows r;
	db_query(db, &r, Q_SETTLEMENT_RUN_BY_ID, V(id));
	const bool found = rows_next(&r);
	if (found) read_run(&r, ret);
	TRY(rows_end(&r));
	return found ? read_total(db, ret) : ERR_NOT_FOUND;
}

err_t settlement_run_list(struct db *db, const char *before, void (*each)(void *arg, const struct settlement_run *r), void *arg)
{
	struct settlement_run runs[SETTLEMENT_RUNS_MAX];
	struct rows r;
	int n = 0;
	db_query(db, &r, Q_SETTLEMENT_RUN_LIST, V(*before ? before : "~"), V(SETTLEMENT_RUNS_MAX));
	while (rows_next(&r) && n < SETTLEMENT_RUNS_MAX) read_run(&r, &runs[n++]);
	TRY(rows_end(&r));
	for (int i = 0; i < n; i++) {
		TRY(read_total(db, &runs[i]));
		each(arg, &runs[i]);
	}
	return OK;
}

static void read_settlement(struct rows *r, struct settlement *ret)
{
	const struct { int col; char *to; size_t cap; } texts[] = {
#define INTO(col, field) {col, ret->field, sizeof ret->field}
		INTO(0, id), INTO(1, run), INTO(2, kind), INTO(3, party), INTO(4, principal), INTO(5, payer), INTO(7, currency), INTO(8, name), INTO(9, ifsc), INTO(10, account),
		INTO(11, upi),
#undef INTO
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rows_copy(r, texts[i].col, texts[i].to, texts[i].cap);
	ret->amount_minor = rows_int(r, 6);
	ret->came_back = rows_int(r, 12) != 0;
}

err_t settlement_list(struct db *db, const char *run, void (*each)(void *arg, const struct settlement *s), void *arg)
{
	struct rows r;
	struct settlement s;
	db_query(db, &r, Q_SETTLEMENT_OF_RUN, V(run), V(SETTLEMENT_MAX));
	while (rows_next(&r)) {
		read_settlement(&r, &s);
		each(arg, &s);
	}
	return rows_end(&r);
}

/* ── the steps ── */

struct step { struct tx *tx; const char *person; err_t err; int n; struct settlement *all; };

static void keep(void *arg, const struct settlement *s)
{
	struct step *st = arg;
	st->all[st->n++] = *s;
}

/* Runs over a run's settlements, which are read first: a statement cannot be used while its rows are open. */
static err_t each_of(struct tx *tx, const char *run, const char *person, err_t (*fn)(struct tx *tx, const struct settlement *s, const char *person))
{
	struct step st = {.all = calloc(SETTLEMENT_MAX, sizeof *st.all)};
	if (!st.all) abort();
	err_t e = settlement_list(tx_db(tx), run, keep, &st);
	for (int i = 0; e == OK && i < st.n; i++) e = fn(tx, &st.all[i], person);
	free(st.all);
	return e;
}

/* Takes what the settlement is made of out of its accounts; what has fallen since it was drafted is not there to be paid. */
static err_t add_parts(struct db *db, const char *settlement, struct books_entry *e)
{
	struct rows r;
	int64_t balance;
	size_t first = e->n;
	db_query(db, &r, Q_SETTLEMENT_PARTS, V(settlement), V(BOOKS_PARTY_ACCOUNTS));
	while (rows_next(&r)) books_add(e, rows_int(&r, 1), rows_text(&r, 0), NULL, NULL);
	TRY(rows_end(&r));
	for (size_t i = first; i < e->n; i++) {
		TRY(books_balance(db, e->rows[i].account, e->currency, &balance));
		if (-balance < e->rows[i].minor) return ERR_CONFLICT;
	}
	return OK;
}

static err_t book_payout(struct tx *tx, const struct settlement *s, const char *person)
{
	struct books_entry e = {.cause = BOOKS_PAYOUT, .subject = s->id, .person = person, .currency = "INR"};
	TRY(add_parts(tx_db(tx), s->id, &e));
	if (strcmp(s->payer, "fair") == 0) books_add(&e, -s->amount_minor, "payout", s->run, NULL);
	else books_add(&e, -s->amount_minor, "seller", s->principal, NULL);
	return books_post(tx, &e);
}

err_t settlement_approve(struct tx *tx, const char *run, const char *person)
{
	struct settlement_run r;
	int64_t changed = 0;
	TRY(settlement_run_find(tx_db(tx), run, &r));
	if (r.state != SETTLEMENT_DRAFT) return ERR_BAD_STATE;
	if (strcmp(r.made_by, person) == 0) return ERR_FORBIDDEN;
	TRY(db_exec_n(tx_db(tx), &changed, Q_SETTLEMENT_RUN_APPROVE, V(run), V(person), V(tx_now_ms(tx))));
	return changed ? each_of(tx, run, person, book_payout) : ERR_BAD_STATE;
}

static err_t close_run(struct tx *tx, const char *run, enum settlement_state from, enum settlement_state to, const char *person)
{
	struct settlement_run r;
	int64_t changed = 0;
	TRY(settlement_run_find(tx_db(tx), run, &r));
	TRY(db_exec_n(tx_db(tx), &changed, Q_SETTLEMENT_RUN_CLOSE, V(run), V(states[from]), V(states[to]), V(person), V(tx_now_ms(tx))));
	return changed ? OK : ERR_BAD_STATE;
}

err_t settlement_drop(struct tx *tx, const char *run, const char *person) { return close_run(tx, run, SETTLEMENT_DRAFT, SETTLEMENT_DROPPED, person); }

static err_t book_sent(struct tx *tx, const struct settlement *s, const char *person)
{
	struct books_entry e = {.cause = BOOKS_PAYOUT_SENT, .subject = s->id, .person = person, .currency = "INR"};
	if (strcmp(s->payer, "fair") != 0 || s->came_back) return OK;
	books_add(&e, s->amount_minor, "payout", s->run, NULL);
	books_add(&e, -s->amount_minor, "bank", NULL, NULL);
	return books_post(tx, &e);
}

err_t settlement_sent(struct tx *tx, const char *run, const char *person)
{
	TRY(close_run(tx, run, SETTLEMENT_APPROVED, SETTLEMENT_PAID, person));
	return each_of(tx, run, person, book_sent);
}

err_t settlement_came_back(struct tx *tx, const char *settlement, const char *person)
{
	struct books_entry e = {.cause = BOOKS_PAYOUT_FAILED, .subject = settlement, .person = person, .currency = "INR"};
	struct settlement s;
	struct rows r;
	int64_t changed = 0;
	db_query(tx_db(tx), &r, Q_SETTLEMENT_BY_ID, V(settlement));
	const bool found = rows_next(&r);
	if (found) read_settlement(&r, &s);
	TRY(rows_end(&r));
	if (!found) return ERR_NOT_FOUND;
	if (strcmp(s.payer, "fair") != 0) return ERR_BAD_STATE;
	err_t booked = books_turn(tx_db(tx), &e, BOOKS_PAYOUT, settlement);
	if (booked != OK) return booked == ERR_NOT_FOUND ? ERR_BAD_STATE : booked;
	booked = books_turn(tx_db(tx), &e, BOOKS_PAYOUT_SENT, settlement);
	if (booked != OK && booked != ERR_NOT_FOUND) return booked;
	TRY(db_exec_n(tx_db(tx), &changed, Q_SETTLEMENT_BACK, V(settlement)));
	return changed ? books_post(tx, &e) : ERR_BAD_STATE;
}
