/* outbox.h — what is to leave the house: a row in the commit that caused it, sent afterwards, at least once.
 * Owns    the rows of `outbox`.   Thread  the floor.
 * Limits  OUTBOX_TRIES attempts, then `failed`; the wait doubles from OUTBOX_FIRST_MS to OUTBOX_LONGEST_MS. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"

#define OUTBOX_TRIES 8
#define OUTBOX_FIRST_MS 10000LL
#define OUTBOX_LONGEST_MS 3600000LL
#define OUTBOX_LEASE_MS 120000LL
#define OUTBOX_SUBJECT_MAX 200
#define OUTBOX_BODY_MAX 4000

struct outbox_mail { const char *to, *subject, *body; };   /* plain UTF-8 text */
struct outbox_item {
	char id[ID_CHARS + 1], to[201], subject[OUTBOX_SUBJECT_MAX + 1], body[OUTBOX_BODY_MAX + 1];
	int64_t tries;           /* this one included */
};

/* ERR_TOO_LONG; ERR_BAD_FIELD for a line break in address or subject. */
err_t outbox_add(struct tx *tx, const struct outbox_mail *m);
/* Takes the next item that is due for OUTBOX_LEASE_MS: unless it is sent or failed within it, it is due again. false: nothing is due. */
err_t outbox_claim(struct tx *tx, struct outbox_item *ret, bool *ret_some);
/* It is out; its body is forgotten. */
err_t outbox_sent(struct tx *tx, const char *id);
/* It did not work; waits longer each time, or gives up. `error` is cut at 200 bytes. */
err_t outbox_failed(struct tx *tx, const char *id, const char *error);
/* When the next item is due; INT64_MAX if none is waiting. */
err_t outbox_next_due(struct db *db, int64_t *ret_ms);
