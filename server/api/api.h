/* api.h — what the handlers of the JSON API share: bodies by their shapes, parameters, refusals that are kept.
 * Thread  as the handler's.    Limits  API_PAGE_MAX rows a page. */
#pragma once
#include "base/shape.h"
#include "gate/http.h"

#define API_PAGE 24
#define API_PAGE_MAX 100

/* Reads the body into `ret` (s->size bytes); names the member at fault. An empty body is an empty object. */
err_t api_body(const struct http_request *rq, struct http_reply *rp, const struct shape *s, void *ret);
/* Answers with the problem of `e` and still keeps what was written: a wrong try must count. */
err_t api_refuse(struct http_reply *rp, err_t e);
/* 201 with the address of what was made: "/api/v1/orders/" and its id. */
void api_created(struct http_reply *rp, const char *collection, const char *id);

/* ?limit=, 1 … API_PAGE_MAX. */
err_t api_limit(const struct http_request *rq, struct http_reply *rp, int64_t *ret);
/* A text parameter; one that is too long or no UTF-8 is BAD_FIELD. */
err_t api_param(const struct http_request *rq, struct http_reply *rp, const char *name, char *ret, size_t cap);
