/* payment_state.c — the table of moves. */
#include "trade/payment_state.h"

#include <stddef.h>
#include <string.h>

static const char *const states[PAYMENT_STATES] = {
#define PAYMENT_STATE(id, wire) [PAYMENT_##id] = wire,
#include "schema/states.def"
#undef PAYMENT_STATE
};

static const char *const events[PAYMENT_EVENTS] = {
#define PAYMENT_EVENT(id, wire) [PAYMENT_EVENT_##id] = wire,
#include "schema/states.def"
#undef PAYMENT_EVENT
};

static const struct { enum payment_state from; enum payment_event event; enum payment_state to; } moves[] = {
#define PAYMENT_MOVE(from, event, to) {PAYMENT_##from, PAYMENT_EVENT_##event, PAYMENT_##to},
#include "schema/states.def"
#undef PAYMENT_MOVE
};

const char *payment_state_wire(enum payment_state s) { return states[s]; }
const char *payment_event_wire(enum payment_event e) { return events[e]; }

enum payment_state payment_state_parse(const char *wire)
{
	enum payment_state s = 0;
	while (s < PAYMENT_STATES && strcmp(states[s], wire) != 0) s++;
	return s;
}

err_t payment_next(enum payment_state from, enum payment_event event, enum payment_state *ret_to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].from == from && moves[i].event == event) {
			*ret_to = moves[i].to;
			return OK;
		}
	return ERR_BAD_STATE;
}
