/* account_guard.h — what guards an account has changed, or let somebody in: its owner is told in the same commit, at once and by every carrier.
 * Owns    nothing.    Thread  the floor. */
#pragma once
#include "notify/notice.h"
#include "people/role.h"
#include "store/tick.h"

err_t guard_tell(struct tx *tx, const char *person, enum notice notice);
/* A recovery code opened the account, and how many are left. */
err_t guard_tell_recovery(struct tx *tx, const char *person);
/* Whoever has the machine takes the second factor of a person who lost it, signs them out, and it is written down in the log. ERR_BAD_FIELD for no
 * address, ERR_NOT_FOUND where nobody of this role has it or there is no factor. */
err_t guard_end_second_factor(struct tx *tx, const char *email, enum role role);
