/* email_code.c — one guarded UPDATE counts the try and uses the code, so that two tries at once cannot share one. */
#include "people/email_code.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "notify/outbox.h"
#include "people/login.h"
#include "people/secret.h"

/* The same digits for another address or guest have another hash. */
static void hash_code(const char *guest, const char *email, const char *code, char ret[static SECRET_HASH_CHARS + 1])
{
	char text[ID_CHARS + PERSON_EMAIL_MAX + 16];
	snprintf(text, sizeof text, "%s %s %.8s", guest, email, code);
	secret_hash(text, ret);
}

static err_t mail_code(struct tx *tx, const char *email, const char *code, const char *lang)
{
	bool hindi = strncmp(lang, "hi", 2) == 0;
	char subject[120], body[600];
	snprintf(subject, sizeof subject, hindi ? "%s आपका मेला कोड है" : "%s is your Mela code", code);
	snprintf(body, sizeof body,
	         hindi ? "नमस्ते,\n\nआपका कोड: %s\n\nयह 10 मिनट तक चलेगा। अगर आपने इसे नहीं माँगा है, तो इस पत्र पर ध्यान न दें।\n"
	               : "Namaste,\n\nYour code: %s\n\nIt is good for 10 minutes. If you did not ask for it, please ignore this letter.\n",
	         code);
	return outbox_add(tx, &(struct outbox_mail){.to = email, .subject = subject, .body = body});
}

err_t email_code_send(struct tx *tx, const char *guest, const char *email, const char *name, const char *lang)
{
	char address[PERSON_EMAIL_MAX + 1], id[ID_CHARS + 1], code[EMAIL_CODE_DIGITS + 1], hash[SECRET_HASH_CHARS + 1];
	TRY(email_clean(email, address));
	if (name && strlen(name) > PERSON_NAME_MAX) return ERR_TOO_LONG;
	int64_t now = tx_now_ms(tx), sent, today;
	TRY(db_int(tx_db(tx), &sent, Q_EMAIL_CODE_COUNT, V(address), V(now - EMAIL_CODE_MS)));
	TRY(db_int(tx_db(tx), &today, Q_EMAIL_CODE_COUNT, V(address), V(now - EMAIL_CODE_DAY_MS)));
	if (sent >= EMAIL_CODE_SENDS || today >= EMAIL_CODE_A_DAY) return ERR_TOO_FAST;
	snprintf(code, sizeof code, "%06u", randombytes_uniform(1000000));
	hash_code(guest, address, code, hash);
	id_new(id);
	TRY(db_exec(tx_db(tx), Q_EMAIL_CODE_INSERT, V(id), V(address), V(guest), V(name ? name : ""), V(hash), V(now), V(now + EMAIL_CODE_MS)));
	return mail_code(tx, address, code, lang ? lang : "");
}

/* The guest becomes the buyer with this address, or steps behind the one who is there already. */
static err_t become_buyer(struct tx *tx, const char *guest, const char *email, const char *name, struct email_code_try *ret)
{
	struct db *db = tx_db(tx);
	struct person_id there;
	err_t e = person_find_by_email(db, email, ROLE_BUYER, &there);
	if (e == OK) {
		ret->buyer = there;
		ret->merged = strcmp(there.s, guest) != 0;
		if (!ret->merged) return OK;
		TRY(db_exec(db, Q_PERSON_MERGE, V(guest), V(there.s)));
		return login_close_all(tx, guest);
	}
	if (e != ERR_NOT_FOUND) return e;
	int64_t changed = 0;
	TRY(db_exec_n(db, &changed, Q_PERSON_TO_BUYER, V(guest), V(email), V(name)));
	if (changed) {
		text_copy(ret->buyer.s, sizeof ret->buyer.s, guest);
		return login_close_all(tx, guest); /* a guest's long-lived token must not become a buyer's */
	}
	/* Somebody who is signed in already, as a buyer with another address or as an artisan, opens an account of its own. */
	return person_new(tx, &(struct person_new){.role = ROLE_BUYER, .name = name, .email = email, .email_confirmed = true}, &ret->buyer);
}

err_t email_code_try(struct tx *tx, const char *guest, const char *email, const char *code, struct email_code_try *ret)
{
	char address[PERSON_EMAIL_MAX + 1], hash[SECRET_HASH_CHARS + 1], name[PERSON_NAME_MAX + 1] = "";
	struct email_code_try t = {.result = EMAIL_CODE_WRONG};
	TRY(email_clean(email, address));
	hash_code(guest, address, strlen(code) == EMAIL_CODE_DIGITS ? code : "", hash);
	struct rows r;
	db_query(tx_db(tx), &r, Q_EMAIL_CODE_TRY, V(address), V(guest), V(hash), V(tx_now_ms(tx)), V(EMAIL_CODE_TRIES));
	while (rows_next(&r))
		if (rows_int(&r, 0) != 0) {
			t.result = EMAIL_CODE_RIGHT;
			rows_copy(&r, 1, name, sizeof name);
		}
	TRY(rows_end(&r));
	if (t.result == EMAIL_CODE_RIGHT) TRY(become_buyer(tx, guest, address, name, &t));
	*ret = t;
	return OK;
}
