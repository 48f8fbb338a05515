/* search.c — one expression for what is wished, then walks along the index until the page is full. */
#include "trade/search.h"

#include <string.h>

#include "base/buf.h"
#include "trade/facet.h"

#define LIVE_BOOTHS 64      /* so many are named in the expression; of more, enough of all hits are live */

#define TIERS 2             /* of a way: in the name, elsewhere */

#define ONE_IN 12           /* by price: where so many products match, or more, they are asked one by one */

struct hit { char product[ID_CHARS + 1]; struct search_cursor at; };

/* A search under way. */
struct walk {
	struct db *db;
	const struct search_wish *w;
	struct match match;
	enum match_way way;
	struct buf facets, prices, expr;     /* prices: the span wished for, if any */
	struct search_cursor at;
	struct hit hits[SEARCH_PAGE_MAX + 1];
	int n, wanted;
	bool many;                           /* more than SEARCH_COUNT_MAX match */
	int64_t apart;                       /* of those that were counted one stands in so many rows */
};

static void put_facet(struct buf *b, char kind, const char *value)
{
	if (*value) buf_printf(b, " AND %s", facet_of(kind, value).s);
}

/* ret_none: nobody is live. */
static err_t put_live(struct walk *k, bool *ret_none)
{
	struct rows r;
	struct buf any;
	int n = 0;
	buf_init(&any);
	db_query(k->db, &r, Q_SEARCH_LIVE_BOOTHS, V(LIVE_BOOTHS + 1));
	for (; rows_next(&r); n++) buf_printf(&any, "%s%s", n ? " OR " : " AND (", facet_of(FACET_BOOTH, rows_text(&r, 0)).s);
	if (n && n <= LIVE_BOOTHS) buf_printf(&k->facets, "%s)", any.data);
	buf_fini(&any);
	*ret_none = !n;
	return rows_end(&r);
}

static err_t put_facets(struct walk *k, bool *ret_none)
{
	const struct search_wish *w = k->w;
	struct buf *b = &k->facets;
	buf_puts(b, facet_of(FACET_EVERY, "").s);
	put_facet(b, FACET_DISTRICT, w->district);
	put_facet(b, FACET_CRAFT, w->category);
	put_facet(b, FACET_BOOTH, w->booth);
	put_facet(b, FACET_FAIR, w->fair);
	if (w->badge) buf_printf(b, " AND %s", facet_of(FACET_BADGE, "").s);
	if (w->to) buf_printf(b, " AND %s", facet_of(*w->to->country && strcmp(w->to->country, "IN") != 0 ? FACET_ABROAD : FACET_INDIA, "").s);
	if (w->from_minor > 0 || w->to_minor > 0) {
		buf_puts(&k->prices, " AND ");
		facet_between(&k->prices, w->from_minor, w->to_minor > 0 ? w->to_minor : MONEY_MINOR_MAX);
	}
	return w->live ? put_live(k, ret_none) : OK;
}

/* The expression: words, facets, and of the prices one range, or those that are wished, or any. */
enum { PRICES_WISHED = -1, PRICES_ANY = -2 };
static const char *expr_of(struct walk *k, enum match_where where, int range)
{
	buf_clear(&k->expr);
	if (k->match.count) match_write(&k->match, k->way, where, &k->expr);
	buf_printf(&k->expr, "%s({facets} : (%s", k->match.count ? " AND " : "", k->facets.data);
	if (range == PRICES_WISHED && k->prices.data) buf_puts(&k->expr, k->prices.data);
	if (range >= 0) buf_printf(&k->expr, " AND %s", facet_of_price(range).s);
	buf_puts(&k->expr, "))");
	return k->expr.data;
}

#define ROW_BUT_PRICE(w) V((w)->district), V((w)->category), V((w)->booth), V((w)->fair), V((w)->live), V((w)->badge)
#define ROW_OF(w) ROW_BUT_PRICE(w), V((w)->from_minor), V((w)->to_minor)

static err_t take_hits(struct walk *k, struct rows *r, bool by_price, int64_t step)
{
	while (k->n < k->wanted && rows_next(r)) {
		struct hit *h = &k->hits[k->n++];
		rows_copy(r, 0, h->product, sizeof h->product);
		h->at = (struct search_cursor){by_price ? rows_int(r, 2) : step, rows_int(r, 1)};
	}
	return rows_end(r);
}

