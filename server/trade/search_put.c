/* search_put.c — writes the index: sounds of the names, sounds of all else that is said of a product, and its facets. */
#include <string.h>

#include "base/buf.h"
#include "fair/booth_row.h"
#include "fair/category.h"
#include "trade/facet.h"
#include "trade/fold.h"
#include "trade/search.h"

/* Counts up when what is put into the index changes; what stands there in an older form is then renewed. */
#define SEARCH_FORM 1
enum { SELLS_IN_INDIA = 1, SELLS_ABROAD = 2, SELLS_BITS = 2 };

static const struct sell_to in_india = {"IN", 0}, abroad = {"ZZ", 0};   /* ZZ: to the rules all countries abroad are one */

static void put_keys(struct buf *b, const struct sound *s)
{
	for (int i = 0; i < s->count; i++) buf_printf(b, "%s ", s->keys[i]);
}

/* In a name each word stands also with the one behind it, as if they were written together. */
static err_t put_words(struct buf *b, const char *text, bool pairs)
{
	char folded[PRODUCT_ABOUT_MAX * 3 + 1], both[sizeof folded];
	size_t last = 0, len = 0;
	TRY(fold(text, folded, sizeof folded));
	for (const char *s = folded; (s = sound_next(s, &len)); s += len) {
		const struct sound sound = sound_of(s, len);
		put_keys(b, &sound);
		const struct sound single = sound_of_single(s, len);
		put_keys(b, &single);
		if (pairs && last) {
			memcpy(both + last, s, len);
			both[last + len] = '\0';
			const struct sound pair = sound_of(both, last + len);
			put_keys(b, &pair);
		}
		memcpy(both, s, len);
		last = len;
	}
	return OK;
}

static err_t put_name(struct buf *b, const struct product *p)
{
	TRY(put_words(b, p->name_en, true));
	return put_words(b, p->name_hi, true);
}

static err_t put_others(struct buf *b, const struct product *p)
{
	const struct category *c = category_find(p->category);
	const char *const others[] = {p->district_en, p->district_hi, p->category, c ? c->en : "", c ? c->hi : "", p->about_en, p->about_hi};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) TRY(put_words(b, others[i], false));
	return OK;
}

static void put_facets(struct buf *b, const struct product *p, const char *fair)
{
	const int range = facet_price(p->price.minor);
	buf_printf(b, "%s %s %s ", facet_of(FACET_EVERY, "").s, facet_of(FACET_BOOTH, p->booth.s).s, facet_of(FACET_FAIR, fair).s);
	buf_printf(b, "%s %s ", facet_of(FACET_DISTRICT, p->district).s, facet_of(FACET_CRAFT, p->category).s);
	buf_printf(b, "%s %s ", facet_of_price(range).s, facet_of_octave(range).s);
	if (p->gi && p->grade != 'C') buf_printf(b, "%s ", facet_of(FACET_BADGE, "").s);
	if (product_sale(p, &in_india).way != SELL_ENQUIRY) buf_printf(b, "%s ", facet_of(FACET_INDIA, "").s);
	if (product_sale(p, &abroad).way != SELL_ENQUIRY) buf_printf(b, "%s ", facet_of(FACET_ABROAD, "").s);
}

int64_t search_mark(const struct standings *who)
{
	int64_t sells = 0;
	if (sell_rule_ask(who, "", &in_india).way != SELL_ENQUIRY) sells |= SELLS_IN_INDIA;
	if (sell_rule_ask(who, "", &abroad).way != SELL_ENQUIRY) sells |= SELLS_ABROAD;
	return SEARCH_FORM << SELLS_BITS | sells;
}

/* The product's row in the index, new or emptied. */
static err_t take_doc(struct db *db, const struct product *p, int64_t *ret_doc)
{
	const int64_t mark = search_mark(&p->sellers);
	err_t e = db_int(db, ret_doc, Q_SEARCH_DOC_OF, V(p->id.s));
	if (e == ERR_NOT_FOUND) {
		TRY(db_exec(db, Q_SEARCH_DOC_NEW, V(p->id.s), V(p->seller.s), V(mark), V(p->price.minor)));
		return db_int(db, ret_doc, Q_SEARCH_DOC_OF, V(p->id.s));
	}
	TRY(e);
	TRY(db_exec(db, Q_SEARCH_DOC_MARK, V(*ret_doc), V(p->seller.s), V(mark), V(p->price.minor)));
	return db_exec(db, Q_SEARCH_FORGET, V(*ret_doc));
}

static err_t write_doc(struct db *db, const struct product *p, const struct buf parts[static 3])
{
	int64_t doc;
	TRY(take_doc(db, p, &doc));
	return db_exec(db, Q_SEARCH_PUT, V(doc), V(parts[0].data), V(parts[1].data), V(parts[2].data));
}

err_t search_put(struct tx *tx, const char *product)
{
	struct product p;
	struct booth_row booth;
	struct buf parts[3];
	TRY(product_find_any(tx_db(tx), product, tx_now_ms(tx), &p));
	TRY(booth_row_find(tx_db(tx), p.booth.s, &booth));
	for (size_t i = 0; i < 3; i++) buf_init(&parts[i]), buf_puts(&parts[i], "");
	err_t e = put_name(&parts[0], &p);
	if (e == OK) e = put_others(&parts[1], &p);
	put_facets(&parts[2], &p, booth.fair.s);
	if (e == OK) e = write_doc(tx_db(tx), &p, parts);
	for (size_t i = 0; i < 3; i++) buf_fini(&parts[i]);
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
