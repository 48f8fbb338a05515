/* catalogue.c — products: the shelf, one of them, enter, change, move, undo. */
#include "api/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "fair/odop_line.h"
#include "api/scope.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "api/page.h"
#include "gate/json_in.h"
#include "trade/card.h"
#include "trade/hold.h"
#include "trade/india_day.h"
#include "trade/product_draft.h"
#include "trade/product_version.h"

static bool is_staff(const struct http_request *rq) { return role_is_staff(rq->who.person.role); }

err_t api_catalogue_booth(struct db *db, const struct http_request *rq, struct http_reply *rp, const char *named, struct booth_id *ret)
{
	*ret = rq->who.person.booth;
	if (!*named) return is_staff(rq) ? http_fault(rp, "booth", ERR_MISSING_FIELD) : OK;
	err_t e = api_booth_id(db, named, ret);
	if (e != OK) return http_fault(rp, "booth", e);
	return is_staff(rq) || strcmp(ret->s, rq->who.person.booth.s) == 0 ? OK : ERR_FORBIDDEN;
}

err_t api_catalogue_booth_asked(struct db *db, const struct http_request *rq, struct http_reply *rp, struct booth_id *ret)
{
	char named[SLUG_MAX + 1];
	TRY(api_param(rq, rp, "booth", named, sizeof named));
	return api_catalogue_booth(db, rq, rp, named, ret);
}

/* Another booth's product is not there for an artisan. */
static err_t find_own(struct db *db, const struct http_request *rq, struct product *ret)
{
	TRY(product_find_any(db, rq->params[0], clock_wall_ms(), ret));
	return is_staff(rq) || strcmp(ret->booth.s, rq->who.person.booth.s) == 0 ? OK : ERR_NO_PRODUCT;
}

/* ── written ── */

static err_t write_variants(struct db *db, struct json *j, const struct product *p)
{
	struct variant rows[VARIANTS_MAX];
	size_t n;
	TRY(variant_list(db, p->id.s, rows, &n));
	json_arr(j, "variants");
	for (size_t i = 0; i < n; i++) {
		struct money price = p->price;
		price.minor += rows[i].extra_minor;
		json_obj(j, NULL);
		json_str(j, "id", rows[i].id.s);
		json_str(j, "sku", rows[i].sku);
		card_write_both(j, "name", rows[i].name_en, rows[i].name_hi);
		json_int(j, "extra_minor", rows[i].extra_minor);
		json_money(j, "price", price.minor, price.currency);
		json_int(j, "available", rows[i].stock);
		json_int(j, "weight_g", rows[i].weight_g ? rows[i].weight_g : p->weight_g);
		json_obj_end(j);
	}
	json_arr_end(j);
	return OK;
}

err_t api_catalogue_write_parts(struct db *db, struct json *j, const struct product *p)
{
	struct tier tiers[TIERS_MAX];
	struct listing_photo photos[PHOTOS_MAX];
	size_t n;
	TRY(write_variants(db, j, p));
	TRY(tier_list(db, p->id.s, tiers, &n));
	json_arr(j, "tiers");
	for (size_t i = 0; i < n; i++) {
		json_obj(j, NULL);
		json_int(j, "from_quantity", tiers[i].from_quantity);
		json_money(j, "price", tiers[i].price_minor, p->price.currency);
		json_obj_end(j);
	}
	json_arr_end(j);
	TRY(listing_photos(db, p->id.s, photos, &n));
	json_arr(j, "photos");
	for (size_t i = 0; i < n; i++) json_str(j, NULL, photos[i].photo);
	json_arr_end(j);
	return OK;
}

static void write_shelf_card(struct json *j, const struct product *p)
{
	card_write_members(j, p);
	json_str(j, "sku", p->sku);
	json_str(j, "state", product_state_wire(p->state));
	json_int(j, "version", p->version);
	json_bool(j, "changed", p->version > p->approved_version);
}

/* What stands in carts: for its maker it is there still, but nobody else can have it. */
static err_t write_held(struct db *db, struct json *j, const struct product *p)
{
	struct variant rows[VARIANTS_MAX];
	size_t n;
	int64_t quantity, until;
	TRY(hold_by_others(db, "", p->id.s, "", &quantity, &until));
	json_int(j, "held", quantity);
	TRY(variant_list(db, p->id.s, rows, &n));
	json_arr(j, "variants_held");
	for (size_t i = 0; i < n; i++) {
		TRY(hold_by_others(db, "", p->id.s, rows[i].id.s, &quantity, &until));
		json_int(j, NULL, quantity);
	}
	json_arr_end(j);
	return OK;
}

