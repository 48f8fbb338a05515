/* mask.h — contact data as it is shown to those who have not asked for it: enough to know it again, too little to use.
 * Thread  any.    Limits  the result is cut at `cap`. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define MASK_BYTES 64
#define MASK_SHOWN 4

/* "+919800000042" to "••••0042"; what has no more than MASK_SHOWN bytes to "••••". "" stays "". For numbers of phones, accounts and cards. */
void mask_end(const char *text, char ret[static MASK_BYTES]);
/* "asha@example.org" to "a•••@example.org"; also for UPI addresses. */
void mask_mail(const char *text, char ret[static MASK_BYTES]);
/* Anything to "••••". */
void mask_all(const char *text, char ret[static MASK_BYTES]);
/* Whether a text was masked: it must not come back as if somebody had typed it. */
bool mask_is(const char *text);
