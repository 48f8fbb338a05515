/* standing.c — a seller with what it is that day, and the one above it. */
#include "trade/standing.h"

#include "base/text.h"
#include "trade/seller_link.h"
#include "trade/seller_tax.h"

static err_t find_one(struct db *db, const char *id, int64_t at_ms, struct standing *ret)
{
	struct seller s;
	TRY(seller_find(db, id, &s));
	*ret = (struct standing){.id = s.id, .state = s.state, .region = s.region};
	text_copy(ret->name, sizeof ret->name, s.name);
	text_copy(ret->name_hi, sizeof ret->name_hi, s.name_hi);
	text_copy(ret->country, sizeof ret->country, s.country);
	return seller_tax_at(db, id, at_ms, &ret->tax);
}

err_t standings_find(struct db *db, const char *maker, int64_t at_ms, struct standings *ret)
{
	struct seller_id principal;
	ret->at_ms = at_ms;
	ret->principal = (struct standing){.id = {.s = ""}};
	TRY(find_one(db, maker, at_ms, &ret->maker));
	TRY(seller_link_at(db, maker, at_ms, &principal));
	return *principal.s ? find_one(db, principal.s, at_ms, &ret->principal) : OK;
}
