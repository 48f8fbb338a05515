/* artisan_code.c — 8 characters out of 29: 39 bits, used once, behind a rate limit in gate. */
#include "people/artisan_code.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

#include "people/secret.h"

/* No 0/O, 1/I/L, 5/S: it is read out over the telephone. */
static const char alphabet[] = "2346789ABCDEFGHJKMNPQRTUVWXYZ";

/* A typed code in its one spelling; false if it cannot be one. */
static bool clean(const char *text, char ret[static ARTISAN_CODE_CHARS + 1])
{
	size_t n = 0;
	for (; *text; text++) {
		if (*text == ' ' || *text == '-') continue;
		char c = (char)toupper((unsigned char)*text);
		if (n == ARTISAN_CODE_CHARS || !strchr(alphabet, c)) return false;
		ret[n++] = c;
	}
	ret[n] = 0;
	return n == ARTISAN_CODE_CHARS;
}

err_t artisan_code_make(struct tx *tx, const char *person, const char *made_by, struct artisan_code *ret)
{
	struct artisan_code c = {.expires_ms = tx_now_ms(tx) + ARTISAN_CODE_MS};
	char id[ID_CHARS + 1], code_hash[SECRET_HASH_CHARS + 1], link_hash[SECRET_HASH_CHARS + 1];
	for (int i = 0; i < ARTISAN_CODE_CHARS; i++) c.code[i] = alphabet[randombytes_uniform(sizeof alphabet - 1)];
	id_secret(c.link);
	id_new(id);
	secret_hash(c.code, code_hash);
	secret_hash(c.link, link_hash);
	TRY(db_exec(tx_db(tx), Q_SIGN_IN_CODE_REVOKE, V(person), V(tx_now_ms(tx))));
	TRY(db_exec(tx_db(tx), Q_SIGN_IN_CODE_INSERT, V(id), V(code_hash), V(link_hash), V(person), V(made_by), V(tx_now_ms(tx)), V(c.expires_ms)));
	*ret = c;
	return OK;
}

err_t artisan_code_use(struct tx *tx, const char *text, struct person_id *ret_person)
{
	char code[ARTISAN_CODE_CHARS + 1], hash[SECRET_HASH_CHARS + 1];
	secret_hash(clean(text, code) ? code : text, hash);
	struct rows r;
	db_query(tx_db(tx), &r, Q_SIGN_IN_CODE_USE, V(hash), V(tx_now_ms(tx)));
	bool found = rows_next(&r);
	if (found) rows_copy(&r, 0, ret_person->s, sizeof ret_person->s);
	while (rows_next(&r)) {}
	TRY(rows_end(&r));
	return found ? OK : ERR_EXPIRED;
}

err_t artisan_code_is_open(struct tx *tx, const char *code, bool *ret)
{
	char hash[SECRET_HASH_CHARS + 1];
	int64_t one;
	secret_hash(code, hash);
	err_t e = db_int(tx_db(tx), &one, Q_SIGN_IN_CODE_IS_OPEN, V(hash), V(tx_now_ms(tx)));
	if (e != OK && e != ERR_NOT_FOUND) return e;
	*ret = e == OK;
	return OK;
}
