/* flash.h — a host's flash price: lower, for a while, for so many pieces. Start, end and quantity are the server's.
 * Owns    the rows of `flash`, one a product.   Limits  FLASH_LASTS_MIN_S … FLASH_LASTS_MAX_S, FLASH_QUANTITY_MAX. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"
#include "trade/funder.h"

#define FLASH_LASTS_MIN_S 10
#define FLASH_LASTS_MAX_S 86400
#define FLASH_STARTS_IN_MAX_S 3600
#define FLASH_QUANTITY_MAX 1000000

struct flash {
	struct product_id product;
	struct booth_id booth;
	int64_t price_minor, was_minor, quantity, remaining, starts_ms, ends_ms;
	char currency[4];
	enum funder funder;
};

struct flash_new {
	const char *booth, *product;
	int64_t price_minor, quantity, starts_in_s, lasts_s;
	enum funder funder;                  /* NONE: the artisan */
};
/* How many pieces a fund of `most_minor` carries when each is sold for that much less; at most `quantity`. 0 for not a single one. */
int64_t flash_within(int64_t quantity, int64_t was_minor, int64_t price_minor, int64_t most_minor);
/* Replaces an older one. ERR_BAD_FIELD (also a price that is not lower), ERR_NO_PRODUCT if the product is not this booth's. */
err_t flash_start(struct tx *tx, const struct flash_new *f);
/* ERR_NOT_FOUND if none is on or planned. */
err_t flash_stop(struct tx *tx, const char *booth, const char *product);
/* The least that a flash's fund can be made: what is sold and what is held at its price. */
int64_t flash_spent(const struct flash *f);
/* What it costs whoever pays, if every piece is sold. */
int64_t flash_most(const struct flash *f);
/* Gives the fund so much money in all. ERR_NOT_FOUND if no fund pays for one that is planned or on; ERR_BAD_FIELD for less than is spent. */
err_t flash_fund(struct tx *tx, const char *product, int64_t most_minor);
/* Takes `quantity` at the flash price: *ret_minor, or -1 when there is no flash for all of it now. One guarded UPDATE. */
err_t flash_take(struct tx *tx, const char *product, int64_t quantity, int64_t *ret_minor);
/* Puts pieces back that were taken and not sold; nothing once it is over. */
err_t flash_give(struct tx *tx, const char *product, int64_t quantity);
/* ERR_NOT_FOUND. */
err_t flash_find(struct db *db, const char *product, struct flash *ret);
/* Planned or on at now_ms. */
err_t flash_list(struct db *db, const char *booth, int64_t now_ms, void (*each)(void *arg, const struct flash *f), void *arg);
/* Those that somebody else than the artisan pays for, before their end; the next to end first. One that is sold out is "over". */
err_t flash_funded(struct db *db, int64_t now_ms, int64_t limit, void (*each)(void *arg, const struct flash *f), void *arg);
/* "planned", "on" or "over". Static. */
const char *flash_state(const struct flash *f, int64_t now_ms);

/* What the booth log has said of a flash stands beside it: so that a start or an end which fell into a restart is told afterwards. */
err_t flash_told(struct tx *tx, const char *product, const char *state);
/* False once its end was told, or if there is none. */
err_t flash_is_open(struct db *db, const char *product, bool *ret);
/* Begun or ended by now_ms and not told yet; at most `limit`. */
err_t flash_due(struct db *db, const char *booth, int64_t now_ms, int64_t limit, void (*each)(void *arg, const struct flash *f), void *arg);
/* When the next one begins or ends; 0 for never. */
err_t flash_next_due(struct db *db, const char *booth, int64_t *ret_at_ms);

/* Who did what with a fund: "start", "fund" or "end", and how it stood then. */
struct flash_move { char what[8], by[81]; int64_t pieces, most_minor, at_ms; };
err_t flash_move_put(struct tx *tx, const char *product, const char *person, const char *what);
/* Since it was last begun, oldest first; at most `limit`. */
err_t flash_moves(struct db *db, const char *product, int64_t limit, void (*each)(void *arg, const struct flash_move *m), void *arg);
