/* user.h — mela user EMAIL: makes an organizer or a helpline agent, or gives one a new password and ends all its logins; or takes away a second factor
 * that was lost.
 * A running server is asked (gate/control.h); else the data folder is taken for a moment. */
#pragma once
#include "base/buf.h"
#include "base/config.h"
#include "base/err.h"

/* Reads the password as one line from standard input, unseen on a terminal. ERR_CONFLICT while a server holds the
 * folder that does not listen.
 * `role` is "organizer" or "helpline"; ERR_BAD_FIELD for another. `why` is of the password alone, without a newline, and may stay empty. */
err_t user_run(const struct config *config, const char *email, const char *role, struct buf *why);
/* Without a word from standard input. ERR_NOT_FOUND where there is no such person, or no factor. */
err_t user_second_factor_end(const struct config *config, const char *email, const char *role);
