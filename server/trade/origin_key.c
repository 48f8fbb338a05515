/* origin_key.c — the file holds the seed of RFC 8032 §5.1.5 as hexadecimal digits. */
#include "trade/origin_key.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

#include "base/key_file.h"

err_t origin_key_open(const char *dir, struct origin_key **ret)
{
	static_assert(KEY_FILE_BYTES == crypto_sign_SEEDBYTES);
	unsigned char seed[KEY_FILE_BYTES];
	TRY(key_file_open(dir, "origin.key", seed));
	struct origin_key *k = calloc(1, sizeof *k);
	if (!k) abort();
	crypto_sign_seed_keypair(k->public_key, k->secret_key, seed);
	sodium_memzero(seed, sizeof seed);
	origin_key_id(k->public_key, k->id);
	*ret = k;
	return OK;
}

void origin_key_close(struct origin_key *k)
{
	if (!k) return;
	sodium_memzero(k, sizeof *k);
	free(k);
}

err_t origin_key_publish(struct tx *tx, const struct origin_key *k)
{
	char id[ORIGIN_KEY_ID_CHARS + 1], public_key[ORIGIN_PUBLIC_CHARS + 1];
	sodium_bin2hex(id, sizeof id, k->id, sizeof k->id);
	sodium_bin2base64(public_key, sizeof public_key, k->public_key, sizeof k->public_key, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	TRY(db_exec(tx_db(tx), Q_ORIGIN_KEY_PUT, V(id), V(public_key), V(tx_now_ms(tx))));
	return db_exec(tx_db(tx), Q_ORIGIN_KEY_END_OTHERS, V(id), V(tx_now_ms(tx)));
}

err_t origin_key_list(struct db *db, void (*each)(void *arg, const struct origin_key_row *k), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_ORIGIN_KEY_LIST, V(ORIGIN_KEYS_MAX));
	while (rows_next(&r)) {
		struct origin_key_row k = {.from_ms = rows_int(&r, 2), .until_ms = rows_int(&r, 3)};
		rows_copy(&r, 0, k.id, sizeof k.id);
		rows_copy(&r, 1, k.public_key, sizeof k.public_key);
		each(arg, &k);
	}
	return rows_end(&r);
}
