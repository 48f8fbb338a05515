/* account_guard.c — see account_guard.h. */
#include "trade/account_guard.h"

#include <stdio.h>

#include "base/log.h"
#include "people/login.h"
#include "people/second_factor.h"
#include "trade/tell.h"

err_t guard_tell(struct tx *tx, const char *person, enum notice notice)
{
	return tell(tx, &(struct telling){.notice = notice, .person = person, .about = "", .path = "/desk", .urgent = true}, NULL, NULL);
}

err_t guard_tell_recovery(struct tx *tx, const char *person)
{
	struct second_factor f;
	char left[24];
	TRY(second_factor_find(tx_db(tx), person, &f));
	snprintf(left, sizeof left, "%lld", (long long)f.recovery_left);
	return tell(tx, &(struct telling){.notice = NOTICE_RECOVERY_CODE_ANYONE, .person = person, .about = "", .path = "/desk", .urgent = true, .values = {.quantity = left}}, NULL, NULL);
}

err_t guard_end_second_factor(struct tx *tx, const char *email, enum role role)
{
	char address[PERSON_EMAIL_MAX + 1];
	struct person_id id;
	struct second_factor f;
	TRY(email_clean(email, address));
	TRY(person_find_by_email(tx_db(tx), address, role, &id));
	TRY(second_factor_find(tx_db(tx), id.s, &f));
	if (!f.on) return ERR_NOT_FOUND;
	TRY(second_factor_drop(tx, id.s));
	TRY(login_close_all(tx, id.s));
	log_warn("people", "the second factor of %s %s was taken away by a command of this machine", role_wire(role), id.s);
	return guard_tell(tx, id.s, NOTICE_SECOND_FACTOR_OFF_ANYONE);
}