/* Those with all words in the name, then the others; a step says both the way and which of the two. */
static err_t walk_by_fit(struct walk *k)
{
	const int tiers = k->match.count && k->way != MATCH_SOME ? TIERS : 1;
	struct rows r;
	for (int64_t tier = k->at.step % TIERS; tier < tiers && k->n < k->wanted; tier++, k->at.doc = 0) {
		const int64_t step = k->way * TIERS + tier;
		db_query(k->db, &r, Q_SEARCH_BY_DOC, V(expr_of(k, (enum match_where)tier, PRICES_WISHED)), ROW_OF(k->w), V(k->at.doc), V(k->wanted - k->n));
		TRY(take_hits(k, &r, false, step));
	}
	return OK;
}

static err_t walk_newest(struct walk *k)
{
	struct rows r;
	db_query(k->db, &r, Q_SEARCH_NEWEST, V(expr_of(k, MATCH_ANYWHERE, PRICES_WISHED)), ROW_OF(k->w), V(k->at.doc ? k->at.doc : INT64_MAX), V(k->wanted));
	return take_hits(k, &r, false, 0);
}

/* One range of prices, or all that are wished, behind the cursor. */
static err_t take_range(struct walk *k, int range)
{
	struct rows r;
	db_query(k->db, &r, Q_SEARCH_BY_PRICE, V(expr_of(k, MATCH_ANYWHERE, range)), ROW_OF(k->w), V(k->at.step), V(k->at.doc), V(k->wanted - k->n));
	return take_hits(k, &r, true, 0);
}

/* How many match at the prices wished for, or at any, up to one more than SEARCH_COUNT_MAX; of these one stands in so many rows. */
static err_t count_hits(struct walk *k, int prices, int64_t *ret_n, int64_t *ret_apart)
{
	const struct search_wish *w = k->w;
	const bool any = prices == PRICES_ANY;
	struct rows r;
	int64_t n = 0, last = 0;
	db_query(k->db, &r, Q_SEARCH_COUNT, V(expr_of(k, MATCH_ANYWHERE, prices)), ROW_BUT_PRICE(w), V(any ? 0 : w->from_minor), V(any ? 0 : w->to_minor),
	         V(SEARCH_COUNT_MAX + 1));
	if (rows_next(&r)) n = rows_int(&r, 0), last = rows_int(&r, 1);
	*ret_n = n;
	*ret_apart = n ? last / n : 0;
	return rows_end(&r);
}

/* From the cursor along the prices, which goes along; all that match are found up to where it ends. */
static err_t take_along(struct walk *k)
{
	struct rows r;
	struct search_cursor end = {INT64_MAX, INT64_MAX};
	db_query(k->db, &r, Q_SEARCH_PRICE_BEHIND, V(k->at.step), V(k->at.doc), V(SEARCH_ASKED_MAX - 1));
	if (rows_next(&r)) end = (struct search_cursor){rows_int(&r, 0), rows_int(&r, 1)};
	TRY(rows_end(&r));
	db_query(k->db, &r, Q_SEARCH_ALONG_PRICES, V(expr_of(k, MATCH_ANYWHERE, PRICES_ANY)), ROW_OF(k->w), V(k->at.step), V(k->at.doc), V(end.step), V(end.doc), V(k->wanted));
	TRY(take_hits(k, &r, true, 0));
	k->at = end;
	return OK;
}

/* What few match is sorted at once; of many, range after range in which there is anything at all. What is common is nearly everywhere, and is
 * found sooner by asking the cheapest products one by one. */
static err_t walk_by_price(struct walk *k)
{
	int64_t at_any;
	if (!k->many) return take_range(k, PRICES_WISHED);
	if (k->at.step < k->w->from_minor) k->at = (struct search_cursor){k->w->from_minor, 0};
	if (k->apart > ONE_IN && k->prices.len) TRY(count_hits(k, PRICES_ANY, &at_any, &k->apart)); /* within the span it is as common as outside */
	if (k->apart <= ONE_IN) TRY(take_along(k));
	int64_t next = k->at.step;
	while (k->n < k->wanted) {
		err_t e = db_int(k->db, &next, Q_SEARCH_NEXT_PRICE, V(next));
		if (e == ERR_NOT_FOUND || (e == OK && k->w->to_minor > 0 && next > k->w->to_minor)) return OK;
		TRY(e);
		TRY(take_range(k, facet_price(next)));
		next = facet_price_first(facet_price(next) + 1);
	}
	return OK;
}

