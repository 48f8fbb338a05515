/* stock_pace.c — a place a product, found by its id. What a handler decides is noted after its commit. */
#include "sessions/stock_pace.h"

#include <string.h>

#include "sessions/inside.h"

struct slot { struct product_id product; int64_t began_ms; int told; bool owed; };

struct stock_pace { size_t owed; struct slot slots[STOCK_PACE_SLOTS]; };

struct stock_pace *stock_pace_new(void) { return effect_arg(sizeof(struct stock_pace)); }
void stock_pace_free(struct stock_pace *p) { free(p); }
bool stock_pace_owes(const struct stock_pace *p) { return p->owed > 0; }

static struct slot *slot_of(struct stock_pace *p, const struct product_id *product)
{
	uint32_t h = 2166136261u; /* FNV-1a */
	for (const char *s = product->s; *s; s++) h = (h ^ (unsigned char)*s) * 16777619u;
	return &p->slots[h % STOCK_PACE_SLOTS];
}

/* A clock that was set back ends the second too. */
static bool is_over(const struct slot *s, int64_t now_ms) { return now_ms < s->began_ms || now_ms - s->began_ms >= STOCK_TOLD_MS; }
static bool is_of(const struct slot *s, const struct product_id *product) { return strcmp(s->product.s, product->s) == 0; }

/* ── after the commit ── */

struct note { struct stock_pace *pace; struct product_id product; int64_t at_ms; };

static void set_owed(struct stock_pace *p, struct slot *s, bool owed)
{
	if (owed && !s->owed) p->owed++;
	if (!owed && s->owed) p->owed--;
	s->owed = owed;
}

static void note_told(void *arg)
{
	struct note *n = arg;
	struct slot *s = slot_of(n->pace, &n->product);
	const bool mine = is_of(s, &n->product);
	if (!mine && (s->owed || !is_over(s, n->at_ms))) { free(n); return; }
	set_owed(n->pace, s, false);
	if (!mine || is_over(s, n->at_ms)) *s = (struct slot){.product = n->product, .began_ms = n->at_ms};
	s->told++;
	free(n);
}

static void note_owed(void *arg)
{
	struct note *n = arg;
	struct slot *s = slot_of(n->pace, &n->product);
	if (is_of(s, &n->product)) set_owed(n->pace, s, true);
	free(n);
}

static void note(struct tx *tx, struct stock_pace *p, const struct product_id *product, void (*what)(void *arg))
{
	struct note *n = effect_arg(sizeof *n);
	*n = (struct note){p, *product, tx_now_ms(tx)};
	effect_later(tx, what, n);
}

/* ── in the handler ── */

bool stock_pace_later(struct tx *tx, struct stock_pace *p, const struct product_id *product)
{
	const struct slot *s = slot_of(p, product);
	const bool later = is_of(s, product) && s->told >= STOCK_TOLD_MAX && !is_over(s, tx_now_ms(tx));
	note(tx, p, product, later ? note_owed : note_told);
	return later;
}

size_t stock_pace_due(struct tx *tx, struct stock_pace *p, struct product_id ret[static STOCK_DUE_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < STOCK_PACE_SLOTS && n < STOCK_DUE_MAX; i++) {
		const struct slot *s = &p->slots[i];
		if (!s->owed || !is_over(s, tx_now_ms(tx))) continue;
		note(tx, p, &s->product, note_told);
		ret[n++] = s->product;
	}
	return n;
}
