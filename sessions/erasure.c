/* erasure.c — see erasure.h. */
#include "sessions/erasure.h"

#include <stdio.h>

#include "people/login.h"
#include "people/secret.h"
#include "report/personal.h"
#include "sessions/forget.h"
#include "trade/tell.h"

#define HOUR_MS 3600000LL

err_t erasure_now(struct tx *tx, const char *person)
{
	bool more = true;
	TRY(personal_may_erase(tx_db(tx), person));
	while (more) TRY(forget_chat(tx, person, &more));
	return personal_erase(tx, person);
}

/* The link stands in the mail and the push message; a text says to sign in. */
static err_t tell_soon(struct tx *tx, const char *person, const char *token, int64_t wait_ms)
{
	char path[32 + LOGIN_TOKEN_CHARS], hours[24];
	snprintf(path, sizeof path, "/mine?keep=%s", token);
	snprintf(hours, sizeof hours, "%lld", (long long)(wait_ms / HOUR_MS));
	return tell(tx, &(struct telling){.notice = NOTICE_ERASE_SOON_ANYONE, .person = person, .about = "", .path = path, .urgent = true, .values = {.quantity = hours}}, NULL, NULL);
}

static err_t tell_kept(struct tx *tx, const char *person)
{
	return tell(tx, &(struct telling){.notice = NOTICE_ERASE_OFF_ANYONE, .person = person, .about = "", .path = "/mine", .urgent = true}, NULL, NULL);
}

err_t erasure_ask(struct tx *tx, const char *person, int64_t wait_ms, int64_t *ret_due_ms)
{
	char token[LOGIN_TOKEN_CHARS + 1], hash[SECRET_HASH_CHARS + 1];
	int64_t now = tx_now_ms(tx);
	TRY(personal_may_erase(tx_db(tx), person));
	id_secret(token);
	secret_hash(token, hash);
	TRY(db_exec(tx_db(tx), Q_ERASE_DUE_PUT, V(person), V(hash), V(now), V(now + wait_ms)));
	TRY(db_int(tx_db(tx), ret_due_ms, Q_ERASE_DUE_AT, V(person)));
	TRY(tell_soon(tx, person, token, *ret_due_ms - now));
	return login_close_all(tx, person);
}

err_t erasure_keep_by(struct tx *tx, const char *person)
{
	int64_t dropped = 0;
	TRY(db_exec_n(tx_db(tx), &dropped, Q_ERASE_DUE, V(person)));
	return dropped ? tell_kept(tx, person) : OK;
}

err_t erasure_keep(struct tx *tx, const char *token)
{
	char hash[SECRET_HASH_CHARS + 1], person[ID_CHARS + 1];
	struct rows r;
	secret_hash(token, hash);
	db_query(tx_db(tx), &r, Q_ERASE_DUE_BY_LINK, V(hash));
	bool found = rows_next(&r);
	if (found) rows_copy(&r, 0, person, sizeof person);
	TRY(rows_end(&r));
	return found ? erasure_keep_by(tx, person) : ERR_EXPIRED;
}

err_t erasure_sweep(struct tx *tx, void *unused)
{
	char person[ID_CHARS + 1];
	struct rows r;
	(void)unused;
	db_query(tx_db(tx), &r, Q_ERASE_DUE_NEXT, V(tx_now_ms(tx)));
	bool found = rows_next(&r);
	if (found) rows_copy(&r, 0, person, sizeof person);
	TRY(rows_end(&r));
	if (!found) return OK;
	err_t e = erasure_now(tx, person);
	return e == ERR_BAD_STATE ? erasure_keep_by(tx, person) : e;
}
