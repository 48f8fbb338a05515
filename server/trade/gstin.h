/* gstin.h — the 15 characters of an Indian GST registration: state, PAN, entity, a letter, check character. */
#pragma once
#include <stdbool.h>

#define GSTIN_CHARS 15

/* Shape, state code and check character of an ordinary registration. */
bool gstin_valid(const char *s);
/* The 15th character for the first 14 (base 36, weights 1 and 2); 0 if one of them is not [0-9A-Z]. */
char gstin_check_char(const char first[static 14]);
