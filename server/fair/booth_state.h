/* booth_state.h — pins and mutes: what a live booth is rebuilt from, beside its log (booth_log.h) and its flash prices (trade/flash.h).
 * Limits  BOOTH_PINS_MAX pins. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"

#define BOOTH_PINS_MAX 3
#define BOOTH_MUTE_MINUTES_MAX 1440

struct booth_pins { int count; struct product_id product[BOOTH_PINS_MAX]; };

/* Pinning what is pinned changes nothing. ERR_CONFLICT when BOOTH_PINS_MAX others are. */
err_t pin_set(struct tx *tx, const char *booth, const char *product);
/* ERR_NOT_FOUND if it was not pinned. */
err_t pin_clear(struct tx *tx, const char *booth, const char *product);
/* Oldest first. */
err_t pin_list(struct db *db, const char *booth, struct booth_pins *ret);

/* `minutes` 0 lets the person speak again. ret_until_ms is 0 then. ERR_BAD_FIELD. */
err_t mute_set(struct tx *tx, const char *booth, const char *person, int64_t minutes, const char *made_by, int64_t *ret_until_ms);
/* Those in force at now_ms. */
err_t mute_list(struct db *db, const char *booth, int64_t now_ms, void (*each)(void *arg, const char *person, int64_t until_ms), void *arg);
/* When this person may speak again; 0 for now. */
err_t mute_until(struct db *db, const char *booth, const char *person, int64_t now_ms, int64_t *ret_until_ms);
