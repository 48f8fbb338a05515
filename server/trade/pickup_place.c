/* pickup_place.c — the checks are those of an order's address in India. */
#include "trade/pickup_place.h"

#include <string.h>

#include "base/text.h"
#include "trade/region.h"

static err_t check(const struct pickup_place *p, const char **ret_field)
{
	const struct { const char *name, *text; bool needed; } fields[] = {{"name", p->name, true},   {"phone", p->phone, true}, {"line1", p->line1, true}, {"line2", p->line2, false},
	                                                                   {"city", p->city, true},   {"state", p->state, true}, {"pin", p->pin, true}};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		*ret_field = fields[i].name;
		if (fields[i].needed && !*fields[i].text) return ERR_MISSING_FIELD;
		if (!text_printable(fields[i].text, false)) return ERR_BAD_FIELD;
	}
	*ret_field = "phone";
	size_t digits = 0;
	for (const char *s = p->phone; *s; s++) digits += *s >= '0' && *s <= '9';
	if (digits < 10 || p->phone[strspn(p->phone, "+0123456789 -")]) return ERR_BAD_FIELD;
	*ret_field = "pin";
	if (strlen(p->pin) != 6 || p->pin[strspn(p->pin, "0123456789")]) return ERR_BAD_FIELD;
	return region_of(p->state, p->pin) == REGION_NONE ? ERR_BAD_FIELD : OK;
}

err_t pickup_place_put(struct tx *tx, const char *seller, const struct pickup_place *p, const char **ret_field)
{
	TRY(check(p, ret_field));
	return db_exec(tx_db(tx), Q_PICKUP_PLACE_PUT, V(seller), V(p->name), V(p->phone), V(p->line1), V(p->line2), V(p->city), V(p->state), V(p->pin), V(tx_now_ms(tx)));
}

err_t pickup_place_find(struct db *db, const char *seller, struct pickup_place *ret)
{
	struct rows r;
	db_query(db, &r, Q_PICKUP_PLACE_FIND, V(seller));
	bool found = rows_next(&r);
	const struct { char *to; size_t cap; } texts[] = {{ret->name, sizeof ret->name},   {ret->phone, sizeof ret->phone}, {ret->line1, sizeof ret->line1}, {ret->line2, sizeof ret->line2},
	                                                  {ret->city, sizeof ret->city},   {ret->state, sizeof ret->state}, {ret->pin, sizeof ret->pin}};
	for (int i = 0; found && i < (int)(sizeof texts / sizeof *texts); i++) rows_copy(&r, i, texts[i].to, texts[i].cap);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}
