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

static void set_cookie(struct http_reply *rp, const char *name, const char *token, int64_t max_age_s)
{
	char line[200];
	snprintf(line, sizeof line, "%s=%s; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=%lld", name, token, (long long)max_age_s);
	http_reply_header(rp, "set-cookie", line);
}

void http_reply_login(struct http_reply *rp, const char *token, bool guest)
{
	if (!token) {
		set_cookie(rp, COOKIE_LOGIN, "", 0);
		set_cookie(rp, COOKIE_GUEST, "", 0);
	} else if (guest) {
		set_cookie(rp, COOKIE_GUEST, token, GUEST_ENDS_MS / 1000);
	} else {
		set_cookie(rp, COOKIE_LOGIN, token, LOGIN_ENDS_MS / 1000);
	}
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
