/* ops.c — the addresses for those who run the house, and the page behind a problem's type. */
#include "gate/house.h"
#include "gate/http.h"

#include <string.h>

/* Alive: the floor answers. */
err_t health_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)tx, (void)rq;
	rp->type = "text/plain; charset=utf-8";
	buf_puts(&rp->body, "ok\n");
	return OK;
}

/* Ready: the store answers a read by key; and where the last commit failed, it keeps a word written now: 503 otherwise. */
err_t ready_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct person p;
	err_t e = person_find(tx_db(tx), "00000000-0000-7000-8000-000000000000", &p);
	if (e != OK && e != ERR_NOT_FOUND) return ERR_UNAVAILABLE;
	if (tick_is_failing(rq->house->tick)) TRY(db_exec(tx_db(tx), Q_SETTING_PUT, V("store.tried"), V("1")));
	return health_get(tx, rq, rp);
}

err_t robots_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)tx, (void)rq;
	rp->type = "text/plain; charset=utf-8";
	buf_puts(&rp->body, "User-agent: *\nDisallow: /api/\nDisallow: /whip/\nDisallow: /whep/\nDisallow: /studio\nDisallow: /desk\nDisallow: /mine\n");
	return OK;
}

err_t problem_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)tx;
	for (err_t e = OK + 1; e < ERR_COUNT; e++) {
		if (strcmp(err_wire(e), rq->params[0])) continue;
		rp->type = "text/html; charset=utf-8";
		buf_printf(&rp->body, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>%s</title><h1>%s</h1><p>%s</p><p>HTTP %d</p></html>\n",
		           err_wire(e), err_wire(e), err_sentence(e), err_http(e));
		return OK;
	}
	return ERR_NOT_FOUND;
}
