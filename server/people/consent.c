/* consent.c — rows of consents. */
#include "people/consent.h"

#include <string.h>

#include "base/id.h"

static const struct { const char *wire; int64_t words; } purposes[CONSENTS] = {
#define CONSENT(id, wire, words) [CONSENT_##id] = {wire, words},
#include "schema/consents.def"
#undef CONSENT
};

const char *consent_wire(enum consent_purpose p) { return purposes[p].wire; }

err_t consent_parse(const char *wire, enum consent_purpose *ret)
{
	for (enum consent_purpose p = 0; p < CONSENTS; p++)
		if (strcmp(purposes[p].wire, wire) == 0) {
			*ret = p;
			return OK;
		}
	return ERR_BAD_FIELD;
}

err_t consent_find(struct db *db, const char *person, enum consent_purpose p, struct consent *ret)
{
	struct rows r;
	*ret = (struct consent){0};
	db_query(db, &r, Q_CONSENT_NEWEST, V(person), V(purposes[p].wire));
	if (rows_next(&r)) *ret = (struct consent){.words = rows_int(&r, 0), .given = rows_int(&r, 1) && rows_int(&r, 0) == purposes[p].words, .at_ms = rows_int(&r, 2)};
	return rows_end(&r);
}

err_t consent_put(struct tx *tx, const char *person, enum consent_purpose p, const char *lang, bool given)
{
	char id[ID_CHARS + 1];
	id_new(id);
	return db_exec(tx_db(tx), Q_CONSENT_INSERT, V(id), V(person), V(purposes[p].wire), V(purposes[p].words), V(lang), V(given), V(tx_now_ms(tx)));
}