static err_t next_hits(struct walk *k, int wanted)
{
	static err_t (*const ways[])(struct walk *k) = {[SEARCH_FIT] = walk_by_fit, [SEARCH_PRICE] = walk_by_price, [SEARCH_NEWEST] = walk_newest};
	k->n = 0;
	k->wanted = wanted;
	return ways[k->w->order](k);
}

/* The first way in which anything matches. A page that goes on by fit knows it from its cursor. */
static err_t choose_way(struct walk *k, const struct search_cursor *from, struct search_found *ret)
{
	const bool goes_on = from->doc && k->w->order == SEARCH_FIT;
	const enum match_way last = k->match.count > 1 ? MATCH_SOME : k->match.count ? MATCH_BEGINS : MATCH_WHOLE;
	k->at = *from;
	k->way = goes_on ? (enum match_way)(from->step / TIERS % MATCH_WAYS) : MATCH_WHOLE;
	for (; !goes_on; k->way++) {
		TRY(count_hits(k, PRICES_WISHED, &ret->count, &k->apart));
		k->many = ret->count > SEARCH_COUNT_MAX;
		if (ret->count || k->way == last) break;
	}
	ret->some = k->way == MATCH_SOME && (goes_on || ret->count);
	return OK;
}

static bool is_sold_there(const struct search_wish *w, const struct product *p) { return !w->to || product_sale(p, w->to).way != SELL_ENQUIRY; }

/* Gives what is found, after the rules have seen it, until the page is full; one hit more tells that there is another page. */
static err_t give_page(struct walk *k, int64_t now_ms, void (*each)(void *arg, const struct product *p), void *arg, struct search_found *ret)
{
	struct product p;
	int64_t given = 0, judged = 0;
	while (!ret->more) {
		const int wanted = (int)(k->w->limit - given) + 1;
		TRY(next_hits(k, wanted));
		for (int i = 0; i < k->n && !ret->more; i++) {
			ret->more = given == k->w->limit || judged == SEARCH_JUDGED_MAX;
			if (ret->more) break;
			err_t e = product_find(k->db, k->hits[i].product, now_ms, &p);
			if (e != OK && e != ERR_NO_PRODUCT) return e; /* it may have gone since the statement before */
			ret->next = k->at = k->hits[i].at;
			judged++;
			if (e != OK || !is_sold_there(k->w, &p)) continue;
			each(arg, &p);
			given++;
		}
		if (k->n < wanted) break;
	}
	return OK;
}

static err_t search(struct walk *k, const struct search_cursor *from, int64_t now_ms, void (*each)(void *arg, const struct product *p), void *arg,
                    struct search_found *ret)
{
	bool none = false;
	TRY(match_read(k->w->text, &k->match));
	if (*k->w->text && !k->match.count) return OK;
	TRY(put_facets(k, &none));
	if (none) return OK;
	TRY(choose_way(k, from, ret));
	return give_page(k, now_ms, each, arg, ret);
}

err_t search_products(struct db *db, const struct search_wish *w, const struct search_cursor *from, int64_t now_ms,
                      void (*each)(void *arg, const struct product *p), void *arg, struct search_found *ret)
{
	struct search_wish wish = *w;
	struct walk k = {.db = db, .w = &wish};
	if (wish.limit > SEARCH_PAGE_MAX) wish.limit = SEARCH_PAGE_MAX;
	*ret = (struct search_found){.next = *from};
	buf_init(&k.facets);
	buf_init(&k.prices);
	buf_init(&k.expr);
	err_t e = search(&k, from, now_ms, each, arg, ret);
	buf_fini(&k.facets);
	buf_fini(&k.prices);
	buf_fini(&k.expr);
	return e == ERR_TIMEOUT ? ERR_TOO_BROAD : e;
}
