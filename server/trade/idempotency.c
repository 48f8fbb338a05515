/* idempotency.c — rows of kept answers. */
#include "trade/idempotency.h"

#include <string.h>

#include "people/secret.h"

err_t idempotency_find(struct db *db, const char *person, const char *key, const char *request, int *ret_status, struct buf *out)
{
	struct rows r;
	int status = 0;
	bool other = false;
	db_query(db, &r, Q_IDEMPOTENCY_FIND, V(person), V(key));
	if (rows_next(&r)) {
		char hash[SECRET_HASH_CHARS + 1];
		secret_hash(request, hash);
		other = strcmp(rows_text(&r, 0), hash) != 0;
		status = (int)rows_int(&r, 1);
		if (!other) buf_puts(out, rows_text(&r, 2));
	}
	TRY(rows_end(&r));
	if (other) return ERR_KEY_REUSED;
	*ret_status = status;
	return OK;
}

err_t idempotency_put(struct tx *tx, const char *person, const char *key, const char *request, int status, const char *body)
{
	char hash[SECRET_HASH_CHARS + 1];
	secret_hash(request, hash);
	return db_exec(tx_db(tx), Q_IDEMPOTENCY_PUT, V(person), V(key), V(hash), V(status), V(body), V(tx_now_ms(tx)));
}
