/* haulier_http.c — questions as JSON, and the one member of the answer that counts. */
#include "api/haulier_http.h"

#include <string.h>

#include "api/shipment.h"
#include "gate/json_in.h"

struct lines { const char *name, *phone, *line1, *line2, *city, *state, *pin, *country; };

static void write_place(struct json *j, const char *key, const struct lines *l)
{
	json_obj(j, key);
	json_str(j, "name", l->name);
	json_str(j, "phone", l->phone);
	json_str(j, "line1", l->line1);
	json_str(j, "line2", l->line2);
	json_str(j, "city", l->city);
	json_str(j, "state", l->state);
	json_str(j, "pin", l->pin);
	json_str(j, "country", l->country);
	json_obj_end(j);
}

static void write_booking(const struct haulier_case *c, struct buf *body)
{
	const struct pickup_place *p = c->place;
	const struct order *o = c->order;
	struct json j = json_start(body);
	json_obj(&j, NULL);
	json_str(&j, "shipment", c->shipment->code);
	json_str(&j, "order", c->shipment->number);
	write_place(&j, "from", &(struct lines){p->name, p->phone, p->line1, p->line2, p->city, p->state, p->pin, "IN"});
	write_place(&j, "to", &(struct lines){o->to_name, o->to_phone, o->to_line1, o->to_line2, o->to_city, o->to_state, o->to_pin, o->to_country});
	api_shipment_write_parcel(&j, &c->shipment->parcel);
	if (c->collect_minor) json_money(&j, "collect", c->collect_minor, o->total.currency);
	else json_nil(&j, "collect");
	json_obj_end(&j);
}

static void ask(const struct haulier_case *c, struct buf *path, struct buf *body)
{
	if (!strcmp(c->shipment->job, "cancel")) {
		buf_printf(path, "/pickups/%s/cancel", c->shipment->code);
		buf_puts(body, "{}");
		return;
	}
	buf_puts(path, "/pickups");
	write_booking(c, body);
}

struct answer { char ref[HAULIER_REF_MAX + 1]; };
static const struct shape_field answer_fields[] = {SHAPE_STR(struct answer, ref, REQ)};
static const struct shape answer_shape = SHAPE("booking", struct answer, answer_fields);

static err_t read_ref(const char *body, size_t len, char ret_ref[static HAULIER_REF_MAX + 1])
{
	struct answer a;
	struct json_in_fault fault;
	TRY(json_in(&answer_shape, body, len, &a, &fault));
	memcpy(ret_ref, a.ref, sizeof a.ref);
	return OK;
}

const struct haulier haulier_http = {.wire = "partner", .ask = ask, .read = read_ref};
