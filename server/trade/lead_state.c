/* lead_state.c — the table of moves. */
#include "trade/lead_state.h"

#include <stddef.h>
#include <string.h>

static const char *const states[LEAD_STATES] = {
#define LEAD_STATE(id, wire) [LEAD_##id] = wire,
#include "schema/states.def"
#undef LEAD_STATE
};

static const char *const events[LEAD_EVENTS] = {
#define LEAD_EVENT(id, wire) [LEAD_EVENT_##id] = wire,
#include "schema/states.def"
#undef LEAD_EVENT
};

static const struct { enum lead_state from; enum lead_event event; enum lead_state to; } moves[] = {
#define LEAD_MOVE(from, event, to) {LEAD_##from, LEAD_EVENT_##event, LEAD_##to},
#include "schema/states.def"
#undef LEAD_MOVE
};

const char *lead_state_wire(enum lead_state s) { return states[s]; }
const char *lead_event_wire(enum lead_event e) { return events[e]; }

enum lead_state lead_state_parse(const char *wire)
{
	for (enum lead_state s = 0; s < LEAD_STATES; s++)
		if (strcmp(states[s], wire) == 0) return s;
	return LEAD_LOST;
}

err_t lead_event_parse(const char *wire, enum lead_event *ret)
{
	for (enum lead_event e = 0; e < LEAD_EVENTS; e++)
		if (strcmp(events[e], wire) == 0) {
			*ret = e;
			return OK;
		}
	return ERR_BAD_FIELD;
}

err_t lead_next(enum lead_state from, enum lead_event event, enum lead_state *ret_to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].from == from && moves[i].event == event) {
			*ret_to = moves[i].to;
			return OK;
		}
	return ERR_BAD_STATE;
}
