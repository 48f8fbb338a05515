/* books_walk.h — walks through the whole of the books again and again, a slice at a time, for what lies before the mark is looked at by nobody
 * else (books.h): a row that a failing disk or a hand has changed shows here within a day.
 *
 *   every journal: it has postings and they add up ─► every account: its balance is the sum of its postings ─► a round is over
 *
 * An account of many postings takes many slices: its balance and the newest journal are read together, and what is posted later is left for the
 * next round. While the clock stands behind the newest journal, new ones may lie before it: then nothing is walked.
 * Owns    two settings: when the last round ended, and what it found.
 * Thread  books_walk_slice on readers, the rest on the floor.    Cost  BOOKS_WALK_ROWS rows by index a slice, some 3 ms. */
#pragma once
#include <stdbool.h>

#include "trade/books.h"

#define BOOKS_WALK_ROWS 1000
#define BOOKS_WALK_DAY_MS 86400000LL   /* from the end of one round to the beginning of the next */

struct books_walk {
	enum { BOOKS_WALK_JOURNALS, BOOKS_WALK_ACCOUNTS, BOOKS_WALK_OVER } part;
	char journal[ID_CHARS + 1], newest[ID_CHARS + 1];                  /* where it stands; up to where this account is summed */
	char account[BOOKS_ACCOUNT_MAX + 1], currency[4];
	bool inside;                                                       /* an account is under way … */
	int64_t place, balance_minor, sum_minor;                           /* … and this is what is known of it */
	int64_t faults;                                                    /* journals and accounts found wrong in this round */
};

/* The next slice of a round, begun with {0}; it ends with part BOOKS_WALK_OVER. `now_ms` is the clock's. */
err_t books_walk_slice(struct db *db, struct books_walk *w, int64_t now_ms);

/* What the last whole round found. ended_ms 0: none yet. */
struct books_walked { int64_t ended_ms, faults; };
err_t books_walked_put(struct tx *tx, const struct books_walked *found);
err_t books_walked_find(struct db *db, struct books_walked *ret);
