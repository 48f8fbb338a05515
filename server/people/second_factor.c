/* second_factor.c — the last half minute moves by one guarded UPDATE, so that two tries at once cannot share a code. */
#include "people/second_factor.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/id.h"
#include "base/log.h"
#include "people/secret.h"

bool second_factor_required(const struct config *c) { return strcmp(c->second_factor, "required") == 0; }

bool second_factor_owed(const struct person *p, const struct config *c) { return role_works_here(p->role) && !p->second_factor && second_factor_required(c); }

err_t second_factor_find(struct db *db, const char *person, struct second_factor *ret)
{
	struct second_factor f = {0};
	struct rows r;
	db_query(db, &r, Q_SECOND_FACTOR_FIND, V(person));
	while (rows_next(&r)) {
		f.on = true;
		f.since_ms = rows_int(&r, 2);
	}
	TRY(rows_end(&r));
	TRY(db_int(db, &f.recovery_left, Q_RECOVERY_CODE_LEFT, V(person)));
	*ret = f;
	return OK;
}

err_t second_factor_offer(struct tx *tx, const struct vault *v, const char *person, char ret_secret[static TOTP_SECRET_CHARS + 1])
{
	unsigned char secret[TOTP_SECRET_BYTES];
	char sealed[VAULT_TEXT_MAX + 1];
	randombytes_buf(secret, sizeof secret);
	vault_seal(v, person, secret, sizeof secret, sealed);
	totp_text(secret, ret_secret);
	sodium_memzero(secret, sizeof secret);
	return db_exec(tx_db(tx), Q_SECOND_FACTOR_OFFER_PUT, V(person), V(sealed), V(tx_now_ms(tx) + SECOND_OFFER_MS));
}

/* What was typed, without the blanks and dashes of its groups; one that is too long is "". */
static void clean(const char *code, char ret[static SHORT_CODE_CHARS + 1])
{
	size_t n = 0;
	for (; *code && n <= SHORT_CODE_CHARS; code++)
		if (!strchr(" -", *code)) {
			if (n < SHORT_CODE_CHARS) ret[n] = *code;
			n++;
		}
	ret[n > SHORT_CODE_CHARS ? 0 : n] = 0;
}

/* A code that was made for another person has another hash. */
static void hash_code(const char *person, const char *code, char ret[static SECRET_HASH_CHARS + 1])
{
	char text[ID_CHARS + SHORT_CODE_CHARS + 2];
	snprintf(text, sizeof text, "%s %s", person, code);
	secret_hash(text, ret);
}

/* A secret that cannot be read (the vault has another key) fits no code: recovery codes still do. */
static bool fits(const struct vault *v, const char *person, const char *sealed, const char *code, int64_t now_ms, int64_t last_step, int64_t *ret_step)
{
	unsigned char secret[TOTP_SECRET_BYTES];
	if (!vault_unseal(v, person, sealed, secret, sizeof secret)) {
		log_error("people", "the second factor of %s cannot be read: vault.key is not the one that sealed it", person);
		return false;
	}
	bool right = totp_fits(secret, code, now_ms, last_step, ret_step);
	sodium_memzero(secret, sizeof secret);
	return right;
}

static err_t new_recovery_codes(struct tx *tx, const char *person, struct second_codes *ret)
{
	char hash[SECRET_HASH_CHARS + 1];
	TRY(db_exec(tx_db(tx), Q_RECOVERY_CODE_DROP, V(person)));
	for (int i = 0; i < SECOND_RECOVERY_CODES; i++) {
		short_code_new(ret->codes[i]);
		hash_code(person, ret->codes[i], hash);
		TRY(db_exec(tx_db(tx), Q_RECOVERY_CODE_INSERT, V(hash), V(person)));
	}
	return OK;
}

err_t second_factor_accept(struct tx *tx, const struct vault *v, const char *person, const char *code, enum second_result *ret, struct second_codes *ret_codes)
{
	struct db *db = tx_db(tx);
	char typed[SHORT_CODE_CHARS + 1], sealed[VAULT_TEXT_MAX + 1] = "";
	int64_t now = tx_now_ms(tx), step = 0;
	struct rows r;
	clean(code, typed);
	db_query(db, &r, Q_SECOND_FACTOR_OFFER_TRY, V(person), V(SECOND_OFFER_TRIES), V(now));
	while (rows_next(&r)) rows_copy(&r, 0, sealed, sizeof sealed);
	TRY(rows_end(&r));
	*ret = SECOND_WRONG;
	if (!*sealed || !fits(v, person, sealed, typed, now, 0, &step)) return OK;
	TRY(db_exec(db, Q_SECOND_FACTOR_PUT, V(person), V(sealed), V(step), V(now)));
	TRY(db_exec(db, Q_SECOND_FACTOR_OFFER_DROP, V(person)));
	TRY(new_recovery_codes(tx, person, ret_codes));
	*ret = SECOND_BY_APP;
	return OK;
}

static err_t try_app(struct tx *tx, const struct vault *v, const char *person, const char *code, bool *ret_right)
{
	char sealed[VAULT_TEXT_MAX + 1] = "";
	int64_t last_step = 0, step = 0, moved = 0;
	struct rows r;
	db_query(tx_db(tx), &r, Q_SECOND_FACTOR_FIND, V(person));
	while (rows_next(&r)) {
		rows_copy(&r, 0, sealed, sizeof sealed);
		last_step = rows_int(&r, 1);
	}
	TRY(rows_end(&r));
	if (*sealed && fits(v, person, sealed, code, tx_now_ms(tx), last_step, &step)) TRY(db_exec_n(tx_db(tx), &moved, Q_SECOND_FACTOR_STEP, V(person), V(step)));
	*ret_right = moved == 1;
	return OK;
}

static err_t try_recovery(struct tx *tx, const char *person, const char *code, bool *ret_right)
{
	char kept[SHORT_CODE_CHARS + 1], hash[SECRET_HASH_CHARS + 1];
	int64_t used = 0;
	*ret_right = false;
	if (!short_code_clean(code, kept)) return OK;
	hash_code(person, kept, hash);
	TRY(db_exec_n(tx_db(tx), &used, Q_RECOVERY_CODE_USE, V(hash), V(person), V(tx_now_ms(tx))));
	*ret_right = used == 1;
	return OK;
}

err_t second_factor_try(struct tx *tx, const struct vault *v, const char *person, const char *code, enum second_result *ret)
{
	char typed[SHORT_CODE_CHARS + 1];
	bool app = false, recovery = false;
	clean(code, typed);
	if (strlen(typed) == TOTP_DIGITS) TRY(try_app(tx, v, person, typed, &app));
	else TRY(try_recovery(tx, person, typed, &recovery));
	*ret = app ? SECOND_BY_APP : recovery ? SECOND_BY_RECOVERY : SECOND_WRONG;
	return OK;
}

err_t second_factor_drop(struct tx *tx, const char *person)
{
	TRY(db_exec(tx_db(tx), Q_SECOND_FACTOR_DROP, V(person)));
	TRY(db_exec(tx_db(tx), Q_SECOND_FACTOR_OFFER_DROP, V(person)));
	TRY(db_exec(tx_db(tx), Q_RECOVERY_CODE_DROP, V(person)));
	return db_exec(tx_db(tx), Q_SECOND_STEP_DROP, V(person));
}
