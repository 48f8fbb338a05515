/* phone_fuzz.c — a number that is taken is E.164, and is taken again as it is. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "people/phone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text = calloc(1, len + 1), once[PHONE_CHARS + 1], twice[PHONE_CHARS + 1];
	memcpy(text, data, len);
	if (phone_clean(text, once) == OK && (*once != '+' || phone_clean(once, twice) != OK || strcmp(once, twice) != 0)) abort();
	free(text);
	return 0;
}
