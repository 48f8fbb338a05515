/* desk_booth.c — the desk's booths: make, change, list with health, sign-in codes for artisans, ending a broadcast. */
#include <stdio.h>
#include <string.h>

#include "fair/category.h"
#include "api/page.h"
#include "api/booth.h"
#include "api/desk.h"
#include "api/handlers.h"
#include "gate/house.h"
#include "api/qr_svg.h"
#include "people/artisan_code.h"
#include "sessions/broadcast.h"
#include "trade/card.h"

struct about_body { char en[BOOTH_ABOUT_MAX + 1], hi[BOOTH_ABOUT_MAX + 1]; };
static const struct shape_field about_fields[] = {SHAPE_STR(struct about_body, en, OPT), SHAPE_STR(struct about_body, hi, OPT)};
static const struct shape about_shape = SHAPE("about", struct about_body, about_fields);

struct booth_body {
	bool has_name, has_artisan, has_about;
	struct both_body name, artisan;
	struct about_body about;
	char district[48], category[16], languages[BOOTH_LANGUAGES_MAX + 1];
};
#define BOOTH_FIELDS(need) { \
	SHAPE_OBJECT(struct booth_body, name, &both_shape, need), SHAPE_OBJECT(struct booth_body, artisan, &both_shape, need), \
	SHAPE_STR(struct booth_body, district, need), SHAPE_STR(struct booth_body, category, need), \
	SHAPE_STR(struct booth_body, languages, OPT), SHAPE_OBJECT(struct booth_body, about, &about_shape, OPT)}
static const struct shape_field new_fields[] = BOOTH_FIELDS(REQ);
static const struct shape_field change_fields[] = BOOTH_FIELDS(OPT);
static const struct shape new_shape = SHAPE("booth", struct booth_body, new_fields);
static const struct shape change_shape = SHAPE("booth-change", struct booth_body, change_fields);

static const char *said(const char *text) { return *text ? text : NULL; }

/* Reads a booth's words; what was not said is NULL. `words` lends texts of `b`. */
static err_t read_words(struct tx *tx, const struct http_request *rq, struct http_reply *rp, const struct shape *shape, struct booth_body *b, struct booth_words *words)
{
	struct district d;
	TRY(api_body(rq, rp, shape, b));
	if (*b->category && !category_find(b->category)) return http_fault(rp, "category", ERR_BAD_FIELD);
	if (*b->district && district_find(tx_db(tx), b->district, &d) != OK) return http_fault(rp, "district", ERR_BAD_FIELD);
	*words = (struct booth_words){
		.name_en = said(b->name.en), .name_hi = said(b->name.hi), .artisan_en = said(b->artisan.en), .artisan_hi = said(b->artisan.hi),
		.about_en = b->has_about ? b->about.en : NULL, .about_hi = b->has_about ? b->about.hi : NULL,
		.district = said(b->district), .category = said(b->category), .languages = said(b->languages)};
	return OK;
}

static err_t answer_booth(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *id)
{
	struct booth_row b;
	struct turnout turnout;
	TRY(booth_row_find(tx_db(tx), id, &b));
	TRY(turnout_count(tx_db(tx), rq->house, &turnout));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	TRY(api_booth_write_members(tx_db(tx), &j, &b, &turnout));
	card_write_both(&j, "about", b.about_en, b.about_hi);
	api_publish_write(&j, &b);
	json_obj_end(&j);
	return OK;
}

err_t desk_booths_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct booth_body b;
	struct booth_words words;
	struct booth_id id;
	TRY(read_words(tx, rq, rp, &new_shape, &b, &words));
	TRY(booth_row_new(tx, &words, &id));
	rp->status = 201;
	return answer_booth(tx, rq, rp, id.s);
}

err_t desk_booth_patch(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct booth_body b;
	struct booth_words words;
	TRY(read_words(tx, rq, rp, &change_shape, &b, &words));
	TRY(booth_row_change(tx, rq->params[0], &words));
	return answer_booth(tx, rq, rp, rq->params[0]);
}

/* ── the list ── */

struct desk_booths { struct api_page page; const struct turnout *turnout; };

static void write_health(struct json *j, const struct turnout_booth *there)
{
	if (!there || !there->has_health) {
		json_nil(j, "health");
		return;
	}
	json_obj(j, "health");
	shape_encode(&live_rows[LIVE_desk_health].shape, &there->health, j);
	json_obj_end(j);
}

static void each_booth(void *arg, const struct booth_row *b)
{
	struct desk_booths *l = arg;
	struct json *j = &l->page.json;
	if (!api_page_row(&l->page, b->slug)) return;
	json_obj(j, NULL);
	l->page.err = api_booth_write_members(l->page.db, j, b, l->turnout);
	card_write_both(j, "about", b->about_en, b->about_hi);
	api_publish_write(j, b);
	write_health(j, turnout_find(l->turnout, b->id.s));
	json_obj_end(j);
}

static err_t list_booths(struct db *db, const struct http_request *rq, const struct turnout *turnout, struct http_reply *rp)
{
	struct desk_booths l = {.turnout = turnout};
	struct fair f;
	TRY(api_page_begin(&l.page, db, rq, rp, API_PAGE_MAX + 1));
	TRY(fair_find_current(db, &f));
	const struct booth_filter filter = {.fair = f.id.s, .after = l.page.cursor, .district = "", .category = "", .limit = l.page.rows};
	TRY(booth_row_list(db, &filter, each_booth, &l));
	return api_page_end(&l.page);
}

err_t desk_booths_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rp;
	return api_turnout_read(tx, rq, list_booths);
}

/* ── the artisan's code, the end of a broadcast ── */

err_t desk_code_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct booth_row b;
	struct artisan_code code;
	struct buf svg;
	char url[sizeof rq->house->origin + 80];
	TRY(booth_row_find(tx_db(tx), rq->params[0], &b));
	TRY(artisan_code_make(tx, b.artisan.s, rq->who.person.id.s, &code));
	/* behind '#': a secret that goes into no log and no referrer */
	snprintf(url, sizeof url, "%s/sign-in#%s", rq->house->origin, code.link);
	buf_init(&svg);
	err_t e = qr_svg(url, &svg);
	if (e == OK) {
		struct json j = http_reply_json(rp);
		json_obj(&j, NULL);
		json_str(&j, "code", code.code);
		json_str(&j, "url", url);
		json_str(&j, "qr_svg", svg.data);
		json_time(&j, "expires_at", code.expires_ms);
		json_obj_end(&j);
		rp->status = 201;
		http_reply_header(rp, "cache-control", "no-store");
	}
	buf_fini(&svg);
	return e;
}

err_t desk_end_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct booth_row b;
	TRY(booth_row_find(tx_db(tx), rq->params[0], &b));
	TRY(broadcast_end(tx, rq->house->sessions, &b.id));
	rp->status = 204;
	return OK;
}
