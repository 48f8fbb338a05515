/* shipment_state.c — the table of states, and the rule of the latest moment. */
#include "trade/shipment_state.h"

#include <stddef.h>
#include <string.h>

#define NOTHING ORDER_EVENTS
#define HAND_OVER ORDER_EVENT_HAND_OVER
#define DELIVER ORDER_EVENT_DELIVER
#define RETURN ORDER_EVENT_RETURN
static const struct { const char *wire; unsigned told; enum order_event proves; } states[SHIPMENT_STATES] = {
#define SHIPMENT_STATE(id, wire, told, proves) [SHIPMENT_##id] = {wire, told, proves},
#include "schema/shipment.def"
#undef SHIPMENT_STATE
};

const char *shipment_state_wire(enum shipment_state s) { return states[s].wire; }

enum shipment_state shipment_state_parse(const char *wire)
{
	for (enum shipment_state s = 0; s < SHIPMENT_STATES; s++)
		if (!strcmp(states[s].wire, wire)) return s;
	return SHIPMENT_STATES;
}

const char *shipment_by_wire(enum shipment_by by)
{
	static const struct { enum shipment_by by; const char *wire; } rows[] = {{TOLD_CARRIER, "carrier"}, {TOLD_HOST, "host"}, {TOLD_STAFF, "staff"}, {TOLD_ORDER, "order"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].by == by) return rows[i].wire;
	return "house";
}

bool shipment_state_told_by(enum shipment_state s, enum shipment_by by) { return (states[s].told & (unsigned)by) != 0; }

/* Whatever is told of a parcel has left the maker's house. */
bool shipment_state_proves(enum shipment_state s, enum order_event event)
{
	if (states[s].proves == NOTHING) return false;
	return states[s].proves == event || event == HAND_OVER;
}

enum shipment_state shipment_next(enum shipment_state now, int64_t now_ms, enum shipment_state told, int64_t told_ms)
{
	if (now == SHIPMENT_CANCELLED) return now;
	if (states[now].told == TOLD_NOBODY) return told;
	if (told_ms != now_ms) return told_ms > now_ms ? told : now;
	return told > now ? told : now;
}
