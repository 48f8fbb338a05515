/* proof.h — the carrier's photo of a delivery: comes small and as base64 within its news, is made anew by mela-photo like any upload, and
 * then stands in the parcel's history. The news does not wait for it, and one that cannot be read is passed over.
 * Owns    the photo until it is kept.    Thread  the floor; looked at by a child.    Limits  PROOF_CHARS_MAX. */
#pragma once
#include "gate/http.h"
#include "trade/shipment.h"

#define PROOF_CHARS_MAX 48000 /* the whole message is at most 64 KiB */

/* What it proves. */
struct proof_of { char shipment[ID_CHARS + 1]; enum shipment_state state; int64_t at_ms; };
/* BAD_FIELD for what is no base64. Without a place for uploads nothing is kept. */
err_t proof_take(struct tx *tx, const struct house *house, const struct proof_of *of, const char *base64);
