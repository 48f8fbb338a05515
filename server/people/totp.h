/* totp.h — codes of an authenticator app: HMAC-SHA-1 over the number of the half minute, cut to six digits, as all these apps have it.
 * Thread  any.    Limits  TOTP_DRIFT steps before and after now.    RFC 6238, 4226 §5.3, 4648 §6 (base 32) */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define TOTP_SECRET_BYTES 20 /* RFC 4226 §4 R6 */
#define TOTP_SECRET_CHARS 32
#define TOTP_DIGITS 6
#define TOTP_STEP_MS 30000
#define TOTP_DRIFT 1

/* The code of one step. */
void totp_code(const unsigned char secret[static TOTP_SECRET_BYTES], int64_t step, char ret[static TOTP_DIGITS + 1]);
/* Whether `code` belongs to a step around now that comes after `last_step`, and to which: a code counts once. Takes as long for each code of six letters. */
bool totp_fits(const unsigned char secret[static TOTP_SECRET_BYTES], const char *code, int64_t now_ms, int64_t last_step, int64_t *ret_step);
/* The secret as apps take it. */
void totp_text(const unsigned char secret[static TOTP_SECRET_BYTES], char ret[static TOTP_SECRET_CHARS + 1]);
