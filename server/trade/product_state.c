/* product_state.c — the table of moves. */
#include "trade/product_state.h"

#include <stddef.h>
#include <string.h>

static const char *const states[PRODUCT_STATES] = {
#define PRODUCT_STATE(id, wire) [PRODUCT_##id] = wire,
#include "schema/states.def"
#undef PRODUCT_STATE
};

static const char *const events[PRODUCT_EVENTS] = {
#define PRODUCT_EVENT(id, wire) [PRODUCT_EVENT_##id] = wire,
#include "schema/states.def"
#undef PRODUCT_EVENT
};

static const struct { enum product_state from; enum product_event event; enum product_state to; unsigned by; } moves[] = {
#define PRODUCT_MOVE(from, event, to, by) {PRODUCT_##from, PRODUCT_EVENT_##event, PRODUCT_##to, by},
#include "schema/states.def"
#undef PRODUCT_MOVE
};

const char *product_state_wire(enum product_state s) { return states[s]; }
const char *product_event_wire(enum product_event e) { return events[e]; }

enum product_state product_state_parse(const char *wire)
{
	enum product_state s = 0;
	while (s < PRODUCT_STATES && strcmp(states[s], wire) != 0) s++;
	return s;
}

err_t product_event_parse(const char *wire, enum product_event *ret)
{
	for (enum product_event e = 0; e < PRODUCT_EVENTS; e++)
		if (strcmp(events[e], wire) == 0) {
			*ret = e;
			return OK;
		}
	return ERR_BAD_FIELD;
}

err_t product_next(enum product_state from, enum product_event event, enum product_by by, enum product_state *ret_to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].from == from && moves[i].event == event && (moves[i].by & by)) {
			*ret_to = moves[i].to;
			return OK;
		}
	return ERR_BAD_STATE;
}
