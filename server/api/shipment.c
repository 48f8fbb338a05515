/* shipment.c — parcels as JSON; members in the order of docs/PROTOCOL.md. */
#include "api/shipment.h"

#include <string.h>

#include "trade/card.h"

/* ── who ── */

err_t api_shipment_by(struct db *db, const struct shipment *s, const struct person *who, enum shipment_by *ret)
{
	struct order o;
	struct order_actor a;
	TRY(order_find(db, s->orders, &o));
	TRY(order_actor_of(&o, who, &a));
	if (a.by == BY_HOST && *s->booth.s && strcmp(s->booth.s, who->booth.s) != 0) return ERR_FORBIDDEN; /* another maker's parcel of the same order */
	*ret = a.by == BY_STAFF ? TOLD_STAFF : a.by == BY_HOST ? TOLD_HOST : TOLD_NOBODY;
	return OK;
}

/* ── the object ── */

struct writing { struct json *j; enum shipment_by by; };

static void each_told(void *arg, const struct shipment_told *t)
{
	struct writing *w = arg;
	json_obj(w->j, NULL);
	json_str(w->j, "state", shipment_state_wire(t->state));
	json_time(w->j, "at", t->at_ms);
	json_opt(w->j, "place", t->place);
	if (w->by != TOLD_NOBODY) {
		json_str(w->j, "by", t->by);
		json_opt(w->j, "note", t->note);
	}
	json_opt(w->j, "photo", t->photo);
	json_obj_end(w->j);
}

void api_shipment_write_parcel(struct json *j, const struct parcel *p)
{
	json_int(j, "weight_g", p->weight_g);
	json_int(j, "length_mm", p->length_mm);
	json_int(j, "width_mm", p->width_mm);
	json_int(j, "height_mm", p->height_mm);
	json_time(j, "window_from", p->window_from_ms);
	json_time(j, "window_until", p->window_until_ms);
}

static void write_house_side(struct json *j, const struct shipment *s, enum shipment_by by)
{
	json_str(j, "seller", s->maker);
	json_opt(j, "run", s->run);
	json_opt(j, "job", s->job);
	json_opt(j, "fault", s->fault);
	json_bool(j, "may_ask", s->state <= SHIPMENT_REQUESTED);
	json_arr(j, "can");
	for (enum shipment_state to = 0; to < SHIPMENT_STATES; to++)
		if (s->state != SHIPMENT_CANCELLED && to > s->state && shipment_state_told_by(to, by)) json_str(j, NULL, shipment_state_wire(to));
	json_arr_end(j);
}

err_t api_shipment_write(struct db *db, struct json *j, const struct shipment *s, enum shipment_by by)
{
	struct writing w = {j, by};
	json_obj(j, NULL);
	json_str(j, "id", s->id);
	json_str(j, "code", s->code);
	json_str(j, "order", s->orders);
	json_str(j, "number", s->number);
	json_str(j, "state", shipment_state_wire(s->state));
	json_time(j, "state_at", s->state_ms);
	json_str(j, "carrier", s->carrier);
	json_opt(j, "ref", s->ref);
	card_write_both(j, "maker", s->maker_en, s->maker_hi);
	card_write_both(j, "district_name", s->district_en, s->district_hi);
	json_str(j, "to_country", s->to_country);
	api_shipment_write_parcel(j, &s->parcel);
	if (by != TOLD_NOBODY) write_house_side(j, s, by);
	json_arr(j, "history");
	TRY(shipment_history(db, s->id, each_told, &w));
	json_arr_end(j);
	json_obj_end(j);
	return OK;
}
