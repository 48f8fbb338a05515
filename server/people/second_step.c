/* second_step.c — a row for each browser, by the hash of its token. */
#include "people/second_step.h"

#include "people/secret.h"

err_t second_step_open(struct tx *tx, const char *token, const char *person)
{
	char browser[SECRET_HASH_CHARS + 1];
	secret_hash(token, browser);
	return db_exec(tx_db(tx), Q_SECOND_STEP_PUT, V(browser), V(person), V(tx_now_ms(tx) + SECOND_STEP_MS));
}

static err_t read_person(struct rows *r, struct person_id *ret)
{
	bool found = false;
	while (rows_next(r)) {
		rows_copy(r, 0, ret->s, sizeof ret->s);
		found = true;
	}
	TRY(rows_end(r));
	return found ? OK : ERR_EXPIRED;
}

err_t second_step_find(struct db *db, const char *token, int64_t now_ms, struct person_id *ret_person)
{
	char browser[SECRET_HASH_CHARS + 1];
	struct rows r;
	secret_hash(token, browser);
	db_query(db, &r, Q_SECOND_STEP_FIND, V(browser), V(SECOND_STEP_TRIES), V(now_ms));
	return read_person(&r, ret_person);
}

err_t second_step_try(struct tx *tx, const char *token, struct person_id *ret_person)
{
	char browser[SECRET_HASH_CHARS + 1];
	struct rows r;
	secret_hash(token, browser);
	db_query(tx_db(tx), &r, Q_SECOND_STEP_TRY, V(browser), V(SECOND_STEP_TRIES), V(tx_now_ms(tx)));
	return read_person(&r, ret_person);
}

err_t second_step_end(struct tx *tx, const char *person) { return db_exec(tx_db(tx), Q_SECOND_STEP_DROP, V(person)); }
