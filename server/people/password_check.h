/* password_check.h — whether a new password is one that is tried first. The rules, in this order:
 *
 *   shorter than PASSWORD_MIN · few different characters · one piece repeated · digits alone · runs of a keyboard or an alphabet · the account's
 *   own name · words that people build passwords of (schema/common_words.def) with digits and signs around them · the operator's list ·
 *   the dictionary of Debian's cracklib, where it is installed
 *
 * Thread  any, but it reads files: where a password is set, never where it is tried.    Limits  lines of 256 bytes in the list. */
#pragma once
#include <stddef.h>

#include "base/err.h"

#define PASSWORD_NAMES_MAX 4
#define PASSWORD_DICTIONARY "/var/cache/cracklib/cracklib_dict"

/* `names`: address and whatever else is known of the account, NULL at the end if fewer. `list`: a file, a password a line; "": none. */
struct password_about { const char *names[PASSWORD_NAMES_MAX], *list; };

/* ERR_BAD_FIELD with the reason, a sentence for the one who chose it; ERR_CONFIG if the list cannot be read. */
err_t password_check(const char *password, const struct password_about *about, const char **ret_why);
