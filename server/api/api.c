/* api.c — see api.h. */
#include "api/api.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "gate/json_in.h"
#include "gate/problem.h"

err_t api_body(const struct http_request *rq, struct http_reply *rp, const struct shape *s, void *ret)
{
	struct json_in_fault fault;
	const char *body = rq->body_len ? rq->body : "{}";
	err_t e = json_in(s, body, rq->body_len ? rq->body_len : 2, ret, &fault);
	if (e == OK || !*fault.field) return e;
	text_copy(rp->field_text, sizeof rp->field_text, fault.field);
	return http_fault(rp, rp->field_text, e);
}

err_t api_refuse(struct http_reply *rp, err_t e)
{
	problem_write(rp, e);
	return OK;
}

void api_created(struct http_reply *rp, const char *collection, const char *id)
{
	char location[120];
	snprintf(location, sizeof location, "/api/v1/%s/%s", collection, id);
	http_reply_header(rp, "location", location);
	rp->status = 201;
}

err_t api_limit(const struct http_request *rq, struct http_reply *rp, int64_t *ret)
{
	err_t e = http_query_int(rq, "limit", 1, API_PAGE_MAX, API_PAGE, ret);
	return e == OK ? OK : http_fault(rp, "limit", e);
}

/* True if the query has this name at all. */
static bool has_param(const char *query, const char *name)
{
	size_t n = strlen(name);
	for (const char *s = query; s; s = strchr(s, '&')) {
		if (*s == '&') s++;
		if (strncmp(s, name, n) == 0 && s[n] == '=') return s[n + 1] && s[n + 1] != '&';
	}
	return false;
}

err_t api_param(const struct http_request *rq, struct http_reply *rp, const char *name, char *ret, size_t cap)
{
	*ret = '\0';
	if (http_query(rq, name, ret, cap)) return text_printable(ret, false) ? OK : http_fault(rp, name, ERR_BAD_FIELD);
	return has_param(rq->query, name) ? http_fault(rp, name, ERR_BAD_FIELD) : OK;
}
