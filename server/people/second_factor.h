/* second_factor.h — what those who work here prove beside the password: a code of an authenticator app (totp.h), or one of the recovery codes on paper.
 *
 *   offered ─► accepted with its first code ─► on ─► off
 *                                               └──► offered anew; the old one counts until the new one is accepted
 *
 * Owns    the rows of `second_factor`, `second_factor_offer` and `recovery_code`.    Thread  the floor; second_factor_find anywhere.
 * Limits  an offer waits SECOND_OFFER_MS and takes SECOND_OFFER_TRIES codes; SECOND_RECOVERY_CODES, each once; wrong ones are counted by the caller. */
#pragma once
#include "base/short_code.h"
#include "people/totp.h"
#include "people/vault.h"
#include "people/person.h"
#include "store/tick.h"

#define SECOND_OFFER_MS 600000LL
#define SECOND_OFFER_TRIES 5
#define SECOND_RECOVERY_CODES 10
#define SECOND_CODE_MAX 40 /* as somebody types it, with blanks and dashes */

struct second_factor { bool on; int64_t since_ms, recovery_left; };
struct config;

/* The setting auth.staff_second_factor is "required". */
bool second_factor_required(const struct config *c);
/* Works here, has none, and must. */
bool second_factor_owed(const struct person *p, const struct config *c);

/* Not on where there is none: no error. */
err_t second_factor_find(struct db *db, const char *person, struct second_factor *ret);

/* Makes a secret that counts once its first code is known. Shown now and never again. */
err_t second_factor_offer(struct tx *tx, const struct vault *v, const char *person, char ret_secret[static TOTP_SECRET_CHARS + 1]);

/* Results and not errors: a handler that fails is rolled back, and a wrong try must count. */
enum second_result { SECOND_WRONG, SECOND_BY_APP, SECOND_BY_RECOVERY };
struct second_codes { char codes[SECOND_RECOVERY_CODES][SHORT_CODE_CHARS + 1]; };
/* The first code of what was offered turns it on, with new recovery codes; the former ones end. */
err_t second_factor_accept(struct tx *tx, const struct vault *v, const char *person, const char *code, enum second_result *ret, struct second_codes *ret_codes);
/* One try. A code that was used, a recovery code that was used, and one that is none are one and the same answer. */
err_t second_factor_try(struct tx *tx, const struct vault *v, const char *person, const char *code, enum second_result *ret);
/* Ends all of it. */
err_t second_factor_drop(struct tx *tx, const char *person);
