/* staff.c — one account for each address and role. */
#include "people/staff.h"

#include <string.h>

#include "people/failure.h"
#include "people/login.h"
#include "people/password.h"
#include "people/person.h"

err_t staff_keep(struct tx *tx, const struct staff_new *s)
{
	char email[PERSON_EMAIL_MAX + 1];
	struct person_id id;
	if (s->role != ROLE_ORGANIZER && s->role != ROLE_HELPLINE) return ERR_BAD_FIELD;
	if (strncmp(s->hash, STAFF_HASH_BEGINS, strlen(STAFF_HASH_BEGINS)) != 0 || strlen(s->hash) >= PASSWORD_HASH_MAX) return ERR_BAD_FIELD;
	TRY(email_clean(s->email, email));
	const struct person_new anew = {.role = s->role, .name = s->role == ROLE_HELPLINE ? "Helpline" : "Fair desk", .email = email, .email_confirmed = true};
	err_t e = person_find_by_email(tx_db(tx), email, s->role, &id);
	if (e == ERR_NOT_FOUND) e = person_new(tx, &anew, &id);
	TRY(e);
	TRY(credential_set(tx, id.s, s->hash));
	TRY(failures_forget(tx, email));
	return login_close_all(tx, id.s); /* whoever knew the former password is out */
}
