/* waiting.c — rows of those who wait, and the offer. */
#include "trade/waiting.h"

#include <stdio.h>
#include <string.h>

#include "trade/hold.h"
#include "trade/tell.h"

err_t waiting_join(struct tx *tx, const char *person, const char *product, const char *variant, int64_t quantity)
{
	struct person who;
	struct product p;
	struct variant v;
	int64_t n;
	char id[ID_CHARS + 1];
	TRY(person_find(tx_db(tx), person, &who));
	if (!who.email_confirmed) return ERR_UNCONFIRMED;
	TRY(product_find(tx_db(tx), product, tx_now_ms(tx), &p));
	TRY(variant_of(tx_db(tx), &p, variant, &v));
	if (quantity < p.moq || quantity > PRODUCT_STOCK_MAX) return ERR_BAD_FIELD;
	if (v.stock >= quantity) return ERR_BAD_STATE;
	TRY(db_int(tx_db(tx), &n, Q_WAITING_COUNT, V(person)));
	if (n >= WAITING_MAX) return ERR_FULL;
	id_new(id);
	return db_exec(tx_db(tx), Q_WAITING_INSERT, V(id), V(person), V(product), V(variant), V(quantity), V(tx_now_ms(tx)));
}

err_t waiting_leave(struct tx *tx, const char *person, const char *product, const char *variant)
{
	return db_exec(tx_db(tx), Q_WAITING_DELETE, V(person), V(product), V(variant));
}

static void fill(void *arg, const char *lang, struct notice_values *v)
{
	const struct product *p = arg;
	v->product = strncmp(lang, "hi", 2) == 0 && *p->name_hi ? p->name_hi : p->name_en;
}

/* Whoever sleeps through the offer is not woken after it. */
static err_t tell_offer(struct tx *tx, const char *person, struct product *p)
{
	char minutes[8];
	snprintf(minutes, sizeof minutes, "%lld", WAITING_OFFER_MS / 60000);
	return tell(tx, &(struct telling){.notice = NOTICE_WAITING_OFFER_BUYER, .person = person, .about = p->id.s, .path = "/cart",
	                                  .values = {.minutes = minutes}, .until_ms = tx_now_ms(tx) + WAITING_OFFER_MS}, fill, p);
}

static err_t offer(struct tx *tx, const char *person, struct product *p, const char *variant, int64_t quantity)
{
	TRY(hold_offer(tx, person, p->id.s, variant, quantity, tx_now_ms(tx) + WAITING_OFFER_MS));
	TRY(waiting_leave(tx, person, p->id.s, variant));
	TRY(db_exec(tx_db(tx), Q_CART_PUT, V(person), V(p->id.s), V(variant), V(quantity), V(0), V(""), V(0), V(0), V(tx_now_ms(tx))));
	return tell_offer(tx, person, p);
}

/* Whoever is next and asks for more than is free keeps waiting, and so do those behind: a line is a line. */
static err_t serve_next(struct tx *tx, const char *product, const char *variant, bool *ret_served)
{
	char person[ID_CHARS + 1];
	int64_t quantity = 0;
	struct product p;
	struct variant v;
	struct rows r;
	*ret_served = false;
	db_query(tx_db(tx), &r, Q_WAITING_NEXT, V(product), V(variant));
	bool some = rows_next(&r);
	if (some) {
		rows_copy(&r, 0, person, sizeof person);
		quantity = rows_int(&r, 1);
	}
	TRY(rows_end(&r));
	if (!some) return OK;
	err_t e = product_find(tx_db(tx), product, tx_now_ms(tx), &p);
	if (e == OK) e = variant_of(tx_db(tx), &p, variant, &v);
	if (e == ERR_NO_PRODUCT || e == ERR_BAD_FIELD || e == ERR_MISSING_FIELD) return OK; /* withdrawn: they wait until it is shown again */
	TRY(e);
	if (v.stock < quantity) return OK;
	*ret_served = true;
	return offer(tx, person, &p, variant, quantity);
}

err_t waiting_serve(struct tx *tx, const char *product, const char *variant)
{
	bool served = true;
	for (int i = 0; served && i < WAITING_SERVE_MAX; i++) TRY(serve_next(tx, product, variant, &served));
	return OK;
}

err_t waiting_serve_all(struct tx *tx)
{
	struct { char product[ID_CHARS + 1], variant[ID_CHARS + 1]; } free_now[WAITING_SERVE_MAX];
	struct rows r;
	size_t n = 0;
	db_query(tx_db(tx), &r, Q_WAITING_FREE, V(WAITING_SERVE_MAX));
	while (n < WAITING_SERVE_MAX && rows_next(&r)) {
		rows_copy(&r, 0, free_now[n].product, sizeof free_now[n].product);
		rows_copy(&r, 1, free_now[n].variant, sizeof free_now[n].variant);
		n++;
	}
	TRY(rows_end(&r));
	for (size_t i = 0; i < n; i++) TRY(waiting_serve(tx, free_now[i].product, free_now[i].variant));
	return OK;
}

err_t waiting_follow_moved(struct tx *tx, const struct order *o, int child, enum order_event event)
{
	if (event != ORDER_EVENT_CANCEL) return OK;
	for (int i = 0; i < o->n_lines; i++)
		if (o->lines[i].child == child) TRY(waiting_serve(tx, o->lines[i].product.s, o->lines[i].variant.s));
	return OK;
}

err_t waiting_list(struct db *db, const char *person, void (*each)(void *arg, const struct waiting *w), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_WAITING_OF_PERSON, V(person), V(WAITING_MAX));
	while (rows_next(&r))
		each(arg, &(struct waiting){.product = rows_text(&r, 0), .variant = rows_text(&r, 1), .quantity = rows_int(&r, 2), .slug = rows_text(&r, 3),
		                            .name_en = rows_text(&r, 4), .name_hi = rows_text(&r, 5), .place = rows_int(&r, 6)});
	return rows_end(&r);
}
