/* coupon.c — reductions and who pays for them: an artisan's own coupons, the desk's for the fair and the State; and the desk's tariff
 * of shipping. */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "fair/fair.h"
#include "fair/local_time.h"
#include "api/page.h"
#include "api/handlers.h"
#include "gate/house.h"
#include "api/idempotent.h"
#include "sessions/notice.h"
#include "trade/card.h"
#include "trade/coupon.h"
#include "trade/shipping.h"

static void write_coupon(struct json *j, const struct coupon *c)
{
	json_obj(j, NULL);
	json_str(j, "id", c->id);
	json_str(j, "code", c->code);
	json_str(j, "funder", funder_wire(c->funder));
	json_opt(j, "seller", c->seller.s);
	json_opt(j, "district", c->district);
	const struct { const char *name; int64_t value; } numbers[] = {
		{"off_bps", c->off_bps}, {"off_minor", c->off_minor}, {"most_minor", c->most_minor}, {"min_total_minor", c->min_total_minor},
		{"uses_max", c->uses_max}, {"uses", c->uses}, {"per_person", c->per_person}, {"budget_minor", c->budget_minor}, {"spent_minor", c->spent_minor}};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) json_int(j, numbers[i].name, numbers[i].value);
	json_time(j, "from", c->from_ms);
	json_time(j, "until", c->until_ms);
	json_bool(j, "paused", c->paused);
	json_obj_end(j);
}

static err_t answer_coupon(struct tx *tx, struct http_reply *rp, const char *id)
{
	struct coupon c;
	TRY(coupon_find(tx_db(tx), id, &c));
	struct json j = http_reply_json(rp);
	write_coupon(&j, &c);
	return OK;
}

/* An artisan's seller; the desk has none. */
static err_t own_seller(struct db *db, const struct person *who, struct seller_id *ret)
{
	struct seller s;
	ret->s[0] = 0;
	if (role_is_staff(who->role)) return OK;
	err_t e = seller_find_by_booth(db, who->booth.s, &s);
	if (e == OK) *ret = s.id;
	return e == ERR_NOT_FOUND ? ERR_FORBIDDEN : e;
}

static void each_coupon(void *arg, const struct coupon *c)
{
	struct api_page *page = arg;
	if (api_page_row(page, c->id)) write_coupon(&page->json, c);
}

err_t coupons_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct seller_id seller;
	struct api_page page;
	TRY(own_seller(db, &rq->who.person, &seller));
	TRY(api_page_begin(&page, db, rq, rp, COUPON_PAGE_MAX));
	TRY(coupon_list(db, page.cursor, seller.s, page.rows, each_coupon, &page));
	return api_page_end(&page);
}

struct coupon_body {
	char code[COUPON_CODE_MAX + 1], funder[8], seller[ID_CHARS + 1], district[48], from[32], until[32];
	int64_t off_bps, off_minor, most_minor, min_total_minor, uses_max, per_person, budget_minor;
};
#define LIMIT(name, most) SHAPE_INT(struct coupon_body, name, 0, most, OPT)
static const struct shape_field coupon_fields[] = {
	SHAPE_STR(struct coupon_body, code, REQ), SHAPE_STR(struct coupon_body, funder, OPT), SHAPE_ID(struct coupon_body, seller, OPT),
	SHAPE_STR(struct coupon_body, district, OPT), SHAPE_STR(struct coupon_body, from, REQ), SHAPE_STR(struct coupon_body, until, REQ),
	LIMIT(off_bps, 10000), LIMIT(off_minor, MONEY_MINOR_MAX), LIMIT(most_minor, MONEY_MINOR_MAX), LIMIT(min_total_minor, MONEY_MINOR_MAX),
	LIMIT(uses_max, 1000000000), LIMIT(per_person, 1000), LIMIT(budget_minor, MONEY_MINOR_MAX),
};
static const struct shape coupon_shape = SHAPE("coupon", struct coupon_body, coupon_fields);

static err_t read_time(struct tx *tx, struct http_reply *rp, const char *field, const char *text, int64_t *ret_ms)
{
	struct fair f;
	TRY(fair_find_current(tx_db(tx), &f));
	return local_time_parse(text, f.time_zone, ret_ms) == OK ? OK : http_fault(rp, field, ERR_BAD_FIELD);
}

