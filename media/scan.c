/* scan.c — lines and words. */
#include "media/scan.h"

#include <string.h>
#include <strings.h>

bool scan_until(struct span *s, char mark, struct span *ret)
{
	if (s->at == s->end) return false;
	const char *found = memchr(s->at, mark, span_len(*s));
	*ret = (struct span){ s->at, found ? found : s->end };
	s->at = found ? found + 1 : s->end;
	return true;
}

bool scan_line(struct span *s, struct span *ret)
{
	if (!scan_until(s, '\n', ret)) return false;
	if (span_len(*ret) > 0 && ret->end[-1] == '\r') ret->end--;
	return true;
}

bool scan_word(struct span *s, struct span *ret)
{
	while (s->at < s->end && *s->at == ' ') s->at++;
	return scan_until(s, ' ', ret);
}

bool scan_number(struct span s, uint32_t max, uint32_t *ret)
{
	uint64_t v = 0;
	if (span_len(s) < 1 || span_len(s) > 10) return false;
	for (; s.at < s.end; s.at++) {
		if (*s.at < '0' || *s.at > '9') return false;
		v = v * 10 + (uint64_t)(*s.at - '0');
	}
	if (v > max) return false;
	*ret = (uint32_t)v;
	return true;
}

int scan_hex(char c)
{
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'A' && c <= 'F') return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool scan_is(struct span s, const char *text)
{
	return span_len(s) == strlen(text) && memcmp(s.at, text, span_len(s)) == 0;
}

bool scan_is_word(struct span s, const char *text)
{
	return span_len(s) == strlen(text) && strncasecmp(s.at, text, span_len(s)) == 0;
}

bool scan_copy(struct span s, char *ret, size_t cap, bool spaces)
{
	size_t len = span_len(s);
	if (len == 0 || len >= cap) return false;
	for (const char *p = s.at; p < s.end; p++)
		if (*p <= ' ' ? !(spaces && *p == ' ') : *p >= 0x7f) return false;
	memcpy(ret, s.at, len);
	ret[len] = 0;
	return true;
}