static err_t answer_whole(struct db *db, const struct http_request *rq, struct http_reply *rp, const char *id)
{
	struct product p;
	struct listing l;
	char etag[24];
	const enum product_by by = is_staff(rq) ? PRODUCT_STAFF : PRODUCT_SELF;
	TRY(product_find_any(db, id, clock_wall_ms(), &p));
	TRY(listing_of(db, id, &l));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	write_shelf_card(&j, &p);
	TRY(api_catalogue_write_parts(db, &j, &p));
	TRY(write_held(db, &j, &p));
	json_obj(&j, "listing");
	shape_encode(&listing_shape, &l, &j);
	json_obj_end(&j);
	json_arr(&j, "can");
	for (enum product_event e = 0; e < PRODUCT_EVENTS; e++) {
		enum product_state to;
		if (product_next(p.state, e, by, &to) == OK) json_str(&j, NULL, product_event_wire(e));
	}
	json_arr_end(&j);
	json_obj_end(&j);
	snprintf(etag, sizeof etag, "\"%lld\"", (long long)p.version);
	http_reply_etag(rp, etag);
	return OK;
}

/* ── read ── */

static void each_product(void *arg, const struct product *p)
{
	struct api_page *page = arg;
	if (!api_page_row(page, p->id.s)) return;
	json_obj(&page->json, NULL);
	write_shelf_card(&page->json, p);
	json_obj_end(&page->json);
}

err_t catalogue_products_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	char text[120], state[16], named[SLUG_MAX + 1], changed[2];
	struct booth_id booth = {""};
	struct api_page page;
	TRY(api_param(rq, rp, "q", text, sizeof text));
	TRY(api_param(rq, rp, "state", state, sizeof state));
	TRY(api_param(rq, rp, "booth", named, sizeof named));
	TRY(api_param(rq, rp, "changed", changed, sizeof changed));
	if (*state && product_state_parse(state) == PRODUCT_STATES) return http_fault(rp, "state", ERR_BAD_FIELD);
	if (*named || !is_staff(rq)) TRY(api_catalogue_booth(db, rq, rp, named, &booth));
	TRY(api_page_begin(&page, db, rq, rp, API_PAGE_MAX + 1));
	const struct product_shelf f = {
		.before = page.cursor, .booth = booth.s, .state = state, .text = text, .changed = changed[0] == '1', .limit = page.rows};
	TRY(product_shelf(db, &f, clock_wall_ms(), each_product, &page));
	return api_page_end(&page);
}

err_t catalogue_product_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct product p;
	TRY(find_own(tx_db(tx), rq, &p));
	return answer_whole(tx_db(tx), rq, rp, p.id.s);
}

static void each_version(void *arg, const struct product_version *v)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_int(j, "version", v->version);
	json_time(j, "at", v->at_ms);
	json_str(j, "by", v->by);
	json_obj_end(j);
}

err_t catalogue_versions_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct product p;
	TRY(find_own(db, rq, &p));
	struct json j = api_items_begin(rp);
	TRY(product_version_list(db, p.id.s, each_version, &j));
	api_items_end(&j);
	return OK;
}

/* The lines of a district's register, out of which a page offers its choice. */
err_t catalogue_lines_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	char district[48];
	struct odop_line lines[ODOP_LINES_MAX];
	size_t n;
	TRY(api_param(rq, rp, "district", district, sizeof district));
	TRY(odop_line_list(db, district, india_day_of(clock_wall_ms()), lines, &n));
	struct json j = api_items_begin(rp);
	for (size_t i = 0; i < n; i++) {
		json_obj(&j, NULL);
		json_str(&j, "code", lines[i].code);
		card_write_both(&j, "name", lines[i].name_en, lines[i].name_hi);
		json_str(&j, "category", lines[i].category);
		json_str(&j, "hsn", lines[i].hsn);
		json_str(&j, "grade", (char[]){lines[i].grade, 0});
		json_obj_end(&j);
	}
	api_items_end(&j);
	return OK;
}

/* ── enter ── */

struct enter_body { char booth[SLUG_MAX + 1], draft[ID_CHARS + 1]; bool has_listing; struct listing listing; };
static const struct shape_field enter_fields[] = {
	SHAPE_STR(struct enter_body, booth, OPT), SHAPE_ID(struct enter_body, draft, OPT), SHAPE_OBJECT(struct enter_body, listing, &listing_shape, REQ)};
static const struct shape enter_shape = SHAPE("entry", struct enter_body, enter_fields);

/* A refusal names the member, and for the register also what the district has. */
static err_t settle(struct db *db, struct http_reply *rp, struct listing *l)
{
	const char *field;
	err_t e = listing_settle(db, l, clock_wall_ms(), &field);
	if (e == OK || !field) return e;
	snprintf(rp->field_text, sizeof rp->field_text, "listing.%s", field);
	if (e == ERR_NOT_REGISTERED) {
		struct odop_line lines[ODOP_LINES_MAX];
		size_t n = 0, at = 0;
		TRY(odop_line_list(db, l->district, india_day_of(clock_wall_ms()), lines, &n));
		for (size_t i = 0; i < n && at < sizeof rp->detail; i++)
			at += (size_t)snprintf(rp->detail + at, sizeof rp->detail - at, "%s%s / %s", i ? " · " : "", lines[i].name_en, lines[i].name_hi);
		char whole[sizeof rp->detail];
		text_copy(whole, sizeof whole, rp->detail);   /* cut at a character */
		memcpy(rp->detail, whole, sizeof whole);
	}
	return http_fault(rp, rp->field_text, e);
}

