/* artisan_code.h — how an artisan signs in without a password: a short code to read out, or a link to tap, made by an organizer.
 * Limits  used once, good for ARTISAN_CODE_MS; a new one for the same person revokes the older. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "people/person.h"

#define ARTISAN_CODE_CHARS 8
#define ARTISAN_CODE_MS (7 * 86400000LL)

struct artisan_code {
	char code[ARTISAN_CODE_CHARS + 1]; /* from an alphabet without look-alikes */
	char link[44];                     /* the secret behind /sign-in/<link> */
	int64_t expires_ms;
};

err_t artisan_code_make(struct tx *tx, const char *person, const char *made_by, struct artisan_code *ret);
/* Takes a code (case and blanks and hyphens do not matter) or a link's secret; ERR_EXPIRED if it is unknown, used or over. */
err_t artisan_code_use(struct tx *tx, const char *text, struct person_id *ret_person);
/* Whether a code, as it was made, would still be taken. */
err_t artisan_code_is_open(struct tx *tx, const char *code, bool *ret);
