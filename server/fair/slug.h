/* slug.h — the readable part of an address, made from an English name: "Azamgarh Black Pottery" → azamgarh-black-pottery. */
#pragma once
#include <stddef.h>

#include "base/err.h"

#define SLUG_MAX 80

/* ASCII letters and digits, lower-cased, other runs one hyphen; "x" if nothing is left. */
void slug_of(const char *name, char ret[static SLUG_MAX + 1]);
/* Adds -2, -3 … until `taken` says no. ERR_CONFLICT after 999. */
err_t slug_unique(const char *name, err_t (*taken)(void *arg, const char *slug, int *ret_taken), void *arg, char ret[static SLUG_MAX + 1]);
