/* seller_state.h — the life of a seller and who may move it, from schema/states.def. Nothing else decides a move. */
#pragma once
#include "base/err.h"

enum seller_by { SELLER_SELF = 1, SELLER_STAFF = 2 };
enum seller_state {
#define SELLER_STATE(id, wire) SELLER_##id,
#include "schema/states.def"
#undef SELLER_STATE
	SELLER_STATES
};
enum seller_event {
#define SELLER_EVENT(id, wire) SELLER_EVENT_##id,
#include "schema/states.def"
#undef SELLER_EVENT
	SELLER_EVENTS
};

const char *seller_state_wire(enum seller_state s);
/* SELLER_STATES for a word that is none. */
enum seller_state seller_state_parse(const char *wire);
const char *seller_event_wire(enum seller_event e);
/* ERR_BAD_FIELD for a word that is none. */
err_t seller_event_parse(const char *wire, enum seller_event *ret);
/* ERR_BAD_STATE if the move is not in the table, or not for `by`. */
err_t seller_next(enum seller_state from, enum seller_event event, enum seller_by by, enum seller_state *ret_to);
