/* failure.h — wrong passwords in a row. After FAILURES_MAX of them an address is closed for FAILURES_CLOSED_MS: the guesses that one who knows
 * nothing has in a year stay fewer than the passwords that people choose. Whether there is an account makes no difference.
 * Owns    the rows of `sign_in_failure`.   Thread  the floor.   Limits  FAILURES_MAX, with less than FAILURES_CLOSED_MS between two.
 * Source  NIST SP 800-63B §5.2.2, which allows a hundred. */
#pragma once
#include <stdint.h>

#include "store/tick.h"

#define FAILURES_MAX 100
#define FAILURES_CLOSED_MS 86400000LL

/* TOO_FAST while the address is closed, and for how long it still is. `address` as email_clean left it. */
err_t failures_check(struct db *db, const char *address, int64_t now_ms, int64_t *ret_wait_ms);
err_t failures_add(struct tx *tx, const char *address);
/* The password was right, or is a new one. */
err_t failures_forget(struct tx *tx, const char *address);
