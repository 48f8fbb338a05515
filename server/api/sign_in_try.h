/* sign_in_try.h — one try to prove who one is, by password, by a code, or both. All are counted alike: by account, by account and address, and wrong
 * ones in a row (people/failure.h).
 *
 *   sign_in_try ─► closed? ─► counted ─► password on the compute lane, one at a time ─► `then`, in a handler
 *
 * Unknown accounts take as long and get the same answer.
 * Owns    nothing between two tries; what was typed is wiped.    Thread  the floor.
 * Limits  PASSWORD_TRIES_PER_MIN for one account, PASSWORD_WRONG of them wrong in PASSWORD_MINUTES from one address, FAILURES_MAX wrong in a row. */
#pragma once
#include "gate/http.h"
#include "people/password.h"
#include "people/second_factor.h"

#define PASSWORD_TRIES_PER_MIN 20
#define PASSWORD_WRONG 5
#define PASSWORD_MINUTES 15

/* What `then` (an http_step_fn) gets as its argument. */
struct sign_in_tried {
	struct person_id person;
	char email[PERSON_EMAIL_MAX + 1], code[SECOND_CODE_MAX + 1];
	bool wrong;                    /* by sign_in_wrong */
};

/* `password` NULL: there is none to check, the code alone counts. `only` "" or the one person whose password it must be. */
struct sign_in_wish { const char *email, *password, *code, *only; http_step_fn *then; };
/* For an ASYNC handler, as its last call. A wrong password is answered here; `then` goes on where it was right. */
err_t sign_in_try(struct tx *tx, struct http_request *rq, struct http_reply *rp, const struct sign_in_wish *wish);
/* In `then`: the code was wrong. It is counted, and answered as a wrong password is. */
err_t sign_in_wrong(struct tx *tx, struct http_reply *rp, struct sign_in_tried *t);