/* An artisan pays for reductions of what is its own, and of nothing else. */
static err_t read_coupon(struct tx *tx, const struct http_request *rq, struct http_reply *rp, struct coupon *c)
{
	struct coupon_body b;
	struct seller_id own;
	TRY(api_body(rq, rp, &coupon_shape, &b));
	TRY(own_seller(tx_db(tx), &rq->who.person, &own));
	*c = (struct coupon){.off_bps = b.off_bps, .off_minor = b.off_minor, .most_minor = b.most_minor, .min_total_minor = b.min_total_minor,
	                     .uses_max = b.uses_max, .per_person = b.per_person, .budget_minor = b.budget_minor};
	c->funder = *own.s ? FUNDER_ARTISAN : funder_parse(b.funder);
	text_copy(c->code, sizeof c->code, b.code);
	text_copy(c->district, sizeof c->district, b.district);
	text_copy(c->seller.s, sizeof c->seller.s, *own.s ? own.s : b.seller);
	TRY(read_time(tx, rp, "from", b.from, &c->from_ms));
	return read_time(tx, rp, "until", b.until, &c->until_ms);
}

static err_t make(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct coupon c;
	const char *field = NULL;
	char id[ID_CHARS + 1];
	TRY(read_coupon(tx, rq, rp, &c));
	err_t e = coupon_new(tx, &c, rq->who.person.id.s, &field, id);
	if (e != OK) return http_fault(rp, field ? field : "code", e);
	api_created(rp, "coupons", id);
	return answer_coupon(tx, rp, id);
}

err_t coupons_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, make); }

/* Another's coupon is not there for an artisan. */
static err_t find_own(struct db *db, const struct http_request *rq, struct coupon *ret)
{
	struct seller_id own;
	TRY(own_seller(db, &rq->who.person, &own));
	TRY(coupon_find(db, rq->params[0], ret));
	return *own.s && (ret->funder != FUNDER_ARTISAN || strcmp(own.s, ret->seller.s) != 0) ? ERR_NOT_FOUND : OK;
}

static err_t stop(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct coupon c;
	TRY(find_own(tx_db(tx), rq, &c));
	TRY(coupon_stop(tx, c.id));
	return answer_coupon(tx, rp, c.id);
}

err_t coupon_stop_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, stop); }

struct pause_body { bool paused; };
static const struct shape_field pause_fields[] = {SHAPE_BOOL(struct pause_body, paused, REQ)};
static const struct shape pause_shape = SHAPE("coupon-pause", struct pause_body, pause_fields);

static err_t pause_coupon(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct coupon c;
	struct pause_body b;
	TRY(find_own(tx_db(tx), rq, &c));
	TRY(api_body(rq, rp, &pause_shape, &b));
	TRY(coupon_pause(tx, c.id, b.paused));
	return answer_coupon(tx, rp, c.id);
}

err_t coupon_pause_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, pause_coupon); }

/* ── what a parcel costs ── */

#define RATES_A_CALL 50
struct rate_body { char zone[8]; int64_t upto_g, price_minor; };
static const struct shape_field rate_fields[] = {
	SHAPE_STR(struct rate_body, zone, REQ), SHAPE_INT(struct rate_body, upto_g, 1, SHIPPING_UPTO_MAX_G, REQ),
	SHAPE_INT(struct rate_body, price_minor, 0, MONEY_MINOR_MAX, REQ),
};
static const struct shape rate_shape = SHAPE("shipping-rate", struct rate_body, rate_fields);
struct tariff_body { char from[32], source[121]; size_t n_rates; struct rate_body rates[RATES_A_CALL]; };
static const struct shape_field tariff_fields[] = {
	SHAPE_STR(struct tariff_body, from, REQ), SHAPE_STR(struct tariff_body, source, REQ), SHAPE_LIST(struct tariff_body, rates, &rate_shape, REQ)};
static const struct shape tariff_shape = SHAPE("tariff", struct tariff_body, tariff_fields);

static void each_rate(void *arg, const struct shipping_rate *r)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "zone", r->zone);
	json_time(j, "from", r->from_ms);
	json_int(j, "upto_g", r->upto_g);
	json_int(j, "price_minor", r->price_minor);
	json_str(j, "source", r->source);
	json_obj_end(j);
}

static err_t answer_rates(struct db *db, struct http_reply *rp)
{
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_arr(&j, "rates");
	TRY(shipping_rate_list(db, each_rate, &j));
	json_arr_end(&j);
	json_obj_end(&j);
	return OK;
}

err_t desk_shipping_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	return answer_rates(db, rp);
}

err_t desk_shipping_put(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct tariff_body b;
	int64_t from_ms;
	TRY(api_body(rq, rp, &tariff_shape, &b));
	TRY(read_time(tx, rp, "from", b.from, &from_ms));
	for (size_t i = 0; i < b.n_rates; i++) {
		const struct shipping_rate r = {.zone = b.rates[i].zone, .source = b.source, .from_ms = from_ms, .upto_g = b.rates[i].upto_g, .price_minor = b.rates[i].price_minor};
		err_t e = shipping_rate_put(tx, &r);
		if (e != OK) return http_fault(rp, "rates", e);
	}
	return answer_rates(tx_db(tx), rp);
}
