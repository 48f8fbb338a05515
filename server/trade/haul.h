/* haul.h — asks the logistics partner, one parcel at a time, at least once; each job carries a key that stays the same.
 *
 *   claim (commit) ─► outgoing: POST url/path ─► done or failed (commit) ─► next
 *
 * Owns    its timer.    Thread  the floor.    Limits  as in shipment_job.h. */
#pragma once
#include "base/loop.h"
#include "trade/haulier.h"

#define HAUL_LOOK_MS 2000

struct haul;
struct haul_partner { const struct haulier *face; const char *url, *token; };

/* Lends all it is given. NULL if the partner's url is empty: parcels are fetched by hand. */
struct haul *haul_start(struct loop *loop, struct tick *tick, struct outgoing *outgoing, const struct haul_partner *partner);
/* After outgoing_stop: nothing is under way any more. NULL is accepted. */
void haul_stop(struct haul *c);
/* Something may be due. NULL is accepted. */
void haul_kick(struct haul *c);
