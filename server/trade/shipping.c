/* shipping.c — rows of the tariff, and the look-up. */
#include "trade/shipping.h"

#include <string.h>

#include "base/text.h"

#define ZONE_MAX 8
#define SOURCE_MAX 120

static bool zone_good(const char *z)
{
	static const char *const named[] = {"state", "india", "abroad"};
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (strcmp(named[i], z) == 0) return true;
	return strlen(z) == 2 && z[0] >= 'A' && z[0] <= 'Z' && z[1] >= 'A' && z[1] <= 'Z';
}

err_t shipping_rate_put(struct tx *tx, const struct shipping_rate *r)
{
	if (!zone_good(r->zone) || r->upto_g < 1 || r->upto_g > SHIPPING_UPTO_MAX_G || r->price_minor < 0 || r->price_minor > MONEY_MINOR_MAX) return ERR_BAD_FIELD;
	if (!*r->source || strlen(r->source) > SOURCE_MAX || !text_printable(r->source, false)) return ERR_BAD_FIELD;
	return db_exec(tx_db(tx), Q_SHIPPING_RATE_PUT, V(r->zone), V(r->from_ms), V(r->upto_g), V(r->price_minor), V(r->source));
}

err_t shipping_rate_list(struct db *db, void (*each)(void *arg, const struct shipping_rate *r), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_SHIPPING_RATE_LIST, V(SHIPPING_RATES_MAX));
	while (rows_next(&r))
		each(arg, &(struct shipping_rate){.zone = rows_text(&r, 0), .from_ms = rows_int(&r, 1), .upto_g = rows_int(&r, 2), .price_minor = rows_int(&r, 3),
		                                  .source = rows_text(&r, 4)});
	return rows_end(&r);
}

static err_t read_rate(struct rows *r, int64_t *ret_upto_g, int64_t *ret_minor)
{
	*ret_upto_g = *ret_minor = 0;
	if (rows_next(r)) *ret_upto_g = rows_int(r, 0), *ret_minor = rows_int(r, 1);
	return rows_end(r);
}

/* The smallest row that fits, else the largest there is. *ret_upto_g 0: the zone has no tariff on that day. */
static err_t rate_for(struct db *db, const char *zone, int64_t weight_g, int64_t now_ms, int64_t *ret_upto_g, int64_t *ret_minor)
{
	struct rows r;
	db_query(db, &r, Q_SHIPPING_RATE_FOR, V(zone), V(now_ms), V(weight_g));
	TRY(read_rate(&r, ret_upto_g, ret_minor));
	if (*ret_upto_g) return OK;
	db_query(db, &r, Q_SHIPPING_RATE_LARGEST, V(zone), V(now_ms));
	return read_rate(&r, ret_upto_g, ret_minor);
}

static err_t cost_in(struct db *db, const char *zone, int64_t weight_g, int64_t now_ms, bool *ret_known, int64_t *ret_minor)
{
	int64_t upto, price, rest_upto, rest = 0;
	TRY(rate_for(db, zone, weight_g, now_ms, &upto, &price));
	*ret_known = upto > 0;
	*ret_minor = price;
	if (!upto || weight_g <= upto) return OK;
	if (weight_g % upto) TRY(rate_for(db, zone, weight_g % upto, now_ms, &rest_upto, &rest));
	if (price > MONEY_MINOR_MAX / (weight_g / upto + 1)) return ERR_BAD_FIELD;
	*ret_minor = price * (weight_g / upto) + rest;
	return OK;
}

err_t shipping_cost(struct db *db, int from_region, const struct sell_to *to, int64_t weight_g, int64_t now_ms, int64_t *ret_minor)
{
	bool known = false;
	if (!*to->country || strcmp(to->country, "IN") == 0) {
		const bool same = !to->region || to->region == from_region;
		if (same) TRY(cost_in(db, "state", weight_g, now_ms, &known, ret_minor));
		return known ? OK : cost_in(db, "india", weight_g, now_ms, &known, ret_minor);
	}
	TRY(cost_in(db, to->country, weight_g, now_ms, &known, ret_minor));
	return known ? OK : cost_in(db, "abroad", weight_g, now_ms, &known, ret_minor);
}
