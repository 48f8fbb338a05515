/* price.c — the arithmetic of a single piece. */
#include "trade/price.h"

err_t tier_list(struct db *db, const char *product, struct tier ret[static TIERS_MAX], size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	db_query(db, &r, Q_TIER_LIST, V(product));
	while (n < TIERS_MAX && rows_next(&r)) ret[n++] = (struct tier){rows_int(&r, 0), rows_int(&r, 1)};
	*ret_n = n;
	return rows_end(&r);
}

/* A difference below the price itself is refused when it is entered; a flash may come lower than that, but nothing is free. */
static struct money with_extra(const struct product *p, const struct variant *v, int64_t minor)
{
	struct money m = p->price;
	m.minor = minor + v->extra_minor > 0 ? minor + v->extra_minor : 1;
	return m;
}

err_t price_usual(struct db *db, const struct product *p, const struct variant *v, int64_t quantity, struct money *ret)
{
	int64_t minor;
	err_t e = db_int(db, &minor, Q_TIER_PRICE, V(p->id.s), V(quantity));
	if (e != OK && e != ERR_NOT_FOUND) return e;
	*ret = with_extra(p, v, e == OK ? minor : p->price.minor);
	return OK;
}

struct money price_flash(const struct product *p, const struct variant *v) { return with_extra(p, v, p->flash.price_minor); }

bool price_flash_is_lower(const struct product *p, const struct variant *v, struct money usual)
{
	return p->flash.price_minor && price_flash(p, v).minor < usual.minor;
}

err_t price_shown(struct db *db, const struct product *p, const struct variant *v, int64_t quantity, struct money *ret)
{
	struct money usual;
	TRY(price_usual(db, p, v, quantity, &usual));
	*ret = price_flash_is_lower(p, v, usual) ? price_flash(p, v) : usual;
	return OK;
}
