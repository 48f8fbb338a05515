/* http.h — what a handler of an HTTP request sees: the request, the reply, and who is asking.
 *
 *   TX     runs on the floor inside tick_handle; answered after its commit, or with 503 if the commit failed
 *   READ   runs on a reader thread with a read-only connection; answered when it is back on the floor
 *   ASYNC  begins as a TX; keeps the token and is answered later by http_finish or http_continue
 *
 * An error that a handler returns becomes a problem document (RFC 9457), and what a TX wrote is undone.
 * Owns    request and reply belong to gate; they live until the request is answered, also when the client has gone.
 * Thread  the floor, but for READ handlers.
 * Limits  HTTP_PARAMS_MAX, HTTP_HEADERS_MAX, the route's body limit (schema/routes.def). */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "people/login.h"
#include "store/db.h"
#include "store/tick.h"

#define HTTP_PARAMS_MAX 3
#define HTTP_PARAM_CHARS 80
#define HTTP_HEADERS_MAX 12
#define HTTP_QUERY_MAX 1023

struct house;

enum http_method { HTTP_GET = 1, HTTP_HEAD = 2, HTTP_POST = 4, HTTP_PUT = 8, HTTP_PATCH = 16, HTTP_DELETE = 32, HTTP_OPTIONS = 64 };

/* Who asks, found before the handler runs. A browser without a cookie has person.id.s[0] == 0 and ROLE_GUEST. */
struct caller {
	struct person person;
	bool known;                          /* has a person: a guest with a cookie, or signed in */
	bool signed_in;                      /* buyer, artisan or organizer */
	char token[LOGIN_TOKEN_CHARS + 1];   /* the login's token, for sign-out; "" */
	char ip[46];                         /* behind trusted proxies the client's own */
	char lang[3];                        /* "hi" or "en": the person's, else by Accept-Language */
};

/* The three headers of a partner's signed message (api/hook.h). */
struct http_hook { const char *id, *at, *signature; };

/* All texts are NUL-terminated and "" when absent. */
struct http_request {
	enum http_method method;
	const char *path;                              /* decoded, without the query */
	char params[HTTP_PARAMS_MAX][HTTP_PARAM_CHARS + 1]; /* what stood for {…} in the pattern, in order */
	const char *query;                             /* raw, without '?'; read it with http_query */
	const char *body;                              /* NUL-terminated */
	size_t body_len;
	const char *key;                               /* Idempotency-Key */
	const char *if_match, *if_none_match, *bearer, *range, *accept_encoding;
	struct http_hook hook;
	struct caller who;
	const struct house *house;                     /* READ handlers may use its `config` only */
	struct http_token { uint32_t slot, generation; } token;
};

/* Decodes one parameter of the query ("a=b&c=d", %XX and +). False if it is absent, longer than cap - 1 bytes, or not UTF-8. */
bool http_query(const struct http_request *rq, const char *name, char *ret, size_t cap);
/* An integer parameter within [min, max]; `dflt` if it is absent. ERR_BAD_FIELD. */
err_t http_query_int(const struct http_request *rq, const char *name, int64_t min, int64_t max, int64_t dflt, int64_t *ret);

/* A reply begins as 200 (204 without a body), application/json. */
struct http_reply {
	int status;
	const char *type;                              /* static text */
	struct buf body;
	struct { const char *name; char *value; } headers[HTTP_HEADERS_MAX];
	size_t n_headers;
	const char *field;                             /* with an error: the member at fault; static text */
	char field_text[96];                           /* room for a `field` that is no static text: lines[2].product */
	char detail[160];                              /* with an error: a sentence more, no personal data */
	int retry_after_s;                             /* with an error; 0 for the default of 429 and 503 */
};

/* `name` is lower-case static text without colon; `value` is copied and must hold no control character. */
void http_reply_header(struct http_reply *rp, const char *name, const char *value);
/* A strong, quoted ETag. */
void http_reply_etag(struct http_reply *rp, const char *etag);
/* Sets the cookie of a login or of a guest, or removes both with NULL. That of those who work here goes with no request that another site began. */
enum http_login { HTTP_LOGIN_GUEST, HTTP_LOGIN_PERSON, HTTP_LOGIN_STAFF };
void http_reply_login(struct http_reply *rp, const char *token, enum http_login kind);
/* Names the member at fault and gives `e` back: return http_fault(rp, "quantity", ERR_BAD_FIELD); */
err_t http_fault(struct http_reply *rp, const char *field, err_t e);
/* Frees what it holds and makes it empty again. */
void http_reply_fini(struct http_reply *rp);
/* Begins a JSON body; the caller writes one value and is done. */
struct json http_reply_json(struct http_reply *rp);

/* Makes a guest of a caller without a person, with the cookie in the reply. Afterwards rq->who.known is true. */
err_t http_need_person(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *name, const char *country);

typedef err_t http_tx_fn(struct tx *tx, struct http_request *rq, struct http_reply *rp);
typedef err_t http_read_fn(struct db *db, const struct http_request *rq, struct http_reply *rp);

/* Answers an ASYNC request with the error, or with `rp` (taken; NULL for an empty answer). Late or repeated answers are dropped. */
void http_finish(const struct house *house, struct http_token token, err_t e, struct http_reply *rp);
/* Goes on with an ASYNC request: `fn` runs in a handler of this tick and its reply is sent after the commit.
 * It runs also if the client has gone; false if the request was answered already (then `fn` does not run). */
typedef err_t http_step_fn(struct tx *tx, struct http_request *rq, struct http_reply *rp, void *arg);
bool http_continue(const struct house *house, struct http_token token, http_step_fn *fn, void *arg);
