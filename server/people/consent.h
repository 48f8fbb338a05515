/* consent.h — what people have agreed to (schema/consents.def); as easily taken back as given. Nothing is overwritten.
 * Owns    the rows of `consent`.    Thread  writes on the floor; reads anywhere. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/tick.h"

enum consent_purpose {
#define CONSENT(id, wire, words) CONSENT_##id,
#include "schema/consents.def"
#undef CONSENT
	CONSENTS
};
/* at_ms 0: never asked. `given` only for the words as they are now. */
struct consent { bool given; int64_t words, at_ms; };

const char *consent_wire(enum consent_purpose p);
/* ERR_BAD_FIELD. */
err_t consent_parse(const char *wire, enum consent_purpose *ret);
err_t consent_find(struct db *db, const char *person, enum consent_purpose p, struct consent *ret);
err_t consent_put(struct tx *tx, const char *person, enum consent_purpose p, const char *lang, bool given);
