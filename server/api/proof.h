/* proof.h — the carrier's photo of a delivery: comes small and as base64 within its news, is made anew by mela-photo like any upload, and
 * then stands in the parcel's history. The news does not wait for it, and one that cannot be read is passed over.
 *
 *   news and photo (one commit) ─► lane of uploads ─► the history (commit)      a process that ends between them looks again after it starts
 *
 * Owns    the rows of `proof_due`.    Thread  the floor; looked at by a child.    Limits  PROOF_CHARS_MAX; PROOF_TRIES looks. */
#pragma once
#include "gate/http.h"
#include "trade/shipment.h"

#define PROOF_CHARS_MAX 48000 /* the whole message is at most 64 KiB */
#define PROOF_TRIES 3
#define PROOF_LEASE_MS 60000LL /* longer than a look may take */
#define PROOF_AT_ONCE 4

/* What it proves. */
struct proof_of { char shipment[ID_CHARS + 1]; enum shipment_state state; int64_t at_ms; };
/* BAD_FIELD for what is no base64. Without a place for uploads nothing is kept. */
err_t proof_take(struct tx *tx, const struct house *house, const struct proof_of *of, const char *base64);
/* A handler for a timer; its request is the house: begins with what was not looked at to the end. */
err_t proof_resume(struct tx *tx, void *house);
