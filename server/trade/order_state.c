/* order_state.c — the table of moves. */
#include "trade/order_state.h"

#include <stddef.h>
#include <string.h>

static const struct { const char *wire; int rank; } states[ORDER_STATES] = {
#define ORDER_STATE(id, wire, rank) [ORDER_##id] = {wire, rank},
#include "schema/states.def"
#undef ORDER_STATE
};

static const char *const events[ORDER_EVENTS] = {
#define ORDER_EVENT(id, wire) [ORDER_EVENT_##id] = wire,
#include "schema/states.def"
#undef ORDER_EVENT
};

static const struct { enum order_state from; enum order_event event; enum order_state to; unsigned by; } moves[] = {
#define ORDER_MOVE(from, event, to, by) {ORDER_##from, ORDER_EVENT_##event, ORDER_##to, by},
#include "schema/states.def"
#undef ORDER_MOVE
};

const char *order_state_wire(enum order_state s) { return states[s].wire; }
int order_state_rank(enum order_state s) { return states[s].rank; }
const char *order_event_wire(enum order_event e) { return events[e]; }

enum order_state order_state_parse(const char *wire)
{
	for (enum order_state s = 0; s < ORDER_STATES; s++)
		if (strcmp(states[s].wire, wire) == 0) return s;
	return ORDER_CANCELLED;
}

err_t order_event_parse(const char *wire, enum order_event *ret)
{
	for (enum order_event e = 0; e < ORDER_EVENTS; e++)
		if (strcmp(events[e], wire) == 0) {
			*ret = e;
			return OK;
		}
	return ERR_BAD_FIELD;
}

err_t order_next(enum order_state from, enum order_event event, enum order_by by, enum order_state *ret_to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].from == from && moves[i].event == event && (moves[i].by & by)) {
			*ret_to = moves[i].to;
			return OK;
		}
	return ERR_BAD_STATE;
}
