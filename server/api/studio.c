/* studio.c — what an artisan's phone needs: the booth, its products, the publish token. */
#include <stdio.h>

#include "fair/booth_state.h"
#include "api/api.h"
#include "api/booth.h"
#include "api/desk.h"
#include "api/handlers.h"

void api_publish_write(struct json *j, const struct booth_row *b)
{
	char whip[SLUG_MAX + 8];
	snprintf(whip, sizeof whip, "/whip/%s", b->slug);
	json_obj(j, "publish");
	json_str(j, "whip", whip);
	json_str(j, "token", b->publish_token);
	json_obj_end(j);
}

static err_t write_pins(struct db *db, struct json *j, const char *booth)
{
	struct booth_pins pins;
	TRY(pin_list(db, booth, &pins));
	json_arr(j, "pins");
	for (int i = 0; i < pins.count; i++) json_str(j, NULL, pins.product[i].s);
	json_arr_end(j);
	return OK;
}

err_t studio_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct db *db = tx_db(tx);
	struct booth_row b;
	struct turnout turnout;
	TRY(booth_row_find(db, rq->who.person.booth.s, &b));
	TRY(turnout_count(db, rq->house, &turnout));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	TRY(api_booth_write(db, &j, "booth", &b, &turnout));
	TRY(api_booth_write_products(db, &j, b.id.s));
	api_publish_write(&j, &b);
	TRY(api_booth_write_slots(db, &j, b.id.s));
	TRY(write_pins(db, &j, b.id.s));
	json_obj_end(&j);
	return OK;
}
