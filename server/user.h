/* user.h — mela user EMAIL: makes an organizer, or gives an organizer a new password and ends all its logins.
 * Works on the data folder of a server that is not running. */
#pragma once
#include "base/config.h"
#include "base/err.h"

/* Reads the password as one line from standard input, unseen on a terminal. ERR_CONFLICT while a server holds the folder. */
err_t user_run(const struct config *config, const char *email);
