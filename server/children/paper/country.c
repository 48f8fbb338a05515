/* country.c — ICU is asked for the region of a locale that has nothing but a region. */
#include "children/paper/country.h"

#include <stdio.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#define NAME_UNITS 80
#define NAME_BYTES (NAME_UNITS * 3 + 1)

static const char *name_in(const char *code, const char *lang, char ret[static NAME_BYTES])
{
	UChar name[NAME_UNITS];
	UErrorCode bad = U_ZERO_ERROR;
	char place[8];
	snprintf(place, sizeof place, "_%.2s", code);
	const int32_t n = uloc_getDisplayCountry(place, lang, name, NAME_UNITS, &bad);
	if (U_FAILURE(bad) || n <= 0 || n >= NAME_UNITS) return code;
	u_strToUTF8(ret, NAME_BYTES, NULL, name, n, &bad);
	return U_SUCCESS(bad) ? ret : code;
}

void country_put_en(struct buf *b, const char *code)
{
	char en[NAME_BYTES];
	buf_puts(b, name_in(code, "en", en));
}

void country_put(struct buf *b, const char *code)
{
	char hi[NAME_BYTES];
	country_put_en(b, code);
	buf_printf(b, " · %s", name_in(code, "hi", hi));
}
