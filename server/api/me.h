/* me.h — who the caller is, and signing in and out. What is tried of passwords is counted in sign_in_try.h; the door counts tries of any kind by address. */
#pragma once
#include "gate/http.h"

struct config;

/* Writes {person, name, role, email, email_confirmed, booth, lang, country, second_factor_needed}; booth is the slug. */
err_t api_me_write(struct tx *tx, const struct config *config, const struct person *p, struct http_reply *rp);
/* Opens a login for `person`, ends the one this browser had, and sets the cookie. */
err_t api_sign_in(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *person, struct person *ret);
