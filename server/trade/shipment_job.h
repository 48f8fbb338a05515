/* shipment_job.h — what a carrier is still to be asked: to book a parcel, or to let a booking go.
 *
 *   claim (commit) ─► the carrier is asked ─► done, or failed: again after a while, SHIPMENT_TRIES times, then the desk does it by hand
 *
 * A job that is claimed when the process dies is due again after SHIPMENT_LEASE_MS; the carrier gets the same key.
 * Owns    the job's columns of `shipment`.    Thread  the floor. */
#pragma once
#include "trade/shipment.h"

#define SHIPMENT_TRIES 8
#define SHIPMENT_LEASE_MS 20000LL /* longer than an answer may take */
#define SHIPMENT_FIRST_MS 15000LL
#define SHIPMENT_LONGEST_MS 3600000LL

/* Takes the next job that is due; *ret_some is false if none is. */
err_t shipment_job_claim(struct tx *tx, struct shipment *ret, bool *ret_some);
/* The carrier has said yes; `ref` is its number for the parcel. */
err_t shipment_job_done(struct tx *tx, const char *id, const char *job, const char *ref);
/* It has not: tried again, at least `wait_ms` later, or (`never`, or too often) left to the desk with `why`. */
err_t shipment_job_failed(struct tx *tx, const char *id, const char *job, const char *why, int64_t wait_ms, bool never);
