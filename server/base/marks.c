/* marks.c — runs of marks, counted. */
#include "base/marks.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#define ZWNJ 0x200c
#define ZWJ 0x200d

bool marks_fit(const char *s)
{
	const unsigned char *bytes = (const unsigned char *)s;
	int32_t len = (int32_t)strlen(s);
	int run = 0;
	for (int32_t i = 0; i < len;) {
		UChar32 c;
		U8_NEXT(bytes, i, len, c);
		if (c == ZWJ || c == ZWNJ) continue;
		run = c >= 0 && (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 ? run + 1 : 0;
		if (run > MARKS_MAX) return false;
	}
	return true;
}
