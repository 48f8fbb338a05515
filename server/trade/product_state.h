/* product_state.h — the life of a product and who may move it, from schema/states.def. Nothing else decides a move. */
#pragma once
#include "base/err.h"

enum product_by { PRODUCT_SELF = 1, PRODUCT_STAFF = 2 };
enum product_state {
#define PRODUCT_STATE(id, wire) PRODUCT_##id,
#include "schema/states.def"
#undef PRODUCT_STATE
	PRODUCT_STATES
};
enum product_event {
#define PRODUCT_EVENT(id, wire) PRODUCT_EVENT_##id,
#include "schema/states.def"
#undef PRODUCT_EVENT
	PRODUCT_EVENTS
};

const char *product_state_wire(enum product_state s);
/* PRODUCT_STATES for a word that is none. */
enum product_state product_state_parse(const char *wire);
const char *product_event_wire(enum product_event e);
/* ERR_BAD_FIELD for a word that is none. */
err_t product_event_parse(const char *wire, enum product_event *ret);
/* ERR_BAD_STATE if the move is not in the table, or not for `by`. */
err_t product_next(enum product_state from, enum product_event event, enum product_by by, enum product_state *ret_to);
