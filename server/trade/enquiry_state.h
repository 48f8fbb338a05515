/* enquiry_state.h — the states of an enquiry, from schema/states.def. Nothing else decides a move. */
#pragma once
#include "base/err.h"

enum enquiry_state {
#define ENQUIRY_STATE(id, wire) ENQUIRY_##id,
#include "schema/states.def"
#undef ENQUIRY_STATE
	ENQUIRY_STATES
};
enum enquiry_event {
#define ENQUIRY_EVENT(id) ENQUIRY_EVENT_##id,
#include "schema/states.def"
#undef ENQUIRY_EVENT
	ENQUIRY_EVENTS
};

const char *enquiry_state_wire(enum enquiry_state s);
/* ENQUIRY_CLOSED for a word that is none. */
enum enquiry_state enquiry_state_parse(const char *wire);
/* ERR_CONVERTED for a second conversion, ERR_BAD_STATE for any other move that is not in the table. */
err_t enquiry_next(enum enquiry_state from, enum enquiry_event event, enum enquiry_state *ret_to);
