/* search.h — finds products by words in Hindi, English or Hinglish (base/sound.h), and narrows them by what they are.
 *
 *   by fit     all words in the name, then those that have them elsewhere
 *   by price   the cheapest first: range after range (facet.h), each sorted by itself; of what is common, product after product
 *   newest
 *
 * The words are met whole; if no product has them so, as beginnings; and if none has them all, some of them (match.h).
 * Every step of that is one walk over lists that are in order already, and ends when the page is full: a common word costs no more than a
 * rare one, and nothing that matches is beyond reach of the next page (decisions/0070).
 *
 * Owns    the full-text index (schema/027_search.sql): search_put.c writes it, search.c reads it.
 * Thread  search_put and _drop on the floor; search_products on readers.
 * Limits  those of match.h; SEARCH_PAGE_MAX hits a page; SEARCH_COUNT_MAX are counted; SEARCH_JUDGED_MAX rows are shown to the rules a page;
 *         SEARCH_ASKED_MAX products are asked one by one a page (some 50 µs each). */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tick.h"
#include "trade/match.h"
#include "trade/product.h"

#define SEARCH_PAGE_MAX 100
#define SEARCH_COUNT_MAX 500
#define SEARCH_JUDGED_MAX 1000
#define SEARCH_ASKED_MAX 600

/* Puts a product's words into the index, or renews them. */
err_t search_put(struct tx *tx, const char *product);
/* Takes them out again. */
err_t search_drop(struct tx *tx, const char *product);

/* What an index entry depends on beside its product: the form of entries and, for goods of no special kind, where their seller can sell.
 * search_renew.h indexes anew what has another mark than it would have now. */
int64_t search_mark(const struct standings *who);

enum search_order { SEARCH_FIT, SEARCH_PRICE, SEARCH_NEWEST };

/* "", false and 0 narrow nothing. */
struct search_wish {
	const char *text, *district, *category, *booth, *fair;
	bool live, badge;
	int64_t from_minor, to_minor;        /* in rupees' paise; to_minor 0: without end */
	const struct sell_to *to;            /* only what is sold there, not enquired about; NULL: all */
	enum search_order order;
	int64_t limit;                       /* ≤ SEARCH_PAGE_MAX */
};

/* Where a page ends. Begin with {0}. */
struct search_cursor { int64_t step, doc; };   /* step: the way and the tier, or the price */

struct search_found {
	bool more, some;                     /* some: no product has all the words; these have some of them */
	struct search_cursor next;           /* of the next page, if there is more */
	int64_t count;                       /* of all pages, SEARCH_COUNT_MAX + 1 for more than that; 0 where a page goes on by fit */
};

/* Hits behind `from`. ERR_TOO_LONG, ERR_BAD_UTF8; ERR_TOO_BROAD when a statement took longer than DB_READ_MS. A text that holds no word finds nothing. */
err_t search_products(struct db *db, const struct search_wish *w, const struct search_cursor *from, int64_t now_ms,
                      void (*each)(void *arg, const struct product *p), void *arg, struct search_found *ret);
