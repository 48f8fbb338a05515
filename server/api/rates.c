/* rates.c — rates by which pages show prices in other currencies; each with its day and source. */
#include <stdio.h>

#include "base/clock.h"
#include "api/api.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "trade/display_rate.h"

static void write_rate(void *arg, const struct display_rate *r)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "currency", r->currency);
	json_int(j, "micro_inr", r->micro_inr);
	json_time(j, "from", r->from_ms);
	json_str(j, "source", r->source);
	json_obj_end(j);
}

static err_t write_rates(struct db *db, struct http_reply *rp, int64_t at_ms)
{
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_arr(&j, "rates");
	TRY(display_rate_list(db, at_ms, write_rate, &j));
	json_arr_end(&j);
	json_obj_end(&j);
	return OK;
}

err_t rates_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	return write_rates(db, rp, clock_wall_ms());
}

#define CSV_MAX 8000
struct rates_body { char csv[CSV_MAX + 1], source[DISPLAY_SOURCE_MAX + 1]; };
static const struct shape_field rates_fields[] = {SHAPE_STR(struct rates_body, csv, REQ), SHAPE_STR(struct rates_body, source, REQ)};
static const struct shape rates_shape = SHAPE("display-rates", struct rates_body, rates_fields);

static err_t import(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct rates_body b;
	int line;
	TRY(api_body(rq, rp, &rates_shape, &b));
	err_t e = display_rate_import(tx, b.csv, b.source, rq->who.person.id.s, &line);
	if (e == ERR_MALFORMED || e == ERR_BAD_FIELD) {
		snprintf(rp->detail, sizeof rp->detail, "Line %d of the table is not currency,date,inr.", line);
		return http_fault(rp, "csv", ERR_BAD_FIELD);
	}
	TRY(e);
	rp->status = 201;
	return write_rates(tx_db(tx), rp, tx_now_ms(tx));
}

err_t desk_rates_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, import); }
