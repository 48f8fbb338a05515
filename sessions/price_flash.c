/* price_flash.c — see price_flash.h. */
#include "sessions/price_flash.h"

#include <string.h>

#include "base/text.h"
#include "sessions/handlers.h"
#include "sessions/inside.h"
#include "sessions/say.h"
#include "trade/flash.h"

static struct live_flash_changed said_of(const struct flash *f, const char *state)
{
	struct live_flash_changed m = {.price_minor = f->price_minor, .was_minor = f->was_minor, .quantity = f->quantity, .remaining = f->remaining,
	                               .starts_ms = f->starts_ms, .ends_ms = f->ends_ms};
	text_copy(m.product, sizeof m.product, f->product.s);
	text_copy(m.state, sizeof m.state, state);
	text_copy(m.currency, sizeof m.currency, f->currency);
	return m;
}

struct list { struct buf *out; int64_t now_ms; };

static void add(void *arg, const struct flash *f)
{
	struct list *l = arg;
	struct live_flash_changed m = said_of(f, flash_state(f, l->now_ms));
	if (l->out->len > 1) buf_putc(l->out, ',');
	live_encode(LIVE_flash_changed, &m, l->out);
}

err_t price_flash_list(struct tx *tx, const char *booth, struct buf *out)
{
	buf_putc(out, '[');
	TRY(flash_list(tx_db(tx), booth, tx_now_ms(tx), add, &(struct list){out, tx_now_ms(tx)}));
	buf_putc(out, ']');
	return OK;
}

struct due { struct sessions *s; struct booth_id booth; int64_t at_ms; };

static void set_due(void *arg)
{
	struct due *d = arg;
	struct booth *b = booth_find(d->s, &d->booth);
	if (b) b->flash_due_ms = d->at_ms;
	free(d);
}

static err_t plan(struct tx *tx, struct sessions *s, const struct booth_id *booth)
{
	int64_t at_ms;
	TRY(flash_next_due(tx_db(tx), booth->s, &at_ms));
	struct due *d = effect_arg(sizeof *d);
	*d = (struct due){s, *booth, at_ms};
	effect_later(tx, set_due, d);
	return OK;
}

/* One row, and the store's note that it was told. */
static err_t tell(struct tx *tx, struct sessions *s, const struct booth_id *booth, const struct flash *f)
{
	const char *state = flash_state(f, tx_now_ms(tx));
	struct live_flash_changed m = said_of(f, state);
	TRY(flash_told(tx, f->product.s, state));
	return say_public(tx, s, booth, LIVE_flash_changed, NULL, &m, NULL);
}

err_t price_flash_changed(struct tx *tx, struct sessions *s, const struct booth_id *booth, const char *product)
{
	struct flash f;
	TRY(flash_find(tx_db(tx), product, &f));
	TRY(tell(tx, s, booth, &f));
	return plan(tx, s, booth);
}

err_t flash_on_start(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_flash_start *m = msg;
	a->field = "product";
	TRY(flash_start(tx, &(struct flash_new){.booth = a->booth->id.s, .product = m->product, .price_minor = m->price_minor, .quantity = m->quantity,
	                                        .starts_in_s = m->starts_in_s, .lasts_s = m->lasts_s}));
	return price_flash_changed(tx, a->sessions, &a->booth->id, m->product);
}

err_t flash_on_stop(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_flash_stop *m = msg;
	a->field = "product";
	TRY(flash_stop(tx, a->booth->id.s, m->product));
	return price_flash_changed(tx, a->sessions, &a->booth->id, m->product);
}

#define DUE_AT_ONCE 16 /* more are told a second later */
struct dues { struct flash items[DUE_AT_ONCE]; size_t n; };

static void collect(void *arg, const struct flash *f)
{
	struct dues *d = arg;
	d->items[d->n++] = *f;
}

err_t price_flash_tell(struct tx *tx, struct sessions *s, struct booth *b)
{
	struct dues dues = {.n = 0};
	if (!b->flash_due_ms || b->flash_due_ms > tx_now_ms(tx)) return OK;
	TRY(flash_due(tx_db(tx), b->id.s, tx_now_ms(tx), DUE_AT_ONCE, collect, &dues));
	for (size_t i = 0; i < dues.n; i++) TRY(tell(tx, s, &b->id, &dues.items[i]));
	return plan(tx, s, &b->id);
}

err_t price_flash_sold(struct tx *tx, struct sessions *s, const struct booth_id *booth, const char *product)
{
	struct flash f;
	bool open;
	err_t e = flash_find(tx_db(tx), product, &f);
	if (e == ERR_NOT_FOUND) return OK;
	TRY(e);
	TRY(flash_is_open(tx_db(tx), product, &open));
	return open && f.starts_ms <= tx_now_ms(tx) ? price_flash_changed(tx, s, booth, product) : OK;
}
