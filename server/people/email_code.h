/* email_code.h — a six-digit code by mail that makes a guest a buyer.
 * Bound to the guest who asked for it: another browser cannot use it.
 * Limits  EMAIL_CODE_TRIES tries, EMAIL_CODE_MS, EMAIL_CODE_SENDS codes for one address in EMAIL_CODE_MS and EMAIL_CODE_A_DAY in a day,
 *         then TOO_FAST; the door counts them by network. */
#pragma once
#include <stdbool.h>

#include "people/person.h"

#define EMAIL_CODE_DIGITS 6
#define EMAIL_CODE_TRIES 5
#define EMAIL_CODE_SENDS 3
#define EMAIL_CODE_A_DAY 10
#define EMAIL_CODE_DAY_MS 86400000LL
#define EMAIL_CODE_MS 600000LL

/* Makes a code for `guest` and puts the mail into the outbox, in `lang` ("hi…" is Hindi, else English). The guest's former code ends. */
err_t email_code_send(struct tx *tx, const char *guest, const char *email, const char *name, const char *lang);

/* How a try ended. It is a result and not an error: a handler that fails is rolled back, and a wrong try must count. */
enum email_code_result { EMAIL_CODE_WRONG, EMAIL_CODE_RIGHT };
struct email_code_try {
	enum email_code_result result;
	struct person_id buyer;  /* when right: who is signed in now */
	bool merged;             /* the guest's own things must move to `buyer` (trade/mine.h) */
};
/* One try; a wrong, used, expired or foreign code are one and the same answer. On RIGHT the guest has become, or was
 * merged into, a buyer; the guest's logins are closed and the caller opens one for `buyer`. */
err_t email_code_try(struct tx *tx, const char *guest, const char *email, const char *code, struct email_code_try *ret);
