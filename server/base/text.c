/* text.c — one decoder of UTF-8, used by all checks. */
#include "base/text.h"

#include <stdint.h>
#include <string.h>

/* Bytes of the character at `s`, 0 if it is malformed; its code point in *ret. */
static size_t decode(const unsigned char *s, size_t left, uint32_t *ret)
{
	if (s[0] < 0x80) { *ret = s[0]; return 1; }
	size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || left < n) return 0;
	uint32_t c = s[0] & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80) return 0;
		c = c << 6 | (s[i] & 0x3fu);
	}
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return 0;
	*ret = c;
	return n;
}

bool text_utf8_valid(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;
	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = decode(p + i, len - i, &c);
		if (!n) return false;
		i += n;
	}
	return true;
}

bool text_printable(const char *s, bool lines)
{
	size_t len = strlen(s);
	const unsigned char *p = (const unsigned char *)s;
	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = decode(p + i, len - i, &c);
		if (!n) return false;
		if (c < 0x20 && !(lines && c == '\n')) return false;
		if (c >= 0x7f && c <= 0x9f) return false;
		if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)) return false;
		i += n;
	}
	return true;
}

size_t text_copy(char *ret, size_t cap, const char *s)
{
	size_t n = strlen(s);
	if (n >= cap) {
		n = cap - 1;
		while (n && ((unsigned char)s[n] & 0xc0) == 0x80) n--;
	}
	memcpy(ret, s, n);
	ret[n] = 0;
	return n;
}
