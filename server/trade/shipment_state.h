/* shipment_state.h — the states of a parcel, from schema/shipment.def.    Owns  nothing.    Thread  any.
 *
 *   packing → requested → booked → picked_up → in_transit → delivered
 *      └──────────┴─────────┴→ cancelled            ↘ undelivered → return_to_origin → returned
 *
 * The first three come about in the house. From picked_up on, what is told decides, in whatever order it arrives: the parcel is in the
 * state that was told for the latest moment. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "trade/order_state.h"

enum shipment_by { TOLD_NOBODY = 0, TOLD_CARRIER = 1, TOLD_HOST = 2, TOLD_STAFF = 4, TOLD_ORDER = 8 };
enum shipment_state {
#define SHIPMENT_STATE(id, wire, told, proves) SHIPMENT_##id,
#include "schema/shipment.def"
#undef SHIPMENT_STATE
	SHIPMENT_STATES
};

const char *shipment_state_wire(enum shipment_state s);
/* SHIPMENT_STATES for a word that is none. */
enum shipment_state shipment_state_parse(const char *wire);
const char *shipment_by_wire(enum shipment_by by);
/* Whether `by` may tell that it is in this state. */
bool shipment_state_told_by(enum shipment_state s, enum shipment_by by);
/* Whether a parcel that was once in state `s` proves this move of its order. */
bool shipment_state_proves(enum shipment_state s, enum order_event event);
/* Where a parcel is that stood in `now` since now_ms and is told to have been in `told` at told_ms. */
enum shipment_state shipment_next(enum shipment_state now, int64_t now_ms, enum shipment_state told, int64_t told_ms);
