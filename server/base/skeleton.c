/* skeleton.c — folded, ICU's skeleton, folded again, and its skeleton: what is left is the same for all that looks alike. */
#include "base/skeleton.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#define UNITS 512 /* three bytes each at most: SKELETON_MAX */

/* Marks that change how a European letter looks, and the nukta; what follows an Indian letter is a part of it. */
static bool is_finery(UChar32 c)
{
	return (c >= 0x300 && c <= 0x36f) || c == 0x93c || (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) ||
	       (c >= 0xfe20 && c <= 0xfe2f);
}

static bool is_of_a_word(UChar32 c) { return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0; }

/* The words of `s` with one blank between two, or none; no longer than it was. */
static void copy_words(const char *s, bool parted, char *ret)
{
	const unsigned char *bytes = (const unsigned char *)s;
	int32_t len = (int32_t)strlen(s);
	char *to = ret;
	bool gap = false;
	for (int32_t i = 0, from = 0; i < len; from = i) {
		UChar32 c;
		U8_NEXT(bytes, i, len, c);
		if (is_finery(c)) continue;
		if (!is_of_a_word(c)) {
			gap = to > ret;
			continue;
		}
		if (gap && parted) *to++ = ' ';
		gap = false;
		for (; from < i; from++) *to++ = s[from] == 'i' ? 'l' : s[from];
	}
	*to = 0;
}

bool skeleton_of(const char *text, enum skeleton_case first, struct skeleton *ret)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar a[UNITS], b[UNITS];
	char out[SKELETON_MAX + 1];
	int32_t n;
	*ret = (struct skeleton){0};
	if (strlen(text) > SKELETON_IN_MAX) return false;
	const UNormalizer2 *small = unorm2_getNFKCCasefoldInstance(&e), *as_written = unorm2_getNFKCInstance(&e);
	USpoofChecker *looks = uspoof_open(&e);
	u_strFromUTF8(a, UNITS, &n, text, -1, &e);
	n = unorm2_normalize(first == SKELETON_SMALL ? small : as_written, a, n, b, UNITS, &e);
	n = uspoof_getSkeleton(looks, 0, b, n, a, UNITS, &e);
	n = unorm2_normalize(small, a, n, b, UNITS, &e);
	n = uspoof_getSkeleton(looks, 0, b, n, a, UNITS, &e); /* the looks of what the second fold has made small; taken apart (NFD) as well */
	uspoof_close(looks);
	u_strToUTF8(out, sizeof out, NULL, a, n, &e);
	if (U_FAILURE(e)) return false;
	copy_words(out, true, ret->words);
	copy_words(out, false, ret->joined);
	return true;
}
