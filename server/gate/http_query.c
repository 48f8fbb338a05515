/* http_query.c — parameters of a query (WHATWG URL, application/x-www-form-urlencoded). */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "gate/http.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'a' && c <= 'f') return c - 'a' + 10;
	if (c >= 'A' && c <= 'F') return c - 'A' + 10;
	return -1;
}

/* Decodes `len` bytes; false if they do not fit, hold a NUL or are not UTF-8. */
static bool decode(const char *s, size_t len, char *ret, size_t cap)
{
	size_t n = 0;
	for (size_t i = 0; i < len; i++) {
		char c = s[i] == '+' ? ' ' : s[i];
		if (c == '%' && i + 2 < len && hex(s[i + 1]) >= 0 && hex(s[i + 2]) >= 0) {
			c = (char)(hex(s[i + 1]) * 16 + hex(s[i + 2]));
			i += 2;
		}
		if (!c || n + 1 >= cap) return false;
		ret[n++] = c;
	}
	ret[n] = 0;
	return text_utf8_valid(ret, n);
}

bool http_query(const struct http_request *rq, const char *name, char *ret, size_t cap)
{
	size_t n = strlen(name);
	*ret = 0;
	for (const char *s = rq->query; *s;) {
		size_t len = strcspn(s, "&");
		if (len > n && !strncmp(s, name, n) && s[n] == '=') {
			if (decode(s + n + 1, len - n - 1, ret, cap)) return true;
			*ret = 0;
			return false;
		}
		s += len;
		if (*s) s++;
	}
	return false;
}

err_t http_query_int(const struct http_request *rq, const char *name, int64_t min, int64_t max, int64_t dflt, int64_t *ret)
{
	char text[24], *end;
	if (!http_query(rq, name, text, sizeof text)) {
		*ret = dflt;
		return OK;
	}
	long long v = strtoll(text, &end, 10);
	if (!*text || *end || strlen(text) > 18 || v < min || v > max) return ERR_BAD_FIELD;
	*ret = v;
	return OK;
}
