/* settlement.h — paying out what the books owe: drafted by one person, approved by another, sent with the bank's file.
 *
 *   draft ─ another person approves ─► approved ─ the bank has it ─► paid
 *     └─ dropped                         posts payout               posts payout-sent       one comes back: posts payout-failed
 *
 * A seller of record gets what stands to its credit, with the tax in it that it owes the government. A maker under a principal gets what
 * the principal owes it: from the fair where the fair holds the principal's money, else the principal pays it itself (payer).
 * Only parties whose bank account or UPI address is known are in a run; the others wait with their balance.
 * Owns    the rows of `settlement_run`, `settlement`, `settlement_part`.    Thread  the floor; lists on readers.
 * Limits  SETTLEMENT_MAX parties a run; one draft at a time.    Cost  a few statements for each party. */
#pragma once
#include "trade/books.h"
#include "trade/number.h"
#include "trade/seller.h"

#define SETTLEMENT_MAX 500
#define SETTLEMENT_RUNS_MAX 50

enum settlement_state { SETTLEMENT_DRAFT, SETTLEMENT_APPROVED, SETTLEMENT_PAID, SETTLEMENT_DROPPED, SETTLEMENT_STATES };
/* "draft", "approved", "paid", "dropped". */
const char *settlement_state_wire(enum settlement_state s);

struct settlement_run {
	char id[ID_CHARS + 1], number[NUMBER_CHARS + 1], made_by[ID_CHARS + 1], approved_by[ID_CHARS + 1], closed_by[ID_CHARS + 1];
	enum settlement_state state;
	int64_t made_ms, approved_ms, closed_ms, parties, total_minor;
};
struct settlement {
	char id[ID_CHARS + 1], run[ID_CHARS + 1], kind[8], party[ID_CHARS + 1], principal[ID_CHARS + 1], payer[12], currency[4];
	char name[SELLER_NAME_MAX + 1], ifsc[12], account[19], upi[97];
	int64_t amount_minor;
	bool came_back;
};

/* ERR_CONFLICT while a draft is open, ERR_NOT_FOUND if nothing is owed to anyone who can be paid. */
err_t settlement_draft(struct tx *tx, const char *person, char ret_run[static ID_CHARS + 1]);
/* ERR_FORBIDDEN for the one who made it, ERR_BAD_STATE, ERR_CONFLICT if a balance has fallen since: drop it and draft anew. */
err_t settlement_approve(struct tx *tx, const char *run, const char *person);
/* ERR_BAD_STATE. */
err_t settlement_drop(struct tx *tx, const char *run, const char *person);
err_t settlement_sent(struct tx *tx, const char *run, const char *person);
/* The bank could not pay this one: it is owed again. ERR_BAD_STATE, also for what the fair does not pay. */
err_t settlement_came_back(struct tx *tx, const char *settlement, const char *person);

/* ERR_NOT_FOUND. */
err_t settlement_run_find(struct db *db, const char *id, struct settlement_run *ret);
err_t settlement_run_list(struct db *db, const char *before, void (*each)(void *arg, const struct settlement_run *r), void *arg);
err_t settlement_list(struct db *db, const char *run, void (*each)(void *arg, const struct settlement *s), void *arg);
