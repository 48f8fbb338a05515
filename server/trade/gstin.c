/* gstin.c — check character: digits in base 36 times 1, 2, 1, 2 …; quotient and remainder by 36 are added up. */
#include "trade/gstin.h"

#include <string.h>

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

char gstin_check_char(const char first[static 14])
{
	int sum = 0;
	for (int i = 0; i < 14; i++) {
		const char *d = first[i] ? strchr(digits, first[i]) : NULL;
		if (!d) return 0;
		int product = (int)(d - digits) * (i % 2 ? 2 : 1);
		sum += product / 36 + product % 36;
	}
	return digits[(36 - sum % 36) % 36];
}

/* One letter a place: d digit, L letter, e entity 1-9A-Z, z the fourteenth. */
static bool place_fits(char shape, char c)
{
	bool digit = c >= '0' && c <= '9', letter = c >= 'A' && c <= 'Z';
	switch (shape) {
	case 'd': return digit;
	case 'L': return letter;
	case 'e': return (digit && c != '0') || letter;
	case 'z': return (digit && c != '0') || c == 'Z' || c == 'A' || c == 'B' || (c >= 'D' && c <= 'J'); /* C collects tax at source and is none of ours */
	default: return digit || letter;
	}
}

bool gstin_valid(const char *s)
{
	static const char shape[] = "ddLLLLLddddLez*";
	if (strlen(s) != GSTIN_CHARS) return false;
	for (int i = 0; i < GSTIN_CHARS; i++)
		if (!place_fits(shape[i], s[i])) return false;
	int state = (s[0] - '0') * 10 + s[1] - '0';
	return ((state >= 1 && state <= 38) || state == 97) && gstin_check_char(s) == s[14];
}
