/* fair.c — the lobby: the fair as a whole, its booths, the phrases. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "fair/broadcast_row.h"
#include "fair/category.h"
#include "api/page.h"
#include "api/booth.h"
#include "api/handlers.h"
#include "trade/card.h"
#include "trade/fold.h"

#define NEXT_SHOWN 24
#define BOOTHS_SCANNED 1000

struct lobby { struct db *db; const struct turnout *turnout; struct json json; const char *fair; err_t err; };

static void each_live(void *arg, const struct broadcast_row *live)
{
	struct lobby *l = arg;
	struct booth_row b;
	if (l->err != OK) return;
	l->err = booth_row_find(l->db, live->booth.s, &b);
	if (l->err == OK && strcmp(b.fair.s, l->fair) == 0) l->err = api_booth_write(l->db, &l->json, NULL, &b, l->turnout);
}

static void each_next(void *arg, const struct slot *s) { api_slot_write(&((struct lobby *)arg)->json, NULL, s); }
static void each_district(void *arg, const struct district *d) { api_district_write(&((struct lobby *)arg)->json, d); }

struct counts { struct { char code[16]; int64_t products; } rows[32]; size_t n; };

static void each_count(void *arg, const char *category, int64_t products)
{
	struct counts *c = arg;
	if (c->n == sizeof c->rows / sizeof c->rows[0] || strlen(category) >= sizeof c->rows[0].code) return;
	strcpy(c->rows[c->n].code, category);
	c->rows[c->n++].products = products;
}

static int64_t count_of(const struct counts *c, const char *code)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->rows[i].code, code) == 0) return c->rows[i].products;
	return 0;
}

static err_t write_categories(struct db *db, struct json *j, const char *fair)
{
	struct counts counts = {0};
	TRY(category_counts(db, fair, each_count, &counts));
	json_arr(j, "categories");
	const struct category *c;
	for (int i = 0; (c = category_at(i)); i++) {
		json_obj(j, NULL);
		json_str(j, "code", c->code);
		card_write_both(j, "name", c->en, c->hi);
		json_int(j, "products", count_of(&counts, c->code));
		json_obj_end(j);
	}
	json_arr_end(j);
	return OK;
}

static err_t list_fair(struct db *db, const struct http_request *rq, const struct turnout *turnout, struct http_reply *rp)
{
	(void)rq;
	struct fair f;
	TRY(fair_find_current(db, &f));
	struct lobby l = {.db = db, .turnout = turnout, .json = http_reply_json(rp), .fair = f.id.s};
	struct json *j = &l.json;
	json_obj(j, NULL);
	json_str(j, "id", f.id.s);
	card_write_both(j, "name", f.name_en, f.name_hi);
	json_time(j, "begins_at", f.begins_ms);
	json_time(j, "ends_at", f.ends_ms);
	json_str(j, "time_zone", f.time_zone);
	json_arr(j, "live");
	TRY(broadcast_row_list_open(db, each_live, &l));
	TRY(l.err);
	json_arr_end(j);
	json_arr(j, "next");
	TRY(slot_list_fair(db, f.id.s, clock_wall_ms(), NEXT_SHOWN, each_next, &l));
	json_arr_end(j);
	json_arr(j, "districts");
	TRY(district_list(db, f.id.s, each_district, &l));
	json_arr_end(j);
	TRY(write_categories(db, j, f.id.s));
	json_obj_end(j);
	return OK;
}

err_t fair_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rp;
	return api_turnout_read(tx, rq, list_fair);
}

/* ── booths ── */

struct booths { struct api_page page; const struct turnout *turnout; char words[SLUG_MAX * 3]; };

static bool booth_has(const struct booth_row *b, const char *words)
{
	const char *texts[] = {b->name_en, b->name_hi, b->artisan_en, b->artisan_hi, b->district_en, b->district_hi};
	char folded[BOOTH_NAME_MAX * 2];
	if (!*words) return true;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (fold(texts[i], folded, sizeof folded) == OK && strstr(folded, words)) return true;
	return false;
}

static void each_booth(void *arg, const struct booth_row *b)
{
	struct booths *l = arg;
	struct api_page *p = &l->page;
	if (booth_has(b, l->words) && api_page_row(p, b->slug)) p->err = api_booth_write(p->db, &p->json, NULL, b, l->turnout);
}

static err_t list_booths(struct db *db, const struct http_request *rq, const struct turnout *turnout, struct http_reply *rp)
{
	char district[48], category[16], q[200];
	struct booths l = {.turnout = turnout};
	struct fair f;
	TRY(api_param(rq, rp, "district", district, sizeof district));
	TRY(api_param(rq, rp, "category", category, sizeof category));
	TRY(api_param(rq, rp, "q", q, sizeof q));
	TRY(api_page_begin(&l.page, db, rq, rp, API_PAGE_MAX + 1));
	TRY(fair_find_current(db, &f));
	TRY(fold(q, l.words, sizeof l.words));
	const struct booth_filter filter = {
		.fair = f.id.s, .after = l.page.cursor, .district = district, .category = category, .limit = *l.words ? BOOTHS_SCANNED : l.page.rows};
	TRY(booth_row_list(db, &filter, each_booth, &l));
	return api_page_end(&l.page);
}

err_t booths_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rp;
	return api_turnout_read(tx, rq, list_booths);
}

static err_t show_booth(struct db *db, const struct http_request *rq, const struct turnout *turnout, struct http_reply *rp)
{
	struct booth_row b;
	TRY(booth_row_find_by_slug(db, rq->params[0], &b));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	TRY(api_booth_write_members(db, &j, &b, turnout));
	card_write_both(&j, "about", b.about_en, b.about_hi);
	TRY(api_booth_write_products(db, &j, b.id.s));
	TRY(api_booth_write_slots(db, &j, b.id.s));
	json_arr(&j, "hosts");
	json_str(&j, NULL, b.artisan_en);
	json_arr_end(&j);
	json_obj_end(&j);
	return OK;
}

err_t booth_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rp;
	return api_turnout_read(tx, rq, show_booth);
}

/* ── phrases ── */

static const struct { const char *id, *group, *en, *hi; } phrases[] = {
#define PHRASE(id, group, en, hi) {#id, #group, en, hi},
#include "schema/phrases.def"
#undef PHRASE
};

err_t phrases_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	(void)db, (void)rq;
	struct json j = api_items_begin(rp);
	for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
		json_obj(&j, NULL);
		json_str(&j, "id", phrases[i].id);
		json_str(&j, "group", phrases[i].group);
		json_str(&j, "en", phrases[i].en);
		json_str(&j, "hi", phrases[i].hi);
		json_obj_end(&j);
	}
	api_items_end(&j);
	http_reply_header(rp, "cache-control", "public, max-age=3600");
	return OK;
}
