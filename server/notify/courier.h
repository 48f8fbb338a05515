/* courier.h — carries what is not mail out of the outbox, several at a time, at least once.
 *
 *   claim and pack (commit) ─► outgoing ─► judge ─► sent, later, never or gone (commit) ─► the next
 *
 * What is claimed when the process dies is due again at the next start (outbox_release).
 * Owns    its timer and what is under way.    Thread  the floor.
 * Limits  COURIER_FLIGHTS under way; COURIER_CLAIMS begun in one turn, for packing a push message costs 0.5 ms. */
#pragma once
#include "base/loop.h"
#include "notify/carrier.h"

#define COURIER_FLIGHTS 16
#define COURIER_CLAIMS 4
#define COURIER_LOOK_MS 250

struct courier;

/* Copies the carriers, at most one a kind. `outgoing` must outlive it. */
struct courier *courier_start(struct loop *loop, struct tick *tick, struct outgoing *outgoing, const struct carrier *carriers, size_t n);
/* Stop `outgoing` first: it gives back what is under way. NULL is accepted. */
void courier_stop(struct courier *c);
/* Something may be due now. Call it from an effect. */
void courier_kick(struct courier *c);
