/* api_product.c — products: lists, search, one product. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "fair/booth_row.h"
#include "fair/fair.h"
#include "gate/api_catalogue.h"
#include "gate/api_place.h"
#include "gate/handlers.h"
#include "trade/card.h"
#include "trade/search.h"

/* What a list is asked for. */
struct wanted {
	char q[SEARCH_QUERY_MAX + 1], district[48], category[16], booth[SLUG_MAX + 1], live[2], cursor[48];
	struct booth_row in;
	struct fair fair;
	int64_t limit;
};

static err_t read_wanted(struct db *db, const struct http_request *rq, struct http_reply *rp, struct wanted *w)
{
	TRY(api_param(rq, rp, "q", w->q, sizeof w->q));
	TRY(api_param(rq, rp, "district", w->district, sizeof w->district));
	TRY(api_param(rq, rp, "category", w->category, sizeof w->category));
	TRY(api_param(rq, rp, "booth", w->booth, sizeof w->booth));
	TRY(api_param(rq, rp, "live", w->live, sizeof w->live));
	TRY(api_param(rq, rp, "cursor", w->cursor, sizeof w->cursor));
	TRY(api_limit(rq, rp, &w->limit));
	w->in.id.s[0] = '\0';
	if (*w->booth) TRY(id_valid(w->booth) ? booth_row_find(db, w->booth, &w->in) : booth_row_find_by_slug(db, w->booth, &w->in));
	return fair_find_current(db, &w->fair);
}

static void each_product(void *arg, const struct product *p)
{
	struct api_page *page = arg;
	if (!api_page_more(page)) return;
	card_write(&page->json, NULL, p);
	api_page_key(page, p->id.s);
}

static void each_hit(void *arg, const struct product *p, const struct search_cursor *at)
{
	struct api_page *page = arg;
	char key[64];
	if (!api_page_more(page)) return;
	card_write(&page->json, NULL, p);
	snprintf(key, sizeof key, "%lld.%s", (long long)at->tier, at->product);
	api_page_key(page, key);
}

/* "1.0190…" as each_hit writes it; "" begins. */
static err_t read_search_cursor(const char *text, struct search_cursor *ret)
{
	*ret = (struct search_cursor){.tier = -1};
	if (!*text) return OK;
	if ((text[0] != '0' && text[0] != '1') || text[1] != '.' || !id_parse(text + 2, ret->product)) return ERR_BAD_FIELD;
	ret->tier = text[0] - '0';
	return OK;
}

err_t products_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct wanted w;
	struct search_cursor from = {0};
	TRY(read_wanted(db, rq, rp, &w));
	const struct product_filter f = {
		.after = *w.q ? "" : w.cursor, .district = w.district, .category = w.category, .booth = w.in.id.s, .fair = w.fair.id.s,
		.live = w.live[0] == '1', .limit = w.limit + (*w.q && w.limit == SEARCH_PAGE_MAX ? 0 : 1)};
	if (*w.q && read_search_cursor(w.cursor, &from) != OK) return http_fault(rp, "cursor", ERR_BAD_FIELD);
	struct api_page page = api_page_begin(rp, w.limit);
	if (*w.q) TRY(search_products(db, w.q, &f, &from, clock_wall_ms(), each_hit, &page));
	else TRY(product_list(db, &f, clock_wall_ms(), each_product, &page));
	api_page_end(&page);
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
	json_str(&j, "gi_user", *p.gi_user ? p.gi_user : NULL);
	json_str(&j, "fssai", *p.fssai ? p.fssai : NULL);
	TRY(api_catalogue_write_parts(db, &j, &p));
	json_str(&j, "sold_to_you", sale.way == SELL_ENQUIRY ? "enquiry" : "order");
	json_str(&j, "reason", sale.reason == SELL_REASON_DIRECT ? NULL : sell_reason_wire(sale.reason));
	card_write_sale(&j, &p, &sale);
	json_obj_end(&j);
	return OK;
}
