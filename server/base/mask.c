/* mask.c — see mask.h. */
#include "base/mask.h"

#include <stdio.h>
#include <string.h>

#define DOT "\u2022"

/* Bytes beyond ASCII would be cut in a character: such a text shows nothing of itself. */
static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80) return false;
	return true;
}

void mask_all(const char *text, char ret[static MASK_BYTES]) { snprintf(ret, MASK_BYTES, "%s", *text ? DOT DOT DOT DOT : ""); }

void mask_end(const char *text, char ret[static MASK_BYTES])
{
	size_t n = strlen(text);
	if (n <= MASK_SHOWN || !is_ascii(text)) mask_all(text, ret);
	else snprintf(ret, MASK_BYTES, DOT DOT DOT DOT "%s", text + n - MASK_SHOWN);
}

void mask_mail(const char *text, char ret[static MASK_BYTES])
{
	const char *at = strchr(text, '@');
	if (!at || at == text || !is_ascii(text)) mask_all(text, ret);
	else snprintf(ret, MASK_BYTES, "%c" DOT DOT DOT "%.50s", *text, at);
}

bool mask_is(const char *text) { return strstr(text, DOT) != NULL; }
