/* shipment_tell.c — news of parcels, from whoever has it; and what the order's own moves mean for them. */
#include <string.h>

#include "base/text.h"
#include "trade/payment.h"
#include "trade/shipment_inside.h"

err_t shipment_put_state(struct tx *tx, struct shipment *s, enum shipment_state state, int64_t at_ms)
{
	s->state = state;
	s->state_ms = at_ms;
	return db_exec(tx_db(tx), Q_SHIPMENT_SET_STATE, V(s->id), V(shipment_state_wire(state)), V(at_ms));
}

static err_t check_news(struct tx *tx, const struct shipment *s, const struct shipment_news *n)
{
	int64_t told;
	if (!shipment_state_told_by(n->state, n->by)) return ERR_FORBIDDEN;
	if (n->at_ms <= 0 || n->at_ms > tx_now_ms(tx) + SHIPMENT_AHEAD_MS) return ERR_BAD_FIELD;
	TRY(db_int(tx_db(tx), &told, Q_SHIPMENT_EVENT_COUNT, V(s->id)));
	return told < SHIPMENT_EVENTS_MAX ? OK : ERR_FULL;
}

/* One row of history; *ret_new is false if the same was told before. */
static err_t note(struct tx *tx, struct shipment *s, const struct shipment_news *n, bool *ret_new)
{
	char id[ID_CHARS + 1];
	int64_t added = 0;
	id_new(id);
	TRY(db_exec_n(tx_db(tx), &added, Q_SHIPMENT_EVENT_INSERT, V(id), V(s->id), V(shipment_state_wire(n->state)), V(n->at_ms), V(tx_now_ms(tx)), V(shipment_by_wire(n->by)),
	              V(text_or_empty(n->place)), V(text_or_empty(n->note)), V(text_or_empty(n->photo))));
	*ret_new = added != 0;
	if (!added) return OK;
	enum shipment_state next = shipment_next(s->state, s->state_ms, n->state, n->at_ms);
	if (next == n->state) TRY(shipment_put_state(tx, s, next, n->at_ms));
	if (*s->job && s->state != SHIPMENT_CANCELLED) TRY(db_exec(tx_db(tx), Q_SHIPMENT_SET_JOB, V(s->id), V(""), V(0))); /* it is on its way */
	return OK;
}

/* ── the order ── */

static err_t is_proved(struct db *db, const char *child, enum order_event event, bool *ret)
{
	const char *words[6] = {"", "", "", "", "", ""};
	int64_t lacking;
	int n = 0;
	for (enum shipment_state s = 0; s < SHIPMENT_STATES; s++)
		if (shipment_state_proves(s, event) && n < 6) words[n++] = shipment_state_wire(s);
	TRY(db_int(db, &lacking, Q_SHIPMENT_UNPROVEN, V(child), V(words[0]), V(words[1]), V(words[2]), V(words[3]), V(words[4]), V(words[5])));
	*ret = lacking == 0;
	return OK;
}

/* What has left without being paid has left all the same: the parcel's history stands, and the desk sees why the order does not move. */
static err_t is_held(struct tx *tx, const struct shipment *s, enum order_event event, bool *ret)
{
	struct payment p;
	*ret = false;
	if (event != ORDER_EVENT_HAND_OVER) return OK;
	err_t e = payment_find_by_child(tx_db(tx), s->child, &p);
	if (e == ERR_NOT_FOUND) return OK;
	TRY(e);
	*ret = payment_may_leave(&p) != OK;
	return *ret ? db_exec(tx_db(tx), Q_SHIPMENT_SET_FAULT, V(s->id), V("unpaid")) : OK;
}

static bool can_move(const struct order *o, const char *child, enum order_event event)
{
	enum order_state to;
	for (int i = 0; i < o->n_children; i++)
		if (!strcmp(o->children[i].id, child)) return order_next(o->children[i].state, event, BY_CARRIER, &to) == OK;
	return false;
}

