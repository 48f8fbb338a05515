/* amount_text.c — see amount_text.h. */
#include "trade/amount_text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Writes the digits from the right, with a comma before each group: three digits first, then `group` each. */
static const char *grouped(int64_t whole, int group, char *end)
{
	int digits = 0;
	*--end = 0;
	do {
		if (digits == 3 || (digits > 3 && (digits - 3) % group == 0)) *--end = ',';
		*--end = (char)('0' + whole % 10);
		digits++;
	} while ((whole /= 10) > 0);
	return end;
}

void amount_text(struct money m, const char *lang, char ret[static AMOUNT_TEXT_MAX])
{
	char digits[32], unit[8], rest[8] = "";
	bool rupees = strcmp(m.currency, "INR") == 0, minus = m.minor < 0;
	uint64_t minor = minus ? 0 - (uint64_t)m.minor : (uint64_t)m.minor;
	if (rupees) snprintf(unit, sizeof unit, "%s", strncmp(lang, "hi", 2) == 0 ? "₹" : "Rs ");
	else snprintf(unit, sizeof unit, "%.3s ", m.currency);
	if (minor % 100) snprintf(rest, sizeof rest, ".%02d", (int)(minor % 100));
	snprintf(ret, AMOUNT_TEXT_MAX, "%s%s%s%s", minus ? "-" : "", unit, grouped((int64_t)(minor / 100), rupees ? 2 : 3, digits + sizeof digits), rest);
}
