/* graphemes.c — counts the breaks, and stops at the first too many. */
#include "base/graphemes.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

bool graphemes_fit(const char *s, size_t most)
{
	UErrorCode e = U_ZERO_ERROR;
	size_t len = strlen(s), n = 0;
	if (len <= most) return true;
	UText *text = utext_openUTF8(NULL, s, (int64_t)len, &e);
	UBreakIterator *breaks = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &e);
	if (U_SUCCESS(e)) ubrk_setUText(breaks, text, &e);
	while (U_SUCCESS(e) && n <= most && ubrk_next(breaks) != UBRK_DONE) n++;
	if (breaks) ubrk_close(breaks);
	utext_close(text);
	return U_SUCCESS(e) && n <= most;
}
