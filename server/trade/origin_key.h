/* origin_key.h — the house's own key for certificates of origin (origin.h): made at the first start, kept in DATA/origin.key (0600).
 * To change it, move the file away and start again: a new one is made, and the old public key stays published for what it has signed.
 * Owns    the secret, wiped when it is closed, and the rows of `origin_key`.    Thread  the floor.
 * Limits  ORIGIN_KEYS_MAX keys are published, the newest first. */
#pragma once
#include "store/tick.h"
#include "trade/origin.h"

#define ORIGIN_KEYS_MAX 64
#define ORIGIN_KEY_ID_CHARS (2 * ORIGIN_KEY_BYTES)
#define ORIGIN_PUBLIC_CHARS 43   /* base64url without padding */

struct origin_key {
	unsigned char id[ORIGIN_KEY_BYTES], public_key[ORIGIN_PUBLIC_BYTES], secret_key[ORIGIN_SECRET_BYTES];
};

/* Reads the file in `dir`, or makes one. ERR_CONFIG (logged) for a file that others may read or that holds no key; ERR_IO. */
err_t origin_key_open(const char *dir, struct origin_key **ret);
/* NULL is accepted. */
void origin_key_close(struct origin_key *k);
/* Publishes it as the one that signs now; whatever signed before has ended. */
err_t origin_key_publish(struct tx *tx, const struct origin_key *k);

struct origin_key_row { char id[ORIGIN_KEY_ID_CHARS + 1], public_key[ORIGIN_PUBLIC_CHARS + 1]; int64_t from_ms, until_ms; };
err_t origin_key_list(struct db *db, void (*each)(void *arg, const struct origin_key_row *k), void *arg);
