/* product.c — products: lists, search, one product. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "fair/booth_row.h"
#include "fair/fair.h"
#include "api/catalogue.h"
#include "api/place.h"
#include "api/handlers.h"
#include "trade/bill.h"
#include "trade/card.h"
#include "trade/search.h"
#include "trade/shipping.h"
#include "trade/suggest.h"

#define PIECES_MAX 1000000

/* What a list is asked for. */
struct wanted {
	char q[MATCH_TEXT_MAX + 1], district[48], category[16], booth[SLUG_MAX + 1], live[2], badge[2], sold[2], sort[8], cursor[64], country[3];
	struct booth_row in;
	struct fair fair;
	struct sell_to to;
	int64_t from_minor, to_minor, limit;
	enum search_order order;
};

/* The words of ?sort=; the first letter begins the cursors of that order. */
static const char *const orders[] = {[SEARCH_FIT] = "fit", [SEARCH_PRICE] = "price", [SEARCH_NEWEST] = "newest"};
#define ORDERS (sizeof orders / sizeof *orders)

static err_t read_order(struct http_reply *rp, struct wanted *w)
{
	size_t i = 0;
	while (*w->sort && i < ORDERS && strcmp(orders[i], w->sort) != 0) i++;
	w->order = (enum search_order)i;
	return i < ORDERS ? OK : http_fault(rp, "sort", ERR_BAD_FIELD);
}

static err_t read_price(const struct http_request *rq, struct http_reply *rp, const char *name, int64_t *ret)
{
	err_t e = http_query_int(rq, name, 0, MONEY_MINOR_MAX, 0, ret);
	return e == OK ? OK : http_fault(rp, name, e);
}

static err_t read_wanted(struct db *db, const struct http_request *rq, struct http_reply *rp, struct wanted *w)
{
	const struct { const char *name; char *to; size_t cap; } texts[] = {
		{"q", w->q, sizeof w->q}, {"district", w->district, sizeof w->district}, {"category", w->category, sizeof w->category},
		{"booth", w->booth, sizeof w->booth}, {"live", w->live, sizeof w->live}, {"gi", w->badge, sizeof w->badge}, {"sold", w->sold, sizeof w->sold},
		{"sort", w->sort, sizeof w->sort}, {"cursor", w->cursor, sizeof w->cursor}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) TRY(api_param(rq, rp, texts[i].name, texts[i].to, texts[i].cap));
	TRY(read_price(rq, rp, "price_from", &w->from_minor));
	TRY(read_price(rq, rp, "price_to", &w->to_minor));
	if (w->to_minor && w->to_minor < w->from_minor) return http_fault(rp, "price_to", ERR_BAD_FIELD);
	TRY(read_order(rp, w));
	TRY(api_place(rq, rp, w->country, &w->to));
	TRY(api_limit(rq, rp, &w->limit));
	w->in.id.s[0] = '\0';
	if (*w->booth) TRY(id_valid(w->booth) ? booth_row_find(db, w->booth, &w->in) : booth_row_find_by_slug(db, w->booth, &w->in));
	return fair_find_current(db, &w->fair);
}

/* "f1.2093" as write_found writes it: the order, the step, the row. "" begins. */
static err_t read_cursor(const struct wanted *w, struct search_cursor *ret)
{
	char order, dot, end;
	long long step, doc;
	*ret = (struct search_cursor){0};
	if (!*w->cursor) return OK;
	int n = sscanf(w->cursor, "%c%18lld%c%18lld%c", &order, &step, &dot, &doc, &end);
	if (n != 4 || order != orders[w->order][0] || dot != '.' || step < 0 || doc < 1) return ERR_BAD_FIELD;
	*ret = (struct search_cursor){step, doc};
	return OK;
}

static void write_found(struct json *j, const struct wanted *w, const struct search_found *f)
{
	char next[64];
	snprintf(next, sizeof next, "%c%lld.%lld", orders[w->order][0], (long long)f->next.step, (long long)f->next.doc);
	json_str(j, "next", f->more ? next : NULL);
	json_bool(j, "some", f->some);
	if (*w->cursor) return;
	json_int(j, "count", f->count > SEARCH_COUNT_MAX ? SEARCH_COUNT_MAX : f->count);
	json_bool(j, "count_more", f->count > SEARCH_COUNT_MAX);
}

