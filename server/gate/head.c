/* head.c — small readers of header values. None allocates; each takes any bytes. */
#include "gate/head.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *skip_blanks(const char *s)
{
	while (*s == ' ' || *s == '\t') s++;
	return s;
}

err_t head_body_len(const struct head *h, size_t *ret)
{
	bool may_have_body = h->method & (HTTP_POST | HTTP_PUT | HTTP_PATCH);
	if (h->has_transfer_encoding) return may_have_body && !h->has_length ? ERR_NO_LENGTH : ERR_BAD_REQUEST;
	if (!h->has_length) {
		*ret = 0;
		return may_have_body ? ERR_NO_LENGTH : OK;
	}
	size_t digits = strspn(h->content_length, "0123456789");
	if (!digits || digits > HEAD_BODY_DIGITS || h->content_length[digits]) return ERR_BAD_REQUEST;
	*ret = strtoul(h->content_length, NULL, 10);
	return OK;
}

bool head_cookie(const char *cookies, const char *name, char *ret, size_t cap)
{
	size_t n = strlen(name);
	for (const char *s = cookies; *s;) {
		s = skip_blanks(s);
		const char *end = s + strcspn(s, ";");
		if (!strncmp(s, name, n) && s[n] == '=') {
			size_t len = (size_t)(end - (s + n + 1));
			if (len + 1 > cap) return false;
			memcpy(ret, s + n + 1, len);
			ret[len] = 0;
			return true;
		}
		s = *end ? end + 1 : end;
	}
	return false;
}

void head_bearer(const char *authorization, char *ret, size_t cap)
{
	*ret = 0;
	if (strncasecmp(authorization, "Bearer ", 7)) return;
	const char *s = skip_blanks(authorization + 7);
	size_t len = strcspn(s, " \t,");
	if (s[len] || len + 1 > cap) return;
	memcpy(ret, s, len + 1);
}

/* One element of a comma list with an optional weight (RFC 9110 §12.4.2), in thousandths. */
struct weighted { const char *name; size_t len; int weight; };

static int weight_of(const char *s, const char *end)
{
	const char *q = memmem(s, (size_t)(end - s), "q=", 2);
	if (!q) return 1000;
	double v = strtod(q + 2, NULL);
	return v >= 0 && v <= 1 ? (int)(v * 1000) : 0;
}

static bool next_weighted(const char **s, struct weighted *ret)
{
	while (**s == ',' || **s == ' ' || **s == '\t') (*s)++;
	if (!**s) return false;
	const char *end = *s + strcspn(*s, ",");
	ret->name = *s;
	ret->len = strcspn(*s, ",; \t");
	ret->weight = weight_of(*s + ret->len, end);
	*s = end;
	return true;
}

const char *head_lang(const char *accept_language)
{
	int hi = 0, en = 0;
	struct weighted w;
	for (const char *s = accept_language; next_weighted(&s, &w);) {
		bool whole = w.len == 2 || (w.len > 2 && w.name[2] == '-');
		if (whole && !strncasecmp(w.name, "hi", 2) && w.weight > hi) hi = w.weight;
		if (whole && !strncasecmp(w.name, "en", 2) && w.weight > en) en = w.weight;
	}
	return hi > en ? "hi" : "en";
}

bool head_type_is(const char *type, const char *want)
{
	size_t n = strlen(want);
	return !strncasecmp(type, want, n) && (!type[n] || type[n] == ';' || type[n] == ' ' || type[n] == '\t');
}

bool head_accepts(const char *accept_encoding, const char *coding)
{
	struct weighted w;
	for (const char *s = accept_encoding; next_weighted(&s, &w);)
		if (w.len == strlen(coding) && !strncasecmp(w.name, coding, w.len)) return w.weight > 0;
	return false;
}

bool head_key_valid(const char *key)
{
	size_t n = 0;
	for (; key[n]; n++)
		if (!isalnum((unsigned char)key[n]) && !strchr("-_.:", key[n])) return false;
	return n >= 16 && n <= 64;
}

