/* pickup.c — where a maker's parcels are fetched, and the desk's board of all parcels. */
#include <string.h>

#include "base/clock.h"
#include "base/mask.h"
#include "base/text.h"
#include "api/shipment.h"
#include "api/handlers.h"
#include "api/page.h"

/* ── the place ── */

#define PLACE(member, must) {.name = #member, .kind = SHAPE_KIND_STR, .need = must, .offset = offsetof(struct pickup_place, member), .size = sizeof(((struct pickup_place *)0)->member)}
static const struct shape_field place_fields[] = {
	PLACE(name, SHAPE_REQ), PLACE(phone, SHAPE_REQ), PLACE(line1, SHAPE_REQ), PLACE(line2, SHAPE_OPT), PLACE(city, SHAPE_REQ), PLACE(state, SHAPE_REQ), PLACE(pin, SHAPE_REQ)};
static const struct shape place_shape = SHAPE("pickup-place", struct pickup_place, place_fields);

/* What the desk sees of it without a look (api/look.h). */
static void mask_place(struct pickup_place *p)
{
	char text[MASK_BYTES];
	mask_end(p->phone, text);
	text_copy(p->phone, sizeof p->phone, text);
	mask_all(p->line1, text);
	text_copy(p->line1, sizeof p->line1, text);
	mask_all(p->line2, text);
	text_copy(p->line2, sizeof p->line2, text);
}

static err_t answer_place(struct tx *tx, const struct http_request *rq, struct http_reply *rp, const char *seller)
{
	struct pickup_place p;
	err_t e = pickup_place_find(tx_db(tx), seller, &p);
	if (e != OK && e != ERR_NOT_FOUND) return e;
	bool masked = e == OK && role_is_staff(rq->who.person.role);
	if (masked) mask_place(&p);
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	if (e == OK) {
		json_obj(&j, "place");
		shape_encode(&place_shape, &p, &j);
		json_obj_end(&j);
	} else {
		json_nil(&j, "place");
	}
	json_bool(&j, "masked", masked);
	json_obj_end(&j);
	return OK;
}

static err_t put_place(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *seller)
{
	struct pickup_place p;
	const char *field = NULL;
	TRY(api_body(rq, rp, &place_shape, &p));
	if (mask_is(p.line1) || mask_is(p.line2)) return http_fault(rp, "line1", ERR_BAD_FIELD);
	err_t e = pickup_place_put(tx, seller, &p, &field);
	if (e != OK) return field ? http_fault(rp, field, e) : e;
	return answer_place(tx, rq, rp, seller);
}

err_t studio_pickup_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(seller_find_by_booth(tx_db(tx), rq->who.person.booth.s, &s));
	return answer_place(tx, rq, rp, s.id.s);
}

err_t studio_pickup_put(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(seller_find_by_booth(tx_db(tx), rq->who.person.booth.s, &s));
	return put_place(tx, rq, rp, s.id.s);
}

err_t desk_pickup_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(seller_find(tx_db(tx), rq->params[0], &s));
	return answer_place(tx, rq, rp, s.id.s);
}

err_t desk_pickup_put(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct seller s;
	TRY(seller_find(tx_db(tx), rq->params[0], &s));
	return put_place(tx, rq, rp, s.id.s);
}

/* ── the board ── */

static void each_shipment(void *arg, const struct shipment *s)
{
	struct api_page *p = arg;
	if (api_page_row(p, s->id)) p->err = api_shipment_write(p->db, &p->json, s, TOLD_STAFF);
}

err_t desk_shipments_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	char state[20];
	int64_t late;
	struct api_page p;
	TRY(api_param(rq, rp, "state", state, sizeof state));
	TRY(http_query_int(rq, "late", 0, 1, 0, &late));
	if (*state && shipment_state_parse(state) == SHIPMENT_STATES) return http_fault(rp, "state", ERR_BAD_FIELD);
	TRY(api_page_begin(&p, db, rq, rp, SHIPMENT_PAGE_MAX));
	const struct shipment_filter f = {.before = p.cursor, .state = state, .late = late != 0, .limit = p.rows, .now_ms = clock_wall_ms()};
	TRY(shipment_list(db, &f, each_shipment, &p));
	return api_page_end(&p);
}
