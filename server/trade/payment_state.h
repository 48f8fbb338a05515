/* payment_state.h — the states of a payment, from schema/states.def. Nothing else decides a move.
 * What a bank or a gateway tells may come late, twice and in any order: the table is made so that the end is the same. */
#pragma once
#include "base/err.h"

enum payment_state {
#define PAYMENT_STATE(id, wire) PAYMENT_##id,
#include "schema/states.def"
#undef PAYMENT_STATE
	PAYMENT_STATES
};
enum payment_event {
#define PAYMENT_EVENT(id, wire) PAYMENT_EVENT_##id,
#include "schema/states.def"
#undef PAYMENT_EVENT
	PAYMENT_EVENTS
};

const char *payment_state_wire(enum payment_state s);
/* PAYMENT_STATES for a word that is none. */
enum payment_state payment_state_parse(const char *wire);
const char *payment_event_wire(enum payment_event e);
/* ERR_BAD_STATE if the move is not in the table. */
err_t payment_next(enum payment_state from, enum payment_event event, enum payment_state *ret_to);
