/* pay_gateway_in.c — members are picked out; those that are not known are passed over, as the gateway may add some at any time. */
#include "gate/pay_gateway_in.h"

#include <string.h>

#include "base/text.h"
#include "gate/handlers.h"
#include "gate/house.h"
#include "gate/json_in.h"
#include "sessions/notice.h"

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

static void read_message(json_t *doc, struct pay_gateway_message *m)
{
	json_t *link = entity(doc, "payment_link"), *payment = entity(doc, "payment");
	PICK(doc, "event", m->event);
	PICK(link, "reference_id", m->mark);
	if (!*m->mark) PICK(json_object_get(payment, "notes"), "mark", m->mark);
	PICK(payment, "id", m->payment);
	PICK(payment, "currency", m->currency);
	m->amount_minor = pick_int(payment, "amount");
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

/* The hook's handler: what concerns none of our payments is taken and forgotten, or it would be sent again for days. */
err_t pay_gateway_hook(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	static const struct { const char *event; enum pay_gateway_what what; } known[] = {
		{"payment_link.paid", PAY_GATEWAY_PAID}, {"payment.captured", PAY_GATEWAY_PAID}, {"payment.failed", PAY_GATEWAY_FAILED}, {"refund.processed", PAY_GATEWAY_REFUNDED}};
	struct pay_gateway_message m;
	struct order_id order;
	(void)rp;
	TRY(pay_gateway_message_in(rq->body, rq->body_len, &m));
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strcmp(known[i].event, m.event) != 0 || !*m.mark) continue;
		struct pay_gateway_news n = {.mark = m.mark, .payment = m.payment, .currency = m.currency, .amount_minor = m.amount_minor};
		n.what = known[i].what;
		err_t e = pay_gateway_tell(tx, &n, order.s);
		if (e == ERR_NOT_FOUND) return OK;
		TRY(e);
		return notice_order_changed(tx, rq->house->sessions, &order);
	}
	return OK;
}
