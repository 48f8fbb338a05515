/* phone.h — telephone numbers as carriers take them: E.164, "+919800000000".    Thread  any. */
#pragma once
#include "base/err.h"

#define PHONE_CHARS 16   /* a plus and at most 15 digits */

/* Blanks, hyphens, dots and brackets are passed over. Ten digits that begin with 6–9, also behind 0 or 91, are an Indian mobile; all else needs
 * its plus. ERR_BAD_FIELD. */
err_t phone_clean(const char *text, char ret[static PHONE_CHARS + 1]);
