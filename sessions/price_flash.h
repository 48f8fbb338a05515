/* price_flash.h — a host's flash price as the booth sees it: planned, on, over; told by the server's clock.
 * What was told last stands in the store, so that a start that fell into a restart is told afterwards. */
#pragma once
#include "base/buf.h"
#include "sessions/booth.h"
#include "store/tick.h"

/* Appends the payloads of those that are planned or on, as a JSON array. */
err_t price_flash_list(struct tx *tx, const char *booth, struct buf *out);
/* Tells what has begun or ended since. */
err_t price_flash_tell(struct tx *tx, struct sessions *s, struct booth *b);
/* Tells how it stands after the desk began, funded or ended it. */
err_t price_flash_changed(struct tx *tx, struct sessions *s, const struct booth_id *booth, const char *product);
/* Tells how many are left of a product's flash after an order, or that it is over. */
err_t price_flash_sold(struct tx *tx, struct sessions *s, const struct booth_id *booth, const char *product);
