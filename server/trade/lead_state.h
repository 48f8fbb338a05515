/* lead_state.h — the states of a lead, from schema/states.def. Nothing else decides a move. */
#pragma once
#include "base/err.h"

enum lead_state {
#define LEAD_STATE(id, wire) LEAD_##id,
#include "schema/states.def"
#undef LEAD_STATE
	LEAD_STATES
};
enum lead_event {
#define LEAD_EVENT(id, wire) LEAD_EVENT_##id,
#include "schema/states.def"
#undef LEAD_EVENT
	LEAD_EVENTS
};

const char *lead_state_wire(enum lead_state s);
/* LEAD_LOST for a word that is none. */
enum lead_state lead_state_parse(const char *wire);
const char *lead_event_wire(enum lead_event e);
/* ERR_BAD_FIELD for a word that is none. */
err_t lead_event_parse(const char *wire, enum lead_event *ret);
/* ERR_BAD_STATE if the move is not in the table. */
err_t lead_next(enum lead_state from, enum lead_event event, enum lead_state *ret_to);
