/* seller_link.c — a link is checked against its neighbours in time and against chains. */
#include "trade/seller_link.h"

#include <string.h>

#include "trade/india_day.h"
#include "trade/search_renew.h"
#include "trade/seller_tax.h"

static err_t is_there(struct db *db, enum query q, const char *seller, int64_t at_ms, bool *ret)
{
	int64_t one;
	err_t e = db_int(db, &one, q, V(seller), V(at_ms));
	*ret = e == OK;
	return e == ERR_NOT_FOUND ? OK : e;
}

/* A link from today is judged as things stand now: who was registered this morning may lead from today, which began at midnight. */
static int64_t judged_at(const struct seller_link *l, int64_t now_ms)
{
	return now_ms >= l->from_ms && now_ms - l->from_ms < INDIA_DAY_MS ? now_ms : l->from_ms;
}

/* Registered on the first day, open, not this one, and no link of a link. */
static err_t can_be_principal(struct db *db, const char *seller, const struct seller_link *l, int64_t now_ms)
{
	int64_t at = judged_at(l, now_ms);
	struct seller p;
	unsigned tax;
	bool linked, leads;
	if (strcmp(seller, l->principal.s) == 0) return ERR_BAD_FIELD;
	if (seller_find(db, l->principal.s, &p) != OK || p.state != SELLER_OPEN || strcmp(p.country, "IN") != 0) return ERR_BAD_FIELD;
	TRY(seller_tax_at(db, l->principal.s, at, &tax));
	TRY(is_there(db, Q_SELLER_IS_LINKED, l->principal.s, at, &linked));
	TRY(is_there(db, Q_SELLER_IS_PRINCIPAL, seller, at, &leads));
	return (tax & 1u << TAX_REGULAR) && !linked && !leads ? OK : ERR_BAD_FIELD;
}

err_t seller_link_put(struct tx *tx, const char *seller, const struct seller_link *l, const char *person)
{
	struct db *db = tx_db(tx);
	struct seller s;
	int64_t one;
	char id[ID_CHARS + 1];
	TRY(seller_find(db, seller, &s));
	if (l->from_ms <= 0 || (l->until_ms && l->until_ms <= l->from_ms)) return ERR_BAD_FIELD;
	TRY(search_due_add(tx, seller));
	if (!*l->principal.s) return db_exec(db, Q_SELLER_LINK_CUT, V(seller), V(l->from_ms));
	TRY(can_be_principal(db, seller, l, tx_now_ms(tx)));
	TRY(db_exec(db, Q_SELLER_LINK_CUT, V(seller), V(l->from_ms)));
	err_t e = db_int(db, &one, Q_SELLER_LINK_LATER, V(seller), V(l->from_ms), V(l->until_ms));
	if (e != ERR_NOT_FOUND) return e == OK ? ERR_CONFLICT : e;
	id_new(id);
	return db_exec(db, Q_SELLER_LINK_INSERT, V(id), V(seller), V(l->principal.s), V(l->from_ms), V(l->until_ms), V(person), V(tx_now_ms(tx)));
}

err_t seller_link_at(struct db *db, const char *seller, int64_t at_ms, struct seller_id *ret)
{
	struct rows r;
	struct seller_id found = {.s = ""};
	db_query(db, &r, Q_SELLER_PRINCIPAL_ON, V(seller), V(at_ms));
	if (rows_next(&r)) rows_copy(&r, 0, found.s, sizeof found.s);
	TRY(rows_end(&r));
	*ret = found;
	return OK;
}

err_t seller_link_list(struct db *db, const char *seller, void (*each)(void *arg, const struct seller_link *l), void *arg)
{
	struct rows r;
	struct seller_link l;
	db_query(db, &r, Q_SELLER_LINKS, V(seller), V(SELLER_LINKS_MAX));
	while (rows_next(&r)) {
		rows_copy(&r, 0, l.principal.s, sizeof l.principal.s);
		rows_copy(&r, 1, l.name, sizeof l.name);
		rows_copy(&r, 2, l.name_hi, sizeof l.name_hi);
		l.from_ms = rows_int(&r, 3);
		l.until_ms = rows_int(&r, 4);
		each(arg, &l);
	}
	return rows_end(&r);
}
