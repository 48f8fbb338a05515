/* pay_gateway_in.c — members are picked out; those that are not known are passed over, as the gateway may add some at any time. */
#include "gate/pay_gateway_in.h"

#include <string.h>

#include "base/text.h"
#include "gate/json_in.h"

#define PICK(doc, key, to) pick(doc, key, to, sizeof(to))

/* A text that does not fit is none: nothing is cut that names something. */
static void pick(json_t *doc, const char *key, char *ret, size_t cap)
{
	const char *s = json_string_value(json_object_get(doc, key));
	ret[0] = '\0';
	if (s && strlen(s) < cap && text_printable(s, false)) memcpy(ret, s, strlen(s) + 1);
}

static int64_t pick_int(json_t *doc, const char *key) { return json_integer_value(json_object_get(doc, key)); }

static bool is_status(json_t *doc, const char *word)
{
	const char *s = json_string_value(json_object_get(doc, "status"));
	return s && strcmp(s, word) == 0;
}

static void read_link(json_t *link, struct pay_gateway_word *w)
{
	json_t *payment = json_array_get(json_object_get(link, "payments"), 0);
	PICK(link, "id", w->link);
	PICK(link, "short_url", w->url);
	PICK(link, "currency", w->currency);
	PICK(payment, "payment_id", w->payment);
	w->amount_minor = pick_int(link, "amount_paid");
	w->paid = is_status(link, "paid") && *w->payment;
}

static void read_word(json_t *doc, struct pay_gateway_word *w)
{
	const char *entity = json_string_value(json_object_get(doc, "entity"));
	json_t *links = json_object_get(doc, "payment_links"), *items = json_object_get(doc, "items");
	if (links) read_link(json_array_get(links, 0), w);
	else if (items) PICK(json_array_get(items, 0), "id", w->refund);
	else if (entity && strcmp(entity, "refund") == 0) PICK(doc, "id", w->refund);
	else read_link(doc, w);
}

err_t pay_gateway_in(const char *json, size_t len, struct pay_gateway_word *ret)
{
	json_t *doc;
	*ret = (struct pay_gateway_word){0};
	TRY(json_in_parse(json, len, &doc));
	err_t e = json_is_object(doc) ? OK : ERR_BAD_FIELD;
	if (e == OK) read_word(doc, ret);
	json_decref(doc);
	return e;
}

static json_t *entity(json_t *doc, const char *noun) { return json_object_get(json_object_get(json_object_get(doc, "payload"), noun), "entity"); }

/* A refund may be of a part: what counts is what has gone back so far, and where that is not said, this refund. */
static void read_refund(json_t *doc, json_t *payment, struct pay_gateway_message *m)
{
	json_t *refund = entity(doc, "refund");
	if (!refund || strncmp(m->event, "refund.", 7) != 0) return;
	const int64_t so_far = pick_int(payment, "amount_refunded");
	m->amount_minor = so_far ? so_far : pick_int(refund, "amount");
}

static void read_message(json_t *doc, struct pay_gateway_message *m)
{
	json_t *link = entity(doc, "payment_link"), *payment = entity(doc, "payment");
	PICK(doc, "event", m->event);
	PICK(link, "reference_id", m->mark);
	if (!*m->mark) PICK(json_object_get(payment, "notes"), "mark", m->mark);
	PICK(payment, "id", m->payment);
	PICK(payment, "currency", m->currency);
	m->amount_minor = pick_int(payment, "amount");
	read_refund(doc, payment, m);
}

err_t pay_gateway_message_in(const char *json, size_t len, struct pay_gateway_message *ret)
{
	json_t *doc;
	*ret = (struct pay_gateway_message){0};
	TRY(json_in_parse(json, len, &doc));
	err_t e = json_is_object(doc) ? OK : ERR_BAD_FIELD;
	if (e == OK) read_message(doc, ret);
	json_decref(doc);
	return e;
}
