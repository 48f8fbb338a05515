/* fold.c — ICU for NFC and case, one pass for what Devanagari writes in several ways. */
#include "trade/fold.h"

#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/text.h"

#define UNITS (FOLD_BYTES_MAX * 3) /* NFC and case folding at most triple a text's units (UAX #15, UTS #10) */
#define NUKTA 0x093c
#define VIRAMA 0x094d
#define CANDRABINDU 0x0901
#define ANUSVARA 0x0902
#define ZWNJ 0x200c
#define ZWJ 0x200d

/* The nasal of each row of consonants (varga), and the row. */
static const struct { UChar nasal, first, last; } rows_of_five[] = {
	{0x0919, 0x0915, 0x0919}, /* ङ  क … ङ */
	{0x091e, 0x091a, 0x091e}, /* ञ  च … ञ */
	{0x0923, 0x091f, 0x0923}, /* ण  ट … ण */
	{0x0928, 0x0924, 0x0928}, /* न  त … न */
	{0x092e, 0x092a, 0x092e}, /* म  प … म */
};

/* True if s[0] is a nasal made half by a virama before a consonant of its own row: it sounds like an anusvara and is written so as often. */
static bool is_half_nasal(const UChar *s, int32_t left)
{
	if (left < 3 || s[1] != VIRAMA) return false;
	for (size_t i = 0; i < sizeof rows_of_five / sizeof *rows_of_five; i++)
		if (s[0] == rows_of_five[i].nasal) return s[2] >= rows_of_five[i].first && s[2] <= rows_of_five[i].last;
	return false;
}

static bool is_dropped(UChar c) { return c == NUKTA || c == ZWJ || c == ZWNJ; }

/* Letters that NFC keeps whole though they carry a nukta. */
static UChar bare(UChar c)
{
	if (c == 0x0929) return 0x0928;
	if (c == 0x0931) return 0x0930;
	if (c == 0x0934) return 0x0933;
	return c;
}

/* In place; never longer. */
static int32_t fold_devanagari(UChar *s, int32_t n)
{
	int32_t kept = 0, m = 0;
	for (int32_t i = 0; i < n; i++)
		if (!is_dropped(s[i])) s[kept++] = bare(s[i]);
	for (int32_t i = 0; i < kept; i++) {
		if (is_half_nasal(s + i, kept - i)) {
			s[m++] = ANUSVARA;
			i++; /* the virama */
		} else {
			s[m++] = s[i] == CANDRABINDU ? ANUSVARA : s[i];
		}
	}
	return m;
}

err_t fold(const char *text, char *ret, size_t cap)
{
	UErrorCode err = U_ZERO_ERROR;
	UChar a[UNITS + 1], b[UNITS + 1];
	char cut[FOLD_BYTES_MAX + 1], out[UNITS * 3 + 1];
	int32_t n;
	size_t bytes = text_copy(cut, sizeof cut, text);
	u_strFromUTF8(a, UNITS, &n, cut, (int32_t)bytes, &err);
	if (U_FAILURE(err)) return ERR_BAD_UTF8;
	n = u_strFoldCase(b, UNITS, a, n, U_FOLD_CASE_DEFAULT, &err);
	n = unorm2_normalize(unorm2_getNFCInstance(&err), b, n, a, UNITS, &err);
	if (U_FAILURE(err)) return ERR_TOO_LONG;
	n = fold_devanagari(a, n);
	u_strToUTF8(out, sizeof out, NULL, a, n, &err);
	if (U_FAILURE(err)) return ERR_TOO_LONG;
	text_copy(ret, cap, out);
	return OK;
}
