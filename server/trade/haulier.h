/* haulier.h — the face of a logistics partner: what it is asked for a parcel, and how its answer is read. haul.h speaks to it.
 * The other way to fetch a parcel needs no face: the house's own pickup run, with a printed manifest.
 * Owns    nothing.    Thread  the floor. */
#pragma once
#include "base/buf.h"
#include "notify/outgoing.h"
#include "trade/payment.h"
#include "trade/shipment.h"

#define HAULIER_REF_MAX 64

/* All that a question may be made of; lent. */
struct haulier_case {
	const struct shipment *shipment;
	const struct order *order;
	const struct pickup_place *place;
	int64_t collect_minor;               /* cash to be taken at the door with this parcel; 0: none */
};
struct haulier {
	const char *wire;
	/* The address behind the partner's own, and the body, for the job that the parcel waits for. */
	void (*ask)(const struct haulier_case *c, struct buf *path, struct buf *body);
	/* The partner's number for the parcel out of an answer of 200 or 201 to "book". BAD_FIELD and its kin. */
	err_t (*read)(const char *body, size_t len, char ret_ref[static HAULIER_REF_MAX + 1]);
};
