/* me.h — who the caller is, and signing in and out.
 * Passwords are checked on the compute lane, one at a time; unknown accounts take as long and get the same answer.
 * Limits  PASSWORD_TRIES_PER_MIN for one account, PASSWORD_WRONG of them wrong in PASSWORD_MINUTES from one address, FAILURES_MAX wrong in a
 *         row (people/failure.h); the door counts tries of any kind by address. */
#pragma once
#include "gate/http.h"

#define PASSWORD_TRIES_PER_MIN 20
#define PASSWORD_WRONG 5
#define PASSWORD_MINUTES 15

/* Writes {person, name, role, email, email_confirmed, booth, lang, country}; booth is the slug. */
err_t api_me_write(struct db *db, const struct person *p, struct http_reply *rp);