/* "Did you mean": where no product has all the words. Without it the page is as good as it was. */
static void write_suggestions(struct json *j, struct db *db, const char *text)
{
	struct suggestions s;
	if (suggest(db, text, clock_wall_ms(), &s) != OK || !s.n) return;
	json_arr(j, "suggestions");
	for (int i = 0; i < s.n; i++) json_str(j, NULL, s.texts[i]);
	json_arr_end(j);
}

static void each_product(void *arg, const struct product *p) { card_write(arg, NULL, p); }

err_t products_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct wanted w;
	struct search_cursor from;
	struct search_found found;
	TRY(read_wanted(db, rq, rp, &w));
	if (read_cursor(&w, &from) != OK) return http_fault(rp, "cursor", ERR_BAD_FIELD);
	const struct search_wish wish = {
		.text = w.q, .district = w.district, .category = w.category, .booth = w.in.id.s, .fair = w.fair.id.s, .live = w.live[0] == '1',
		.badge = w.badge[0] == '1', .from_minor = w.from_minor, .to_minor = w.to_minor, .to = w.sold[0] == '1' ? &w.to : NULL, .order = w.order, .limit = w.limit};
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_arr(&j, "items");
	TRY(search_products(db, &wish, &from, clock_wall_ms(), each_product, &j, &found));
	json_arr_end(&j);
	write_found(&j, &w, &found);
	if (*w.q && !*w.cursor && (found.some || !found.count)) write_suggestions(&j, db, w.q);
	json_obj_end(&j);
	return OK;
}

/* What sending so many of it costs, as an order of nothing else would be charged; null where it is an enquiry. While a variant is still to
 * be chosen, as if none had a weight of its own. */
static err_t write_sending(struct db *db, const struct http_request *rq, struct http_reply *rp, struct json *j, const struct product *p, const struct sale *sale,
                           const struct sell_to *to)
{
	struct bill_line l = {.product = *p};
	char variant[ID_CHARS + 1];
	int64_t cost_minor;
	TRY(api_param(rq, rp, "variant", variant, sizeof variant));
	if (http_query_int(rq, "quantity", 1, PIECES_MAX, 1, &l.quantity) != OK) return http_fault(rp, "quantity", ERR_BAD_FIELD);
	if (*variant && variant_of(db, p, variant, &l.variant) != OK) return http_fault(rp, "variant", ERR_BAD_FIELD);
	if (!sale->seller) { json_str(j, "shipping_minor", NULL); return OK; }
	TRY(shipping_cost(db, sale->seller->region, to, bill_line_weight_g(&l), clock_wall_ms(), &cost_minor));
	json_int(j, "shipping_minor", cost_minor);
	return OK;
}

err_t product_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct product p;
	struct sell_to to;
	char country[3];
	TRY(api_place(rq, rp, country, &to));
	TRY(product_find_by_slug(db, rq->params[0], clock_wall_ms(), &p));
	const struct sale sale = product_sale(&p, &to);
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	card_write_members(&j, &p);
	card_write_both(&j, "about", p.about_en, p.about_hi);
	json_str(&j, "hsn", p.hsn);
	json_int(&j, "lead_days", p.lead_days);
	json_bool(&j, "made_to_order", p.made_to_order);
	json_int(&j, "weight_g", p.weight_g);
	json_int(&j, "length_mm", p.length_mm);
	json_int(&j, "width_mm", p.width_mm);
	json_int(&j, "height_mm", p.height_mm);
	json_opt(&j, "gi_user", p.gi_user);
	json_opt(&j, "fssai", p.fssai);
	TRY(api_catalogue_write_parts(db, &j, &p));
	json_str(&j, "sold_to_you", sale.way == SELL_ENQUIRY ? "enquiry" : "order");
	json_str(&j, "reason", sale.reason == SELL_REASON_DIRECT ? NULL : sell_reason_wire(sale.reason));
	card_write_sale(&j, &p, &sale);
	TRY(write_sending(db, rq, rp, &j, &p, &sale, &to));
	json_obj_end(&j);
	return OK;
}
