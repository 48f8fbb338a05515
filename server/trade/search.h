/* search.h — finds products by words in Hindi or English, by the beginnings of words.
 * Owns    the full-text index (schema/007_search.sql).
 * Thread  search_put on the floor; search_products on readers.
 * Limits  SEARCH_WORDS_MAX words; SEARCH_CANDIDATES candidates are looked at, however common a word is. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tick.h"
#include "trade/product.h"

#define SEARCH_WORDS_MAX 8
#define SEARCH_QUERY_MAX 200
#define SEARCH_CANDIDATES 2000
#define SEARCH_PAGE_MAX 100

/* Puts a product's words into the index, or renews them. */
err_t search_put(struct tx *tx, const char *product);

/* Takes them out again. */
err_t search_drop(struct tx *tx, const char *product);

/* Where a page ends: hits in the name (tier 0) come before others (tier 1). Begin with {-1, ""}. */
struct search_cursor { int64_t tier; char product[ID_CHARS + 1]; };
/* Hits behind `from`, at most f->limit (≤ SEARCH_PAGE_MAX); f->after is not used. The cursor goes with each hit.
 * ERR_TOO_LONG, ERR_BAD_UTF8. A query without a word finds nothing. */
err_t search_products(struct db *db, const char *text, const struct product_filter *f, const struct search_cursor *from, int64_t now_ms,
                      void (*each)(void *arg, const struct product *p, const struct search_cursor *at), void *arg);