bool head_etag_matches(const char *list, const char *etag, bool weak)
{
	if (!strcmp(skip_blanks(list), "*")) return true;
	for (const char *s = list; *s;) {
		s = skip_blanks(s);
		bool is_weak = s[0] == 'W' && s[1] == '/';
		if (is_weak) s += 2;
		size_t len = strcspn(s, ", \t");
		if ((weak || !is_weak) && len == strlen(etag) && !strncmp(s, etag, len)) return true;
		s += len;
		s += strspn(s, ", \t");
	}
	return false;
}

static bool read_size(const char **s, size_t *ret)
{
	size_t digits = strspn(*s, "0123456789");
	if (!digits || digits > 15) return false;
	*ret = strtoul(*s, NULL, 10);
	*s += digits;
	return true;
}

err_t head_range(const char *range, size_t size, size_t *ret_first, size_t *ret_last)
{
	if (strncmp(range, "bytes=", 6) || strchr(range, ',')) return ERR_NOT_FOUND;
	const char *s = range + 6;
	size_t first = 0, last = size - 1, suffix;
	if (*s == '-') {
		s++;
		if (!read_size(&s, &suffix) || *s) return ERR_NOT_FOUND;
		if (!suffix || !size) return ERR_BAD_REQUEST;
		first = suffix < size ? size - suffix : 0;
	} else {
		if (!read_size(&s, &first) || *s++ != '-') return ERR_NOT_FOUND;
		if (*s && (!read_size(&s, &last) || *s || last < first)) return ERR_NOT_FOUND;
		if (first >= size) return ERR_BAD_REQUEST;
		if (last >= size) last = size - 1;
	}
	*ret_first = first;
	*ret_last = last;
	return OK;
}

/* Whole-word search in a list parted by commas and blanks. */
static bool listed(const char *list, const char *word, size_t len)
{
	for (const char *s = list; *s;) {
		s += strspn(s, ", \t");
		size_t n = strcspn(s, ", \t");
		if (n && n == len && !strncasecmp(s, word, n)) return true;
		s += n;
	}
	return false;
}

bool head_listed(const char *list, const char *word) { return *word && listed(list, word, strlen(word)); }

bool head_is_last(const char *connection, const char *version)
{
	if (listed(connection, "close", 5)) return true;
	return !strcasecmp(version, "HTTP/1.0") && !listed(connection, "keep-alive", 10);
}

static bool is_address(const char *s)
{
	unsigned char bytes[16];
	return inet_pton(AF_INET, s, bytes) == 1 || inet_pton(AF_INET6, s, bytes) == 1;
}

void head_client_ip(const char *peer, const char *forwarded_for, const char *trusted, char ret[static 46])
{
	snprintf(ret, 46, "%s", peer);
	const char *end = forwarded_for + strlen(forwarded_for);
	while (listed(trusted, ret, strlen(ret)) && end > forwarded_for) {
		const char *s = end;
		while (s > forwarded_for && s[-1] != ',') s--;
		const char *word = s + strspn(s, " \t");
		size_t len = word < end ? strcspn(word, ", \t") : 0;
		char one[46] = "";
		if (len && len < sizeof one) memcpy(one, word, len);
		if (!is_address(one)) return;
		memcpy(ret, one, sizeof one);
		end = s > forwarded_for ? s - 1 : s;
	}
}

void head_net(const char *ip, char ret[static HEAD_NET_BYTES])
{
	unsigned char b[16];
	if (inet_pton(AF_INET, ip, b) == 1) snprintf(ret, HEAD_NET_BYTES, "%u.%u.%u", b[0], b[1], b[2]);
	else if (inet_pton(AF_INET6, ip, b) == 1) snprintf(ret, HEAD_NET_BYTES, "%02x%02x:%02x%02x:%02x%02x", b[0], b[1], b[2], b[3], b[4], b[5]);
	else snprintf(ret, HEAD_NET_BYTES, "%.45s", ip);
}
