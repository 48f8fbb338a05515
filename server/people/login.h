/* login.h — where a person is signed in: an opaque token in a cookie, of which only the hash is kept.
 * A guest's browser has one too; it owns the guest's enquiries.
 * Limits  a login ends after LOGIN_IDLE_MS without use and after LOGIN_ENDS_MS in any case; that of staff and helpline after
 *         STAFF_IDLE_MS and STAFF_ENDS_MS; a guest's after GUEST_ENDS_MS. */
#pragma once
#include <stdint.h>

#include "people/person.h"

#define LOGIN_TOKEN_CHARS 43
#define LOGIN_IDLE_MS (14 * 86400000LL)
#define LOGIN_ENDS_MS (30 * 86400000LL)
#define GUEST_ENDS_MS (90 * 86400000LL)
/* Who works here may do more: a shift, and a rest in it. (Shorter would sign out the desk that watches a live fair without a request.) */
#define STAFF_IDLE_MS (4 * 3600000LL)
#define STAFF_ENDS_MS (12 * 3600000LL)

#define LOGIN_FRESH_MS 3600000LL /* what cannot be undone wants a sign-in no older than this */

struct login_token { char s[LOGIN_TOKEN_CHARS + 1]; };

/* Signs `person` in; the token goes into the cookie and nowhere else. */
err_t login_open(struct tx *tx, const char *person, struct login_token *ret_token);
/* Makes a guest and signs the browser in. */
err_t login_open_guest(struct tx *tx, const char *name, const char *lang, const char *country, struct login_token *ret_token, struct person_id *ret_person);
/* Who holds the token, and whether it is time to call login_touch. ERR_NOT_SIGNED_IN if unknown; ERR_EXPIRED if over: then it is to be
 * closed at once, or it would be good again if the clock were set back before the sweep. */
err_t login_find(struct db *db, const char *token, int64_t now_ms, struct person *ret, bool *ret_stale);
/* Counts as use by somebody of this role; worth a write at most once an hour (ret_stale). */
err_t login_touch(struct tx *tx, const char *token, enum role role);
/* ERR_SIGN_IN_AGAIN unless the token was opened within LOGIN_FRESH_MS: a device left open is not its owner. */
err_t login_need_fresh(struct db *db, const char *token, int64_t now_ms);
err_t login_close(struct tx *tx, const char *token);
/* Signs a person out everywhere. */
err_t login_close_all(struct tx *tx, const char *person);
