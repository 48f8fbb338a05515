/* standing.h — all that the rules ask about the two who may sell a thing: whose hands made it, and the principal that day.
 * Owns    nothing.    Thread  any, with its own connection.    Cost  two or three statements by key. */
#pragma once
#include <stdint.h>

#include "trade/seller.h"

struct standing {
	struct seller_id id;                 /* .s[0] == 0: nobody */
	char name[SELLER_NAME_MAX + 1], name_hi[SELLER_NAME_MAX + 1], country[3];
	enum seller_state state;
	int region;
	unsigned tax;                        /* bits 1u << enum tax_kind */
};
struct standings { struct standing maker, principal; int64_t at_ms; };

/* As of a moment, which is kept with it. ERR_NOT_FOUND. */
err_t standings_find(struct db *db, const char *maker, int64_t at_ms, struct standings *ret);
