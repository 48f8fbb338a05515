/* books.h — double entry: what happened is a journal of postings that add up to nothing.
 *
 *   paid         bank | gateway | carrier | seller:S   +T    buyer:P −T
 *   handed over  buyer:P +T   funder:F +off                  transit:S −(T + off)
 *   delivered    transit:S +(T + off)                        tax:*:S  tcs:S  logistics  fee  maker:M:S  and, the rest, seller:S
 *   returned     the two above, the other way round          refunded: as paid, the other way round
 *
 * Debits are above zero. What stands to a seller's credit is below zero, and is what it will be paid. `seller:S` in "paid" is for money
 * that went to the seller itself: it owes it until the goods are delivered.
 * Owns    the rows of `journal`, `posting`, `account`.    Thread  writes on the floor; reads anywhere.
 * Limits  BOOKS_POSTINGS_MAX postings a journal, BOOKS_ACCOUNT_MAX bytes of an account's name. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "store/tick.h"

#define BOOKS_POSTINGS_MAX 64
#define BOOKS_ACCOUNT_MAX 96
#define BOOKS_NOTE_MAX 120
#define BOOKS_PARTY_ACCOUNTS 5   /* of one seller: its own and those of its taxes */
#define BOOKS_LINES_MAX 2000     /* of a statement */

enum books_cause {
#define BOOKS_CAUSE(id, wire, en, hi) BOOKS_##id,
#include "schema/books.def"
#undef BOOKS_CAUSE
	BOOKS_CAUSES
};
const char *books_cause_wire(enum books_cause c);
const char *books_cause_en(enum books_cause c);
const char *books_cause_hi(enum books_cause c);
/* BOOKS_CAUSES for a word that is none. */
enum books_cause books_cause_parse(const char *wire);
/* A rate in hundredths of a percent on a day in India. */
enum books_rate { BOOKS_RATE_FAIR_FEE, BOOKS_RATE_PRINCIPAL_MARGIN };
int64_t books_rate(enum books_rate what, int64_t day);

/* A journal being written. */
struct books_posting { char account[BOOKS_ACCOUNT_MAX + 1]; int64_t minor; };
struct books_entry {
	enum books_cause cause;
	const char *subject, *note, *person;   /* note and person: NULL or "" for none */
	char currency[4];
	size_t n;
	struct books_posting rows[BOOKS_POSTINGS_MAX];
};
/* Adds a posting to the account `a`, or `a:b`, or `a:b:c` (NULL: no more); nothing is added for 0. */
void books_add(struct books_entry *e, int64_t minor, const char *a, const char *b, const char *c);
/* ERR_CONFLICT if the cause is booked already about this subject; ERR_INTERNAL if it does not add up. Nothing is written for no postings. */
err_t books_post(struct tx *tx, const struct books_entry *e);
/* Adds the postings of an earlier journal with their signs turned. ERR_NOT_FOUND if there is none. */
err_t books_turn(struct db *db, struct books_entry *e, enum books_cause cause, const char *subject);
err_t books_posted(struct db *db, enum books_cause cause, const char *subject, bool *ret);
/* An entry of schema/books.def by hand; `reference` (the bank's) is its subject, so that it is entered once.
 * ERR_BAD_FIELD for a cause that is none of the desk's, an amount out of range, or a seller that is missing or too many. */
err_t books_enter(struct tx *tx, enum books_cause cause, int64_t minor, const char *seller, const char *reference, const char *person);

/* 0 for an account that has none. */
err_t books_balance(struct db *db, const char *account, const char *currency, int64_t *ret_minor);
/* The first four are 0 in books that are right. Walks what was posted behind the mark, or the whole, which takes some 3 s for a million
 * journals. `journals` are all that there are. */
struct books_health { int64_t unbalanced, empty, drifted, sum_minor, journals; };
err_t books_check(struct db *db, bool whole, struct books_health *ret);
/* What was found right is not walked again: the mark goes to the newest journal. */
err_t books_mark(struct tx *tx);
bool books_sound(const struct books_health *h);
/* Sums by kind of account (what stands before the first ':'). */
err_t books_groups(struct db *db, void (*each)(void *arg, const char *kind, const char *currency, int64_t minor), void *arg);

/* The accounts that make up what a seller, or a maker under a principal, has to get. */
struct books_party { char accounts[BOOKS_PARTY_ACCOUNTS][BOOKS_ACCOUNT_MAX + 1]; };
struct books_party books_party_seller(const char *seller);
struct books_party books_party_maker(const char *maker, const char *principal);
/* What a party is owed now; below 0 what it owes. In INR. */
err_t books_owed(struct db *db, const struct books_party *p, int64_t *ret_minor);
/* A statement's lines, one a journal, eldest first, and what was owed before them. Amounts: above 0 is to the party's credit. */
struct books_line { const char *journal, *cause, *subject, *note; int64_t at_ms, minor; };
err_t books_statement(struct db *db, const struct books_party *p, int64_t from_ms, int64_t until_ms, int64_t *ret_before_minor,
                      void (*each)(void *arg, const struct books_line *l), void *arg);
