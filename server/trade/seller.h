/* seller.h — the seller of record: who sells, in law. A sub-vendor (an artisan without GSTIN) stands under a principal.
 * Owns    the rows of `seller`. */
#pragma once
#include <stdbool.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"
#include "trade/gstin.h"

#define SELLER_NAME_MAX 240

struct seller {
	struct seller_id id, principal;      /* principal.s[0] == 0: stands alone */
	char name[SELLER_NAME_MAX + 1], gstin[GSTIN_CHARS + 1], country[3];
	bool demo;                           /* a made-up registration of the demonstration fair */
};

/* s->id is ignored. ERR_BAD_FIELD for a GSTIN that is none, ERR_CONFLICT for one that is there already. */
err_t seller_new(struct tx *tx, const struct seller *s, struct seller_id *ret_id);
/* ERR_NOT_FOUND. */
err_t seller_find(struct db *db, const char *id, struct seller *ret);
