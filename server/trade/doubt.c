/* doubt.c — what follows from each decision is a row. */
#include "trade/doubt.h"

#include <string.h>

#include "base/text.h"

static const char *const reasons[] = {"not-as-said", "not-from-there", "copy", "other"};

static err_t leave(struct tx *tx, const struct certificate *c, const char *note) { return (void)tx, (void)c, (void)note, OK; }
static err_t mark_copied(struct tx *tx, const struct certificate *c, const char *note) { return certificate_mark_copied(tx, c->code, note); }
static const struct { const char *wire; err_t (*then)(struct tx *tx, const struct certificate *c, const char *note); } decisions[] = {
	{"dismissed", leave}, {"copied", mark_copied}, {"false", certificate_revoke}};

err_t doubt_new(struct tx *tx, const struct doubt *d, struct doubt_id *ret)
{
	bool known = false;
	int64_t open;
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) known |= !strcmp(reasons[i], d->reason);
	if (!known) return ERR_BAD_FIELD;
	TRY(db_int(tx_db(tx), &open, Q_DOUBT_OPEN_OF_PERSON, V(d->code), V(d->person)));
	if (open >= DOUBTS_OPEN_MAX) return ERR_TOO_FAST;
	id_new(ret->s);
	return db_exec(tx_db(tx), Q_DOUBT_INSERT, V(ret->s), V(d->code), V(d->piece), V(d->person), V(d->reason), V(d->note), V(tx_now_ms(tx)));
}

err_t doubt_find(struct db *db, const char *id, struct doubt *ret)
{
	struct rows r;
	db_query(db, &r, Q_DOUBT_BY_ID, V(id));
	bool found = rows_next(&r);
	if (found) {
		*ret = (struct doubt){.piece = rows_int(&r, 2), .at_ms = rows_int(&r, 6), .decided_ms = rows_int(&r, 8)};
		rows_copy(&r, 0, ret->id.s, sizeof ret->id.s);
		rows_copy(&r, 1, ret->code, sizeof ret->code);
		rows_copy(&r, 3, ret->person, sizeof ret->person);
		rows_copy(&r, 4, ret->reason, sizeof ret->reason);
		rows_copy(&r, 5, ret->note, sizeof ret->note);
		rows_copy(&r, 7, ret->decision, sizeof ret->decision);
		rows_copy(&r, 9, ret->decided_note, sizeof ret->decided_note);
	}
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t doubt_list(struct db *db, const char *before, bool open_only, int64_t limit, void (*each)(void *arg, const struct doubt *d), void *arg)
{
	struct doubt_id ids[DOUBT_PAGE_MAX];
	int n = 0;
	struct rows r;
	db_query(db, &r, Q_DOUBT_LIST, V(*before ? before : "~"), V(limit < DOUBT_PAGE_MAX ? limit : DOUBT_PAGE_MAX), V(open_only));
	while (rows_next(&r) && n < DOUBT_PAGE_MAX) rows_copy(&r, 0, ids[n++].s, sizeof ids[0].s);
	TRY(rows_end(&r));
	for (int i = 0; i < n; i++) {
		struct doubt d;
		TRY(doubt_find(db, ids[i].s, &d));
		each(arg, &d);
	}
	return OK;
}

err_t doubt_decide(struct tx *tx, const char *id, const char *decision, const char *person, const char *note)
{
	struct doubt d;
	struct certificate c;
	int64_t changed = 0;
	size_t i = 0;
	while (i < sizeof decisions / sizeof *decisions && strcmp(decisions[i].wire, decision)) i++;
	if (i == sizeof decisions / sizeof *decisions) return ERR_BAD_FIELD;
	TRY(doubt_find(tx_db(tx), id, &d));
	TRY(db_exec_n(tx_db(tx), &changed, Q_DOUBT_DECIDE, V(id), V(decision), V(person), V(tx_now_ms(tx)), V(note)));
	if (!changed) return ERR_BAD_STATE;
	TRY(certificate_find(tx_db(tx), d.code, &c));
	return decisions[i].then(tx, &c, note);
}