static err_t move_order(struct tx *tx, const struct shipment *s, bool *ret_moved)
{
	static const enum order_event events[] = {ORDER_EVENT_HAND_OVER, ORDER_EVENT_DELIVER, ORDER_EVENT_RETURN};
	for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
		struct order o;
		bool proved = false, held = false;
		TRY(is_proved(tx_db(tx), s->child, events[i], &proved));
		if (!proved) continue;
		TRY(order_find(tx_db(tx), s->orders, &o));
		if (!can_move(&o, s->child, events[i])) continue;
		TRY(is_held(tx, s, events[i], &held));
		if (held) return OK;
		TRY(order_act_child(tx, s->orders, s->child, BY_CARRIER, events[i]));
		*ret_moved = true;
	}
	return *ret_moved && *s->fault ? db_exec(tx_db(tx), Q_SHIPMENT_SET_FAULT, V(s->id), V("")) : OK; /* what held it up is over */
}

err_t shipment_tell(struct tx *tx, const struct shipment *given, const struct shipment_news *n, bool *ret_moved)
{
	struct shipment s = *given;
	bool fresh;
	*ret_moved = false;
	TRY(check_news(tx, &s, n));
	TRY(note(tx, &s, n, &fresh));
	if (n->ref && *n->ref && !*s.ref) TRY(db_exec(tx_db(tx), Q_SHIPMENT_SET_REF, V(s.id), V(n->ref), V(n->by == TOLD_CARRIER ? "partner" : s.carrier)));
	if (s.state == SHIPMENT_CANCELLED) return db_exec(tx_db(tx), Q_SHIPMENT_SET_FAULT, V(s.id), V("told-after-cancel"));
	return fresh ? move_order(tx, &s, ret_moved) : OK;
}

/* ── moves of the order that did not come from a parcel ── */

struct sync { struct tx *tx; enum order_event event; err_t err; };

static err_t cancel(struct tx *tx, struct shipment *s)
{
	bool asked = s->state == SHIPMENT_BOOKED && !*s->run; /* the partner must know */
	if (s->state > SHIPMENT_BOOKED) return OK;
	TRY(shipment_put_state(tx, s, SHIPMENT_CANCELLED, tx_now_ms(tx)));
	return db_exec(tx_db(tx), Q_SHIPMENT_SET_JOB, V(s->id), V(asked ? "cancel" : ""), V(asked ? tx_now_ms(tx) : 0));
}

static err_t sync_one(struct tx *tx, struct shipment *s, enum order_event event)
{
	static const struct { enum order_event event; enum shipment_state state; } rows[] = {
		{ORDER_EVENT_HAND_OVER, SHIPMENT_PICKED_UP}, {ORDER_EVENT_DELIVER, SHIPMENT_DELIVERED}, {ORDER_EVENT_RETURN, SHIPMENT_RETURNED}};
	if (s->state == SHIPMENT_CANCELLED) return OK;
	if (event == ORDER_EVENT_CANCEL) return cancel(tx, s);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool fresh, said = s->state == rows[i].state || (event == ORDER_EVENT_HAND_OVER && s->state >= SHIPMENT_PICKED_UP);
		if (rows[i].event == event && !said) return note(tx, s, &(struct shipment_news){.state = rows[i].state, .by = TOLD_ORDER, .at_ms = tx_now_ms(tx)}, &fresh);
	}
	return OK;
}

static void each_synced(void *arg, const struct shipment *given)
{
	struct sync *y = arg;
	struct shipment s = *given;
	if (y->err == OK) y->err = sync_one(y->tx, &s, y->event);
}

err_t shipment_moved(struct tx *tx, const struct order *o, int child, enum order_event event)
{
	struct sync y = {.tx = tx, .event = event};
	bool proved = false; /* then the parcels have moved the order, and not it them */
	if (event == ORDER_EVENT_READY) return shipment_begin(tx, o, o->children[child].id);
	if (event != ORDER_EVENT_CANCEL) TRY(is_proved(tx_db(tx), o->children[child].id, event, &proved));
	if (proved) return OK;
	TRY(shipment_of_order(tx_db(tx), o->id.s, o->children[child].id, each_synced, &y));
	return y.err;
}
