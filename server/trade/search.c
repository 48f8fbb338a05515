/* search.c — every word is quoted and a prefix, so that nothing a buyer types is FTS5 syntax. */
#include "trade/search.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "fair/category.h"
#include "trade/fold.h"

static err_t fold_into(struct buf *b, const char *text)
{
	char folded[PRODUCT_ABOUT_MAX * 3];
	TRY(fold(text, folded, sizeof folded));
	buf_puts(b, folded);
	buf_putc(b, ' ');
	return OK;
}

static err_t words_of(const struct product *p, struct buf *name, struct buf *words)
{
	const struct category *c = category_find(p->category);
	const char *const others[] = {p->district_en, p->district_hi, p->category, c ? c->en : "", c ? c->hi : "", p->about_en, p->about_hi};
	TRY(fold_into(name, p->name_en));
	TRY(fold_into(name, p->name_hi));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) TRY(fold_into(words, others[i]));
	return OK;
}

err_t search_put(struct tx *tx, const char *product)
{
	struct db *db = tx_db(tx);
	struct product p;
	int64_t doc;
	TRY(product_find_any(db, product, tx_now_ms(tx), &p));
	struct buf name, words;
	buf_init(&name);
	buf_init(&words);
	err_t e = words_of(&p, &name, &words);
	if (e == OK) e = db_int(db, &doc, Q_SEARCH_DOC, V(product));
	if (e == OK) e = db_exec(db, Q_SEARCH_FORGET, V(doc));
	if (e == OK) e = db_exec(db, Q_SEARCH_PUT, V(doc), V(name.data), V(words.data));
	buf_fini(&name);
	buf_fini(&words);
	return e;
}

err_t search_drop(struct tx *tx, const char *product)
{
	int64_t doc;
	err_t e = db_int(tx_db(tx), &doc, Q_SEARCH_DOC_OF, V(product));
	if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
	TRY(db_exec(tx_db(tx), Q_SEARCH_FORGET, V(doc)));
	return db_exec(tx_db(tx), Q_SEARCH_DOC_DROP, V(product));
}

/* "silk" * "saree" * : words are parted by ASCII other than letters and digits, and by the danda. */
static int match_of(const char *folded, char *ret, size_t cap)
{
	static const char parting[] = " \t\r\n\"'*()[]{}:;,.!?^+-/\\|<>=&%#@~`_$";
	int words = 0;
	size_t n = 0;
	ret[0] = 0;
	while (*folded && words < SEARCH_WORDS_MAX) {
		folded += strspn(folded, parting);
		size_t len = strcspn(folded, parting);
		if (!len) break;
		n += (size_t)snprintf(ret + n, cap - n, "\"%.*s\" * ", (int)len, folded);
		folded += len;
		words++;
	}
	return words;
}

struct hits { struct search_cursor at[SEARCH_PAGE_MAX]; int count; };

static err_t find_hits(struct db *db, const char *match, const struct product_filter *f, const struct search_cursor *from, struct hits *ret)
{
	char in_name[SEARCH_QUERY_MAX * 4 + 128];
	int64_t limit = f->limit < SEARCH_PAGE_MAX ? f->limit : SEARCH_PAGE_MAX;
	snprintf(in_name, sizeof in_name, "name : (%s)", match);
	struct rows r;
	db_query(db, &r, Q_SEARCH_PRODUCTS, V(in_name), V(match), V(SEARCH_CANDIDATES), V(f->district), V(f->category), V(f->booth), V(f->live), V(f->fair),
	         V(from->tier), V(from->product), V(limit));
	while (rows_next(&r) && ret->count < SEARCH_PAGE_MAX) {
		rows_copy(&r, 0, ret->at[ret->count].product, sizeof ret->at[0].product);
		ret->at[ret->count++].tier = rows_int(&r, 1);
	}
	return rows_end(&r);
}

err_t search_products(struct db *db, const char *text, const struct product_filter *f, const struct search_cursor *from, int64_t now_ms,
                      void (*each)(void *arg, const struct product *p, const struct search_cursor *at), void *arg)
{
	if (strlen(text) > SEARCH_QUERY_MAX) return ERR_TOO_LONG;
	char folded[SEARCH_QUERY_MAX * 3 + 1], match[SEARCH_QUERY_MAX * 3 + SEARCH_WORDS_MAX * 6 + 1];
	TRY(fold(text, folded, sizeof folded));
	if (!match_of(folded, match, sizeof match)) return OK;
	struct hits hits = {0};
	TRY(find_hits(db, match, f, from, &hits));
	for (int i = 0; i < hits.count; i++) {
		struct product p;
		TRY(product_find(db, hits.at[i].product, now_ms, &p));
		each(arg, &p, &hits.at[i]);
	}
	return OK;
}
