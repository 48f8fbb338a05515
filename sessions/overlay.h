/* overlay.h — the products that lie on the picture. Limits: BOOTH_PINS_MAX; one more is refused, none is pushed out. */
#pragma once
#include "base/buf.h"
#include "store/tick.h"

/* Appends the cards of what is pinned as a JSON array, oldest pin first. */
err_t overlay_pins(struct tx *tx, const char *booth, struct buf *out);
