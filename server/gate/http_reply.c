/* http_reply.c — the parts of a reply that handlers fill in. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/cookie.h"
#include "gate/http.h"

void http_reply_header(struct http_reply *rp, const char *name, const char *value)
{
	assert(rp->n_headers < HTTP_HEADERS_MAX);
	for (const char *s = value; *s; s++) assert((unsigned char)*s >= ' ' && *s != 127);
	char *copy = strdup(value);
	if (!copy) abort();
	rp->headers[rp->n_headers].name = name;
	rp->headers[rp->n_headers++].value = copy;
}

void http_reply_etag(struct http_reply *rp, const char *etag)
{
	char quoted[80];
	snprintf(quoted, sizeof quoted, "\"%s\"", etag);
	http_reply_header(rp, "etag", quoted);
}

static void set_cookie(struct http_reply *rp, const char *name, const char *token, const char *site, int64_t max_age_s)
{
	char line[200];
	snprintf(line, sizeof line, "%s=%s; Path=/; Secure; HttpOnly; SameSite=%s; Max-Age=%lld", name, token, site, (long long)max_age_s);
	http_reply_header(rp, "set-cookie", line);
}

void http_reply_login(struct http_reply *rp, const char *token, enum http_login kind)
{
	static const struct { const char *name, *site; int64_t max_ms; } kinds[] = {
		[HTTP_LOGIN_GUEST] = {COOKIE_GUEST, "Lax", GUEST_ENDS_MS},
		[HTTP_LOGIN_PERSON] = {COOKIE_LOGIN, "Lax", LOGIN_ENDS_MS},
		[HTTP_LOGIN_STAFF] = {COOKIE_LOGIN, "Strict", STAFF_ENDS_MS},
	};
	if (token) {
		set_cookie(rp, kinds[kind].name, token, kinds[kind].site, kinds[kind].max_ms / 1000);
		return;
	}
	set_cookie(rp, COOKIE_LOGIN, "", "Lax", 0);
	set_cookie(rp, COOKIE_GUEST, "", "Lax", 0);
}

err_t http_fault(struct http_reply *rp, const char *field, err_t e)
{
	rp->field = field;
	return e;
}

struct json http_reply_json(struct http_reply *rp)
{
	buf_clear(&rp->body);
	return json_start(&rp->body);
}

void http_reply_fini(struct http_reply *rp)
{
	for (size_t i = 0; i < rp->n_headers; i++) free(rp->headers[i].value);
	buf_fini(&rp->body);
	*rp = (struct http_reply){0};
}
