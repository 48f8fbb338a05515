/* seller_place.c — one row a seller. */
#include "trade/seller_place.h"

#include <string.h>

#include "base/text.h"
#include "trade/region.h"
#include "trade/seller.h"

err_t seller_place_find(struct db *db, const char *seller, struct seller_place *ret)
{
	struct rows r;
	struct seller_place p = {.line1 = ""};
	db_query(db, &r, Q_SELLER_PLACE_BY_SELLER, V(seller));
	bool found = rows_next(&r);
	if (found) {
		rows_copy(&r, 0, p.line1, sizeof p.line1);
		rows_copy(&r, 1, p.line2, sizeof p.line2);
		rows_copy(&r, 2, p.city, sizeof p.city);
		rows_copy(&r, 3, p.pin, sizeof p.pin);
		rows_copy(&r, 4, p.ad_code, sizeof p.ad_code);
	}
	TRY(rows_end(&r));
	if (!found) {
		db_query(db, &r, Q_SELLER_DISTRICT, V(seller));
		if (rows_next(&r)) rows_copy(&r, 0, p.city, sizeof p.city);
		TRY(rows_end(&r));
	}
	*ret = p;
	return OK;
}

static bool ad_code_valid(const char *s)
{
	return !*s || (strlen(s) == 14 && strspn(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 14);
}

err_t seller_place_put(struct tx *tx, const char *seller, const struct seller_place *p, const char *person)
{
	struct seller s;
	TRY(seller_find(tx_db(tx), seller, &s));
	if (!*p->line1 || !*p->city || !*p->pin) return ERR_MISSING_FIELD;
	const char *const texts[] = {p->line1, p->line2, p->city};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!text_printable(texts[i], false)) return ERR_BAD_FIELD;
	if (!region_has_pin(s.region, p->pin) || !ad_code_valid(p->ad_code)) return ERR_BAD_FIELD;
	return db_exec(tx_db(tx), Q_SELLER_PLACE_PUT, V(seller), V(p->line1), V(p->line2), V(p->city), V(p->pin), V(p->ad_code), V(person), V(tx_now_ms(tx)));
}
