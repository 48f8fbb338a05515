/* idempotent.c — the answer is kept in the commit that it tells of. */
#include "api/idempotent.h"

#include <stdio.h>

#include "trade/idempotency.h"

static err_t run_first(struct tx *tx, struct http_request *rq, struct http_reply *rp, http_tx_fn *fn, const char *request)
{
	TRY(fn(tx, rq, rp));
	int status = rp->status ? rp->status : 200;
	return idempotency_put(tx, rq->who.person.id.s, rq->key, request, status, rp->body.data ? rp->body.data : "");
}

/* The guest whom an earlier try of this very request has made, when its answer, and so its cookie, was lost. Only the same address
 * with the same key and body gets it, and only while it is still a guest. */
#define STRANGER ""
static err_t find_stranger(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *key, const char *request)
{
	struct buf id;
	struct login_token token;
	int status = 0;
	buf_init(&id);
	err_t e = idempotency_find(tx_db(tx), STRANGER, key, request, &status, &id);
	if (e == OK && status) e = person_find(tx_db(tx), id.data, &rq->who.person);
	buf_fini(&id);
	if (e != OK || !status) return e;
	if (rq->who.person.role != ROLE_GUEST) return ERR_KEY_REUSED;
	TRY(login_open(tx, rq->who.person.id.s, &token));
	rq->who.known = true;
	http_reply_login(rp, token.s, HTTP_LOGIN_GUEST);
	return OK;
}

/* A browser without a cookie becomes a guest, the same one in every try. */
static err_t need_person(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *request)
{
	char key[sizeof rq->who.ip + IDEMPOTENCY_KEY_MAX + 2];
	if (rq->who.known) return OK;
	snprintf(key, sizeof key, "%s %s", rq->who.ip, rq->key);
	TRY(find_stranger(tx, rq, rp, key, request));
	if (rq->who.known) return OK;
	TRY(http_need_person(tx, rq, rp, "", ""));
	return idempotency_put(tx, STRANGER, key, request, 201, rq->who.person.id.s);
}

err_t idempotent_run(struct tx *tx, struct http_request *rq, struct http_reply *rp, http_tx_fn *fn)
{
	struct buf request;
	int status = 0;
	buf_init(&request);
	buf_printf(&request, "POST %s\n%s", rq->path, rq->body);
	err_t e = need_person(tx, rq, rp, request.data);
	if (e == OK) e = idempotency_find(tx_db(tx), rq->who.person.id.s, rq->key, request.data, &status, &rp->body);
	if (e == OK && status) rp->status = status;
	else if (e == OK) e = run_first(tx, rq, rp, fn, request.data);
	buf_fini(&request);
	return e;
}
