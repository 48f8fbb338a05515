/* enquiry_state.c — the table of moves. */
#include "trade/enquiry_state.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const char *const wires[ENQUIRY_STATES] = {
#define ENQUIRY_STATE(id, wire) [ENQUIRY_##id] = wire,
#include "schema/states.def"
#undef ENQUIRY_STATE
};

static const struct { enum enquiry_state from; enum enquiry_event event; enum enquiry_state to; } moves[] = {
#define ENQUIRY_MOVE(from, event, to) {ENQUIRY_##from, ENQUIRY_EVENT_##event, ENQUIRY_##to},
#include "schema/states.def"
#undef ENQUIRY_MOVE
};

const char *enquiry_state_wire(enum enquiry_state s) { return wires[s]; }

enum enquiry_state enquiry_state_parse(const char *wire)
{
	for (enum enquiry_state s = 0; s < ENQUIRY_STATES; s++)
		if (strcmp(wires[s], wire) == 0) return s;
	return ENQUIRY_CLOSED;
}

err_t enquiry_next(enum enquiry_state from, enum enquiry_event event, enum enquiry_state *ret_to)
{
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (moves[i].from == from && moves[i].event == event) {
			*ret_to = moves[i].to;
			return OK;
		}
	bool converting = event == ENQUIRY_EVENT_TO_LEAD || event == ENQUIRY_EVENT_TO_ORDER;
	return converting && (from == ENQUIRY_LEAD || from == ENQUIRY_ORDER) ? ERR_CONVERTED : ERR_BAD_STATE;
}