static err_t enter(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct enter_body b;
	struct seller seller;
	struct product_id id;
	struct db *db = tx_db(tx);
	struct listing_place place = {.state = is_staff(rq) ? PRODUCT_LISTED : PRODUCT_OFFERED, .batch = "", .person = rq->who.person.id.s};
	TRY(api_body(rq, rp, &enter_shape, &b));
	TRY(api_catalogue_booth(db, rq, rp, b.booth, &place.booth));
	err_t e = seller_find_by_booth(db, place.booth.s, &seller);
	if (e != OK) return e == ERR_NOT_FOUND ? ERR_NO_SELLER : e;
	place.seller = seller.id;
	if (!*b.listing.district) TRY(listing_district(db, place.booth.s, b.listing.district));
	TRY(settle(db, rp, &b.listing));
	if (place.state == PRODUCT_LISTED && strcmp(b.listing.category, "food") == 0 && !*b.listing.fssai) return http_fault(rp, "listing.fssai", ERR_MISSING_FIELD);
	e = listing_new(tx, &b.listing, &place, &id);
	if (e == ERR_CONFLICT) return http_fault(rp, "listing.sku", e);
	TRY(e);
	if (*b.draft) TRY(product_draft_drop(tx, b.draft, place.booth.s));
	api_created(rp, "catalogue/products", id.s);
	return answer_whole(db, rq, rp, id.s);
}
err_t catalogue_products_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, enter); }

/* ── change ── */

/* Fewer than stand in carts there cannot be: how many those are is said. */
static err_t refuse_stock(struct db *db, struct http_reply *rp, const char *product)
{
	int64_t held, until;
	TRY(hold_by_others(db, "", product, "", &held, &until));
	snprintf(rp->detail, sizeof rp->detail, "Set aside for buyers at the moment: %lld / अभी ख़रीदारों के लिए रखे हुए: %lld", (long long)held, (long long)held);
	return http_fault(rp, "listing.stock_change", ERR_SOLD_OUT);
}

static err_t change_to(struct tx *tx, struct http_request *rq, struct http_reply *rp, const struct product *p, struct listing *l, int64_t version)
{
	if (!*l->district) text_copy(l->district, sizeof l->district, p->district);
	TRY(settle(tx_db(tx), rp, l));
	err_t e = listing_change(tx, p->id.s, l, version, rq->who.person.id.s);
	if (e == ERR_CONFLICT) return http_fault(rp, "listing.sku", e);
	if (e == ERR_SOLD_OUT) return refuse_stock(tx_db(tx), rp, p->id.s);
	TRY(e);
	return answer_whole(tx_db(tx), rq, rp, p->id.s);
}

/* The body is the whole listing; If-Match names the version that stood on the page. */
err_t catalogue_product_put(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct product p;
	struct listing l;
	TRY(find_own(tx_db(tx), rq, &p));
	if (rq->if_match[0] != '"') return ERR_NEED_PRECONDITION;
	TRY(api_body(rq, rp, &listing_shape, &l));
	int64_t version = strtoll(rq->if_match + 1, NULL, 10);
	return version > 0 ? change_to(tx, rq, rp, &p, &l, version) : ERR_PRECONDITION;
}

struct undo_body { int64_t version; };
static const struct shape_field undo_fields[] = {SHAPE_INT(struct undo_body, version, 1, INT64_MAX, REQ)};
static const struct shape undo_shape = SHAPE("undo", struct undo_body, undo_fields);

/* What an earlier version said is entered once more: an undo can be undone. */
static err_t undo(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct product p;
	struct undo_body b;
	struct listing l;
	struct buf text;
	struct json_in_fault fault;
	TRY(find_own(tx_db(tx), rq, &p));
	TRY(api_body(rq, rp, &undo_shape, &b));
	buf_init(&text);
	err_t e = product_version_find(tx_db(tx), p.id.s, b.version, &text);
	if (e == OK) e = json_in(&listing_shape, text.data, text.len, &l, &fault);
	buf_fini(&text);
	return e == OK ? change_to(tx, rq, rp, &p, &l, p.version) : e;
}
err_t catalogue_undo_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, undo); }

struct move_body { char event[13]; };
static const struct shape_field move_fields[] = {SHAPE_STR(struct move_body, event, REQ)};
static const struct shape move_shape = SHAPE("product-event", struct move_body, move_fields);

static err_t move(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct product p;
	struct move_body b;
	enum product_event event;
	TRY(find_own(tx_db(tx), rq, &p));
	TRY(api_body(rq, rp, &move_shape, &b));
	if (product_event_parse(b.event, &event) != OK) return http_fault(rp, "event", ERR_BAD_FIELD);
	err_t e = product_act(tx, p.id.s, event, is_staff(rq) ? PRODUCT_STAFF : PRODUCT_SELF);
	if (e == ERR_MISSING_FIELD) return http_fault(rp, "listing.fssai", e);
	TRY(e);
	return answer_whole(tx_db(tx), rq, rp, p.id.s);
}
err_t catalogue_state_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, move); }
