/* order_state.h — the states of an order and who may move it, from schema/states.def. Nothing else decides a move. */
#pragma once
#include "base/err.h"

enum order_by { BY_BUYER = 1, BY_HOST = 2, BY_STAFF = 4, BY_CARRIER = 8 };
enum order_state {
#define ORDER_STATE(id, wire, rank) ORDER_##id,
#include "schema/states.def"
#undef ORDER_STATE
	ORDER_STATES
};
enum order_event {
#define ORDER_EVENT(id, wire) ORDER_EVENT_##id,
#include "schema/states.def"
#undef ORDER_EVENT
	ORDER_EVENTS
};

const char *order_state_wire(enum order_state s);
/* ORDER_CANCELLED for a word that is none. */
enum order_state order_state_parse(const char *wire);
/* How far along; CANCELLED is the last of all, so that the slowest child that is not cancelled is the least. */
int order_state_rank(enum order_state s);
const char *order_event_wire(enum order_event e);
/* ERR_BAD_FIELD for a word that is none. */
err_t order_event_parse(const char *wire, enum order_event *ret);
/* ERR_BAD_STATE if the move is not in the table, or not for `by`. */
err_t order_next(enum order_state from, enum order_event event, enum order_by by, enum order_state *ret_to);
