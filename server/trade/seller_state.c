/* seller_state.c — the table of moves. */
#include "trade/seller_state.h"

#include <stddef.h>
#include <string.h>

static const char *const states[SELLER_STATES] = {
#define SELLER_STATE(id, wire) [SELLER_##id] = wire,
#include "schema/states.def"
#undef SELLER_STATE
};

static const char *const events[SELLER_EVENTS] = {
#define SELLER_EVENT(id, wire) [SELLER_EVENT_##id] = wire,
#include "schema/states.def"
#undef SELLER_EVENT
};

static const struct { enum seller_state from; enum seller_event event; enum seller_state to; unsigned by; } moves[] = {
#define SELLER_MOVE(from, event, to, by) {SELLER_##from, SELLER_EVENT_##event, SELLER_##to, by},
#include "schema/states.def"
#undef SELLER_MOVE
};

const char *seller_state_wire(enum seller_state s) { return states[s]; }
const char *seller_event_wire(enum seller_event e) { return events[e]; }

enum seller_state seller_state_parse(const char *wire)
{
	enum seller_state s = 0;
	while (s < SELLER_STATES && strcmp(states[s], wire) != 0) s++;
	return s;
}

err_t seller_event_parse(const char *wire, enum seller_event *ret)
{
	for (enum seller_event e = 0; e < SELLER_EVENTS; e++)
		if (strcmp(events[e], wire) == 0) {
			*ret = e;
			return OK;
		}
	return ERR_BAD_FIELD;
}

err_t seller_next(enum seller_state from, enum seller_event event, enum seller_by by, enum seller_state *ret_to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].from == from && moves[i].event == event && (moves[i].by & by)) {
			*ret_to = moves[i].to;
			return OK;
		}
	return ERR_BAD_STATE;
}
