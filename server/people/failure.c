/* failure.c — a row for each address, by its hash. */
#include "people/failure.h"

#include "people/secret.h"

err_t failures_check(struct db *db, const char *address, int64_t now_ms, int64_t *ret_wait_ms)
{
	char account[SECRET_HASH_CHARS + 1];
	int64_t failures = 0, last_ms = 0;
	struct rows r;
	secret_hash(address, account);
	db_query(db, &r, Q_SIGN_IN_FAILURE_FIND, V(account), V(now_ms - FAILURES_CLOSED_MS));
	while (rows_next(&r)) {
		failures = rows_int(&r, 0);
		last_ms = rows_int(&r, 1);
	}
	TRY(rows_end(&r));
	if (failures < FAILURES_MAX) return OK;
	*ret_wait_ms = last_ms + FAILURES_CLOSED_MS - now_ms;
	return ERR_TOO_FAST;
}

err_t failures_add(struct tx *tx, const char *address)
{
	char account[SECRET_HASH_CHARS + 1];
	secret_hash(address, account);
	return db_exec(tx_db(tx), Q_SIGN_IN_FAILURE_ADD, V(account), V(tx_now_ms(tx)), V(tx_now_ms(tx) - FAILURES_CLOSED_MS));
}

err_t failures_forget(struct tx *tx, const char *address)
{
	char account[SECRET_HASH_CHARS + 1];
	secret_hash(address, account);
	return db_exec(tx_db(tx), Q_SIGN_IN_FAILURE_FORGET, V(account));
}
