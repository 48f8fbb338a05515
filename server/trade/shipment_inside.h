/* shipment_inside.h — what shipment.c, shipment_tell.c and shipment_job.c share. Thread  the floor. */
#pragma once
#include "trade/shipment.h"

/* Parcels for the makers of a child that have none yet. */
err_t shipment_begin(struct tx *tx, const struct order *o, const char *child);
/* The one place that writes a state. */
err_t shipment_put_state(struct tx *tx, struct shipment *s, enum shipment_state state, int64_t at_ms);
