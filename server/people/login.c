/* login.c — rows of logins; a token is 32 random bytes. */
#include "people/login.h"

#include <string.h>

#include "people/secret.h"

#define LOGIN_TOUCH_MS 3600000LL

static int64_t idle_ms(enum role r) { return role_works_here(r) ? STAFF_IDLE_MS : LOGIN_IDLE_MS; }
static int64_t ends_ms(enum role r) { return role_works_here(r) ? STAFF_ENDS_MS : LOGIN_ENDS_MS; }

static err_t open_for(struct tx *tx, const char *person, int64_t idle, int64_t ends, struct login_token *ret)
{
	struct login_token token;
	char hash[SECRET_HASH_CHARS + 1];
	int64_t now = tx_now_ms(tx);
	id_secret(token.s);
	secret_hash(token.s, hash);
	TRY(db_exec(tx_db(tx), Q_LOGIN_INSERT, V(hash), V(person), V(now), V(now + idle), V(now + ends)));
	*ret = token;
	return OK;
}

err_t login_open(struct tx *tx, const char *person, struct login_token *ret_token)
{
	struct person p;
	TRY(person_find(tx_db(tx), person, &p));
	return open_for(tx, person, idle_ms(p.role), ends_ms(p.role), ret_token);
}

err_t login_open_guest(struct tx *tx, const char *name, const char *lang, const char *country, struct login_token *ret_token, struct person_id *ret_person)
{
	struct person_id id;
	TRY(person_new(tx, &(struct person_new){.role = ROLE_GUEST, .name = name, .lang = lang, .country = country}, &id));
	TRY(open_for(tx, id.s, GUEST_ENDS_MS, GUEST_ENDS_MS, ret_token));
	*ret_person = id;
	return OK;
}

err_t login_find(struct db *db, const char *token, int64_t now_ms, struct person *ret, bool *ret_stale)
{
	if (strlen(token) != LOGIN_TOKEN_CHARS) return ERR_NOT_SIGNED_IN;
	char hash[SECRET_HASH_CHARS + 1];
	struct person_id merged = {.s = ""};
	struct person p;
	secret_hash(token, hash);
	struct rows r;
	db_query(db, &r, Q_LOGIN_FIND, V(hash));
	bool found = rows_next(&r);
	int64_t expires = 0, ends = 0;
	if (found) {
		expires = rows_int(&r, 0);
		ends = rows_int(&r, 1);
		person_read(&r, 2, &p, &merged);
	}
	TRY(rows_end(&r));
	if (!found) return ERR_NOT_SIGNED_IN;
	if (expires <= now_ms) return ERR_EXPIRED;
	if (*merged.s) TRY(person_find(db, merged.s, &p));
	*ret = p;
	*ret_stale = expires < ends && expires - now_ms < idle_ms(ret->role) - LOGIN_TOUCH_MS;
	return OK;
}

err_t login_touch(struct tx *tx, const char *token, enum role role)
{
	char hash[SECRET_HASH_CHARS + 1];
	secret_hash(token, hash);
	return db_exec(tx_db(tx), Q_LOGIN_EXTEND, V(hash), V(tx_now_ms(tx) + idle_ms(role)));
}

err_t login_need_fresh(struct db *db, const char *token, int64_t now_ms)
{
	char hash[SECRET_HASH_CHARS + 1];
	int64_t opened_ms = 0;
	secret_hash(token, hash);
	err_t e = db_int(db, &opened_ms, Q_LOGIN_OPENED, V(hash));
	if (e != OK && e != ERR_NOT_FOUND) return e;
	return e == OK && now_ms - opened_ms <= LOGIN_FRESH_MS ? OK : ERR_SIGN_IN_AGAIN;
}

err_t login_close(struct tx *tx, const char *token)
{
	char hash[SECRET_HASH_CHARS + 1];
	secret_hash(token, hash);
	return db_exec(tx_db(tx), Q_LOGIN_DELETE, V(hash));
}

err_t login_close_all(struct tx *tx, const char *person) { return db_exec(tx_db(tx), Q_LOGIN_DELETE_PERSON, V(person)); }
