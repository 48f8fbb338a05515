/* idempotent.c — the answer is kept in the commit that it tells of. */
#include "gate/idempotent.h"

#include "trade/idempotency.h"

static err_t run_first(struct tx *tx, struct http_request *rq, struct http_reply *rp, http_tx_fn *fn, const char *request)
{
	TRY(fn(tx, rq, rp));
	int status = rp->status ? rp->status : 200;
	return idempotency_put(tx, rq->who.person.id.s, rq->key, request, status, rp->body.data ? rp->body.data : "");
}

err_t idempotent_run(struct tx *tx, struct http_request *rq, struct http_reply *rp, http_tx_fn *fn)
{
	struct buf request;
	int status = 0;
	TRY(http_need_person(tx, rq, rp, "", ""));
	buf_init(&request);
	buf_printf(&request, "POST %s\n%s", rq->path, rq->body);
	err_t e = idempotency_find(tx_db(tx), rq->who.person.id.s, rq->key, request.data, &status, &rp->body);
	if (e == OK && status) rp->status = status;
	else if (e == OK) e = run_first(tx, rq, rp, fn, request.data);
	buf_fini(&request);
	return e;
}
