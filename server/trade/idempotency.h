/* idempotency.h — keys that make a retry harmless: the first answer is kept in the commit that it tells of.
 * Owns    the rows of `idempotency`.   Limits  kept as schema/retention.def has it, then the key is free again. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/tick.h"

#define IDEMPOTENCY_KEY_MIN 16
#define IDEMPOTENCY_KEY_MAX 64

/* The kept answer to this key of this person, its body added to `out`. *ret_status is 0 if the key is new.
 * `request` is the whole request (method, path, body); another one under the same key is ERR_KEY_REUSED. */
err_t idempotency_find(struct db *db, const char *person, const char *key, const char *request, int *ret_status, struct buf *out);
/* Keeps the answer. ERR_CONFLICT if the key was used meanwhile. */
err_t idempotency_put(struct tx *tx, const char *person, const char *key, const char *request, int status, const char *body);
