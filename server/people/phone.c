/* phone.c — see phone.h. */
#include "people/phone.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define DIGITS_MAX 15
#define DIGITS_MIN 8

/* An Indian mobile number without its country; NULL if it is none. */
static const char *indian(const char *digits, size_t n)
{
	if (n == 11 && *digits == '0') digits++, n--;
	else if (n == 12 && strncmp(digits, "91", 2) == 0) digits += 2, n -= 2;
	return n == 10 && *digits >= '6' ? digits : NULL;
}

err_t phone_clean(const char *text, char ret[static PHONE_CHARS + 1])
{
	char digits[DIGITS_MAX + 1];
	size_t n = 0;
	text += strspn(text, " ");
	bool plus = *text == '+';
	for (const char *s = text + plus; *s; s++) {
		if (strchr(" -.()", *s)) continue;
		if (*s < '0' || *s > '9' || n == DIGITS_MAX) return ERR_BAD_FIELD;
		digits[n++] = *s;
	}
	digits[n] = 0;
	if (plus) {
		if (n < DIGITS_MIN || *digits == '0') return ERR_BAD_FIELD;
		snprintf(ret, PHONE_CHARS + 1, "+%s", digits);
		return OK;
	}
	const char *mobile = indian(digits, n);
	if (!mobile) return ERR_BAD_FIELD;
	snprintf(ret, PHONE_CHARS + 1, "+91%.10s", mobile);
	return OK;
}
