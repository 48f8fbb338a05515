/* fair_news.c — walks through the people by id; where it stands is a row, so that nobody is told twice after a start. */
#include "trade/fair_news.h"

#include <string.h>

#include "fair/fair.h"
#include "people/consent.h"
#include "trade/tell.h"

#define EVERYBODY "~" /* behind every id */

struct news { struct fair_id fair; char name_en[FAIR_NAME_MAX + 1], name_hi[FAIR_NAME_MAX + 1], told[ID_CHARS + 1]; };

static err_t find_news(struct db *db, int64_t now_ms, struct news *ret, bool *ret_some)
{
	struct rows r;
	db_query(db, &r, Q_FAIR_NEWS_DUE, V(now_ms), V(now_ms - FAIR_NEWS_MS));
	*ret_some = rows_next(&r);
	if (*ret_some) {
		rows_copy(&r, 0, ret->fair.s, sizeof ret->fair.s);
		rows_copy(&r, 1, ret->name_en, sizeof ret->name_en);
		rows_copy(&r, 2, ret->name_hi, sizeof ret->name_hi);
		rows_copy(&r, 3, ret->told, sizeof ret->told);
	}
	return rows_end(&r);
}

static void fill(void *arg, const char *lang, struct notice_values *v)
{
	const struct news *n = arg;
	v->name = strncmp(lang, "hi", 2) == 0 ? n->name_hi : n->name_en;
}

err_t fair_news(struct tx *tx, void *unused)
{
	(void)unused;
	struct news n;
	bool some;
	char people[FAIR_NEWS_AT_ONCE][ID_CHARS + 1];
	int found = 0;
	struct rows r;
	TRY(find_news(tx_db(tx), tx_now_ms(tx), &n, &some));
	if (!some) return OK;
	db_query(tx_db(tx), &r, Q_CONSENT_PEOPLE, V(consent_wire(CONSENT_FAIR_NEWS)), V(n.told), V(FAIR_NEWS_AT_ONCE));
	while (found < FAIR_NEWS_AT_ONCE && rows_next(&r)) rows_copy(&r, 0, people[found++], sizeof people[0]);
	TRY(rows_end(&r));
	for (int i = 0; i < found; i++)
		TRY(tell(tx, &(struct telling){.notice = NOTICE_FAIR_OPENS_ANYONE, .person = people[i], .about = "", .path = "/"}, fill, &n));
	return db_exec(tx_db(tx), Q_FAIR_NEWS_TOLD, V(n.fair.s), V(found == FAIR_NEWS_AT_ONCE ? people[found - 1] : EVERYBODY));
}
