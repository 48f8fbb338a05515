/* carrier.h — the face of those who carry messages for the courier: gateway.h (SMS, WhatsApp) and push.h.
 * Thread  the floor.    Limits  PARCEL_HEADERS header lines of PARCEL_HEADER_MAX bytes. */
#pragma once
#include "base/buf.h"
#include "notify/outbox.h"
#include "notify/outgoing.h"

#define PARCEL_HEADERS 6
#define PARCEL_HEADER_MAX 700
#define PARCEL_WHY_MAX 120

/* A message as it goes out; or why it never can. */
struct parcel {
	char url[1001], headers[PARCEL_HEADERS][PARCEL_HEADER_MAX + 1];
	struct buf body;
	bool public_only;
	char why[PARCEL_WHY_MAX + 1];
};

enum verdict { VERDICT_SENT, VERDICT_LATER, VERDICT_NEVER, VERDICT_GONE };   /* gone: nobody is at this address any more */
struct outcome { enum verdict verdict; int64_t wait_ms; char ref[OUTBOX_REF_MAX + 1], why[PARCEL_WHY_MAX + 1]; };   /* wait_ms 0: the outbox's own */

struct carrier {
	enum outbox_kind kind;
	void *self;
	/* Fills the parcel. An error is final: the message becomes a dead letter with parcel.why. `db` is lent for reading. */
	err_t (*pack)(void *self, struct db *db, int64_t now_ms, const struct outbox_item *item, struct parcel *ret);
	/* What the partner's answer means. */
	void (*judge)(void *self, const struct outgoing_answer *a, struct outcome *ret);
	/* Nobody is at `to` any more. NULL: nothing to be done. */
	err_t (*gone)(struct tx *tx, const char *to);
};

/* What every HTTP partner means by a status: 2xx sent; 408, 425, 429 and 5xx later; another never. */
void carrier_judge_status(const struct outgoing_answer *a, struct outcome *ret);
