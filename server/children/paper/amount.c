/* amount.c — grouping by hand, words by ICU. */
#include "children/paper/amount.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "trade/india_day.h"

/* The last three digits, then pairs. */
static void group(int64_t whole, char *ret, size_t cap)
{
	char digits[24];
	const int n = snprintf(digits, sizeof digits, "%lld", (long long)whole);
	size_t at = 0;
	for (int i = 0; i < n && at + 2 < cap; i++) {
		const int left = n - i;
		if (i && (left == 3 || (left > 3 && left % 2))) ret[at++] = ',';
		ret[at++] = digits[i];
	}
	ret[at] = 0;
}

void amount_plain(int64_t minor, char ret[static AMOUNT_CHARS])
{
	char whole[32];
	const int64_t size = llabs(minor);
	group(size / 100, whole, sizeof whole);
	snprintf(ret, AMOUNT_CHARS, "%s%s.%02d", minor < 0 ? "−" : "", whole, (int)(size % 100));
}

void amount_money(int64_t minor, const char *currency, char ret[static AMOUNT_CHARS])
{
	char plain[AMOUNT_CHARS];
	amount_plain(minor, plain);
	if (strcmp(currency, "INR") == 0) snprintf(ret, AMOUNT_CHARS, "₹%.34s", plain);
	else snprintf(ret, AMOUNT_CHARS, "%.3s %.34s", currency, plain);
}

static void spell(int64_t n, const char *locale, char *ret, size_t cap)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar wide[AMOUNT_WORDS];
	UNumberFormat *f = unum_open(UNUM_SPELLOUT, NULL, 0, locale, NULL, &e);
	*ret = 0;
	if (U_FAILURE(e)) return;
	unum_formatInt64(f, n, wide, AMOUNT_WORDS, NULL, &e);
	if (U_SUCCESS(e)) u_strToUTF8(ret, (int32_t)cap, NULL, wide, -1, &e);
	unum_close(f);
	if (U_FAILURE(e)) *ret = 0;
}

void amount_words(int64_t minor, const char *currency, const char *lang, char ret[static AMOUNT_WORDS])
{
	char rupees[160], paise[80];
	const int64_t size = llabs(minor);
	const int hindi = strcmp(lang, "hi") == 0;
	*ret = 0;
	if (strcmp(currency, "INR") != 0) return;
	spell(size / 100, hindi ? "hi_IN" : "en_IN", rupees, sizeof rupees);
	spell(size % 100, hindi ? "hi_IN" : "en_IN", paise, sizeof paise);
	if (size % 100) snprintf(ret, AMOUNT_WORDS, hindi ? "%s रुपये %s पैसे मात्र" : "Rupees %s and %s paise only", rupees, paise);
	else snprintf(ret, AMOUNT_WORDS, hindi ? "%s रुपये मात्र" : "Rupees %s only", rupees);
}

void amount_percent(int64_t bps, char ret[static AMOUNT_CHARS])
{
	if (bps % 100) snprintf(ret, AMOUNT_CHARS, "%d.%02d%%", (int)(bps / 100), (int)(bps % 100));
	else snprintf(ret, AMOUNT_CHARS, "%d%%", (int)(bps / 100));
}

void amount_day(int64_t at_ms, char ret[static AMOUNT_CHARS])
{
	const int day = (int)india_day_of(at_ms);
	*ret = 0;
	if (at_ms) snprintf(ret, AMOUNT_CHARS, "%02d-%02d-%04d", day % 100, day / 100 % 100, day / 10000);
}
