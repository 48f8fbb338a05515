/* hold.c — rows of holds; every way out of one goes through give_back. */
#include "trade/hold.h"

#include "base/text.h"
#include "trade/flash.h"
#include "trade/waiting.h"

#define END_MAX 64

static void read_row(struct rows *r, int col, struct hold *h)
{
	h->quantity = rows_int(r, col);
	h->flash_minor = rows_int(r, col + 1);
	h->held = rows_int(r, col + 2) != 0;
	h->until_ms = rows_int(r, col + 3);
}

err_t hold_find(struct db *db, const char *person, const char *product, const char *variant, struct hold *ret)
{
	struct rows r;
	*ret = (struct hold){.quantity = 0};
	db_query(db, &r, Q_HOLD_FIND, V(person), V(product), V(variant));
	if (rows_next(&r)) read_row(&r, 0, ret);
	text_copy(ret->person, sizeof ret->person, person);
	text_copy(ret->product, sizeof ret->product, product);
	text_copy(ret->variant, sizeof ret->variant, variant);
	return rows_end(&r);
}

/* Into the stock again, and its flash pieces into the flash. */
static err_t give_back(struct tx *tx, const struct hold *h)
{
	TRY(stock_give(tx, h->product, h->variant, h->quantity));
	if (h->flash_minor) TRY(flash_give(tx, h->product, h->quantity));
	return OK;
}

static err_t end_row(struct tx *tx, const struct hold *h)
{
	TRY(give_back(tx, h));
	return db_exec(tx_db(tx), Q_HOLD_DELETE, V(h->person), V(h->product), V(h->variant));
}

/* Takes the pieces, and those of a flash that is on for them. */
static err_t take(struct tx *tx, struct hold *h)
{
	int64_t flash_minor;
	TRY(stock_take(tx, h->product, h->variant, h->quantity));
	TRY(flash_take(tx, h->product, h->quantity, &flash_minor));
	h->flash_minor = flash_minor > 0 ? flash_minor : 0;
	h->held = true;
	return db_exec(tx_db(tx), Q_HOLD_INSERT, V(h->person), V(h->product), V(h->variant), V(h->quantity), V(h->flash_minor), V(h->until_ms), V(tx_now_ms(tx)));
}

static bool scarce(const struct stock_terms *p, const struct variant *v, const struct hold_rules *rules)
{
	return p->one_of_a_kind || (!p->made_to_order && v->stock <= rules->scarce_stock);
}

/* Whether this person may hold one more of what it does not hold yet. */
static err_t may_hold(struct tx *tx, const struct hold *h, const struct stock_terms *p, const struct variant *v, const struct hold_rules *rules,
                      enum hold_result *ret)
{
	int64_t held = 0;
	*ret = HOLD_PLENTY;
	if (!scarce(p, v, rules)) return OK;
	*ret = HOLD_RESTING;
	if (h->quantity && h->until_ms > tx_now_ms(tx)) return OK;
	TRY(db_int(tx_db(tx), &held, Q_HOLD_COUNT, V(h->person)));
	*ret = held < HOLDS_MAX && !rules->refused ? HOLD_HELD : HOLD_TOO_MANY;
	return OK;
}

err_t hold_take(struct tx *tx, const struct stock_terms *p, const struct variant *v, int64_t quantity, const struct hold_rules *rules, struct hold *h,
                enum hold_result *ret)
{
	*ret = HOLD_HELD;
	if (h->held && h->quantity == quantity) return OK;
	if (!h->held) TRY(may_hold(tx, h, p, v, rules, ret));
	if (*ret != HOLD_HELD) return OK;
	if (quantity > v->stock + (h->held ? h->quantity : 0)) {
		*ret = HOLD_GONE;
		return OK;
	}
	if (h->held) TRY(end_row(tx, h));
	else h->until_ms = tx_now_ms(tx) + rules->lasts_ms;
	h->quantity = quantity;
	return take(tx, h);
}

