/* fold.h — brings search text and queries to one spelling, so that ज़री and जरी, हिन्दी and हिंदी, ZARI and zari meet.
 *
 *   NFC · case folded · nukta, ZWJ and ZWNJ dropped · ँ and half nasals before their own consonants become ं
 *
 * Thread  any.   Limits  FOLD_BYTES_MAX bytes in; what is behind is not looked at. */
#pragma once
#include <stddef.h>

#include "base/err.h"

#define FOLD_BYTES_MAX 8000

/* Writes at most cap - 1 bytes, cut at a character. ERR_BAD_UTF8. */
err_t fold(const char *text, char *ret, size_t cap);
