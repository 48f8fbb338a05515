/* overlay.c — see overlay.h. */
#include "sessions/overlay.h"

#include <string.h>

#include "base/text.h"
#include "fair/booth_state.h"
#include "sessions/handlers.h"
#include "sessions/inside.h"
#include "sessions/say.h"
#include "trade/card.h"

err_t overlay_pins(struct tx *tx, const char *booth, struct buf *out)
{
	struct booth_pins pins;
	struct product p;
	struct json j = json_start(out);
	TRY(pin_list(tx_db(tx), booth, &pins));
	json_arr(&j, NULL);
	for (int i = 0; i < pins.count; i++) {
		TRY(product_find(tx_db(tx), pins.product[i].s, tx_now_ms(tx), &p));
		card_write(&j, NULL, &p);
	}
	json_arr_end(&j);
	return OK;
}

static bool is_pinned(const struct booth_pins *pins, const char *product)
{
	for (int i = 0; i < pins->count; i++)
		if (strcmp(pins->product[i].s, product) == 0) return true;
	return false;
}

static err_t find_own(struct tx *tx, struct asking *a, const char *product, struct product *ret)
{
	a->field = "product";
	TRY(product_find(tx_db(tx), product, tx_now_ms(tx), ret));
	return strcmp(ret->booth.s, a->booth->id.s) == 0 ? OK : ERR_NO_PRODUCT;
}

static err_t say_pinned(struct tx *tx, struct asking *a, const struct product *p)
{
	struct live_overlay_changed said = {.action = "pin"};
	struct buf card;
	buf_init(&card);
	struct json j = json_start(&card);
	card_write(&j, NULL, p);
	text_copy(said.product, sizeof said.product, p->id.s);
	said.card = card.data;
	err_t e = say_public(tx, a->sessions, &a->booth->id, LIVE_overlay_changed, a->conn->who.id.s, &said, NULL);
	buf_fini(&card);
	return e;
}

err_t overlay_on_pin_set(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_pin_set *m = msg;
	struct booth_pins pins;
	struct product p;
	TRY(find_own(tx, a, m->product, &p));
	TRY(pin_list(tx_db(tx), a->booth->id.s, &pins));
	if (is_pinned(&pins, m->product)) return OK;
	err_t e = pin_set(tx, a->booth->id.s, m->product);
	if (e == ERR_CONFLICT) a->detail = "Three products are on the picture already; take one down first.";
	TRY(e);
	return say_pinned(tx, a, &p);
}

err_t overlay_on_pin_clear(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_pin_clear *m = msg;
	struct live_overlay_changed said = {.action = "unpin"};
	a->field = "product";
	TRY(pin_clear(tx, a->booth->id.s, m->product));
	text_copy(said.product, sizeof said.product, m->product);
	return say_public(tx, a->sessions, &a->booth->id, LIVE_overlay_changed, a->conn->who.id.s, &said, NULL);
}
