/* gateway_job.h — what is to be asked of the payment gateway: rows, taken one after the other, tried until the gateway answers.
 * Owns    the rows of `gateway_job`.    Thread  the floor.
 * Limits  GATEWAY_TRIES attempts; the wait doubles from GATEWAY_FIRST_MS to GATEWAY_LONGEST_MS; a job in hand comes again after GATEWAY_LEASE_MS. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "store/tick.h"

#define GATEWAY_TRIES 12
#define GATEWAY_FIRST_MS 2000LL
#define GATEWAY_LONGEST_MS 600000LL
#define GATEWAY_LEASE_MS 30000LL
#define GATEWAY_POLL_MS 60000LL   /* a payment that is open is asked about, should the gateway's message be lost */

enum gateway_kind { GATEWAY_CREATE, GATEWAY_POLL, GATEWAY_REFUND, GATEWAY_KINDS };
const char *gateway_kind_wire(enum gateway_kind k);

struct gateway_job { char id[ID_CHARS + 1], payment[ID_CHARS + 1]; enum gateway_kind kind; int64_t tries; };

/* Due at once, a poll after GATEWAY_POLL_MS. */
err_t gateway_job_add(struct tx *tx, const char *payment, enum gateway_kind kind);
/* Takes the next that is due. false: none is. */
err_t gateway_job_claim(struct tx *tx, struct gateway_job *ret, bool *ret_some);
err_t gateway_job_done(struct tx *tx, const char *id);
/* Waits longer each time; after the last it stays, for the desk to see. `error` is cut at 200 bytes. */
err_t gateway_job_failed(struct tx *tx, const struct gateway_job *j, const char *error);
/* INT64_MAX if none is waiting. */
err_t gateway_job_next_due(struct db *db, int64_t *ret_ms);
