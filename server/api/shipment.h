/* shipment.h — parcels as JSON (docs/PROTOCOL.md, "Parcels"), and who may see and move them.    Thread  the floor, or a reader. */
#pragma once
#include "api/api.h"
#include "trade/shipment.h"

/* Who asks about a parcel: TOLD_HOST, TOLD_STAFF, or TOLD_NOBODY for its buyer. FORBIDDEN for all others. */
err_t api_shipment_by(struct db *db, const struct shipment *s, const struct person *who, enum shipment_by *ret);
/* Weight, measures and window: members of an object that is open. */
void api_shipment_write_parcel(struct json *j, const struct parcel *p);
/* The object; for the buyer without what is between house and carrier. */
err_t api_shipment_write(struct db *db, struct json *j, const struct shipment *s, enum shipment_by by);
