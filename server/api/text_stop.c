/* text_stop.c — the desk sees to which numbers no texts go and why, and lets them go again. */
#include "api/page.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "notify/text_guard.h"

static void each_stop(void *arg, const struct text_stop *s)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "prefix", s->prefix);
	json_str(j, "why", s->why);
	json_int(j, "refused", s->refused);
	json_time(j, "at", s->at_ms);
	json_obj_end(j);
}

err_t desk_text_stops_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	struct json j = api_items_begin(rp);
	TRY(text_stops(db, each_stop, &j));
	api_items_end(&j);
	return OK;
}

static err_t let_go(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	err_t e = text_let_go(tx, rq->params[0]);
	return e == ERR_BAD_FIELD ? http_fault(rp, "prefix", e) : e;
}

err_t desk_text_let_go_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, let_go); }