err_t hold_offer(struct tx *tx, const char *person, const char *product, const char *variant, int64_t quantity, int64_t until_ms)
{
	struct hold h;
	TRY(hold_find(tx_db(tx), person, product, variant, &h));
	if (h.held) TRY(give_back(tx, &h));
	h.quantity = quantity;
	h.until_ms = until_ms;
	return take(tx, &h);
}

err_t hold_use(struct tx *tx, const char *person, const char *product, const char *variant, int64_t quantity, bool *ret_used, int64_t *ret_flash_minor)
{
	struct hold h;
	*ret_used = false;
	*ret_flash_minor = 0;
	TRY(hold_find(tx_db(tx), person, product, variant, &h));
	if (!h.held) return OK;
	if (h.quantity != quantity) return end_row(tx, &h);
	*ret_used = true;
	*ret_flash_minor = h.flash_minor;
	return db_exec(tx_db(tx), Q_HOLD_DELETE, V(person), V(product), V(variant));
}

err_t hold_end(struct tx *tx, const char *person, const char *product, const char *variant)
{
	struct hold h;
	TRY(hold_find(tx_db(tx), person, product, variant, &h));
	if (!h.held) return OK;
	TRY(end_row(tx, &h));
	return waiting_serve(tx, product, variant);
}

/* Reads first and ends then: a statement is not open twice. */
static size_t read_many(struct rows *r, struct hold *ret)
{
	size_t n = 0;
	while (n < END_MAX && rows_next(r)) {
		struct hold *h = &ret[n++];
		rows_copy(r, 0, h->person, sizeof h->person);
		rows_copy(r, 1, h->product, sizeof h->product);
		rows_copy(r, 2, h->variant, sizeof h->variant);
		read_row(r, 3, h);
	}
	return n;
}

err_t hold_end_all(struct tx *tx, const char *person, hold_each *each, void *arg)
{
	struct hold held[END_MAX];
	struct rows r;
	db_query(tx_db(tx), &r, Q_HOLD_OF_PERSON, V(person), V(END_MAX));
	size_t n = read_many(&r, held);
	TRY(rows_end(&r));
	for (size_t i = 0; i < n; i++) {
		TRY(hold_end(tx, person, held[i].product, held[i].variant));
		each(arg, held[i].product);
	}
	return OK;
}

static err_t expire(struct tx *tx, const struct hold *h)
{
	if (!h->held) return db_exec(tx_db(tx), Q_HOLD_DELETE, V(h->person), V(h->product), V(h->variant)); /* it has rested */
	TRY(give_back(tx, h));
	TRY(db_exec(tx_db(tx), Q_HOLD_REST, V(h->person), V(h->product), V(h->variant), V(tx_now_ms(tx) + HOLD_REST_MS)));
	return waiting_serve(tx, h->product, h->variant);
}

err_t hold_expire(struct tx *tx, int64_t most, hold_each *each, void *arg)
{
	struct hold due[END_MAX];
	struct rows r;
	db_query(tx_db(tx), &r, Q_HOLD_DUE, V(tx_now_ms(tx)), V(most < END_MAX ? most : END_MAX));
	size_t n = read_many(&r, due);
	TRY(rows_end(&r));
	for (size_t i = 0; i < n; i++) {
		TRY(expire(tx, &due[i]));
		if (due[i].held) each(arg, due[i].product);
	}
	return OK;
}

static void no_matter(void *arg, const char *product) { (void)arg, (void)product; }

err_t hold_adopt(struct tx *tx, const char *guest, const char *buyer)
{
	TRY(db_exec(tx_db(tx), Q_HOLD_ADOPT, V(guest), V(buyer)));
	return hold_end_all(tx, guest, no_matter, NULL);
}

err_t hold_by_others(struct db *db, const char *person, const char *product, const char *variant, int64_t *ret_quantity, int64_t *ret_until_ms)
{
	struct rows r;
	*ret_quantity = *ret_until_ms = 0;
	db_query(db, &r, Q_HOLD_OF_PRODUCT, V(product), V(variant), V(person));
	if (rows_next(&r)) *ret_quantity = rows_int(&r, 0), *ret_until_ms = rows_int(&r, 1);
	return rows_end(&r);
}
