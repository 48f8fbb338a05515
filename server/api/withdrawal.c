/* withdrawal.c — the desk sees which buyers pay first, and lets them go on. */
#include "api/handlers.h"
#include "api/idempotent.h"
#include "api/page.h"
#include "base/clock.h"
#include "base/config.h"
#include "gate/house.h"
#include "trade/withdrawal.h"

static void each_buyer(void *arg, const struct withdrawals *w)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "person", w->person);
	json_str(j, "name", w->name);
	json_int(j, "withdrawn", w->n);
	json_time(j, "at", w->last_ms);
	json_obj_end(j);
}

err_t desk_pay_first_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct json j = api_items_begin(rp);
	TRY(withdrawals_list(db, rq->house->config->withdrawals, clock_wall_ms(), each_buyer, &j));
	api_items_end(&j);
	return OK;
}

static err_t forgive(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rp;
	return withdrawals_forgive(tx, rq->params[0], rq->who.person.id.s);
}

err_t desk_forgive_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, forgive); }
