/* sms_length.c — counts units of the alphabet that the text needs. */
#include "notify/sms_length.h"

#include <string.h>

/* ASCII letters that the GSM alphabet has only behind an escape, and the one that it has not at all. */
static const char escaped[] = "^{}[]~\\|";

bool sms_unicode(const char *text)
{
	for (const char *s = text; *s; s++)
		if ((unsigned char)*s >= 0x80 || *s == '`') return true;
	return false;
}

static int units_of(const char *text, bool unicode)
{
	int n = 0;
	for (const char *s = text; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (!unicode) n += strchr(escaped, *s) ? 2 : 1;
		else if (c >= 0xf0) n += 2; /* a pair of surrogates */
		else n += (c & 0xc0) != 0x80;
	}
	return n;
}

int sms_parts(const char *text)
{
	bool unicode = sms_unicode(text);
	int units = units_of(text, unicode), whole = unicode ? 70 : 160, part = unicode ? 67 : 153;
	return units <= whole ? 1 : (units + part - 1) / part;
}
