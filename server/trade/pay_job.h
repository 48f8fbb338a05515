/* pay_job.h — what is to be asked of the payment gateway: rows, taken one after the other, tried until the gateway answers.
 * Owns    the rows of `pay_job`.    Thread  the floor.
 * Limits  PAY_JOB_TRIES attempts; the wait doubles from PAY_JOB_FIRST_MS to PAY_JOB_LONGEST_MS; a job in hand comes again after PAY_JOB_LEASE_MS. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "store/tick.h"

#define PAY_JOB_TRIES 12
#define PAY_JOB_FIRST_MS 2000LL
#define PAY_JOB_LONGEST_MS 600000LL
#define PAY_JOB_LEASE_MS 15000LL
#define PAY_JOB_POLL_MS 60000LL   /* a payment that is open is asked about, should the gateway's message be lost */

enum pay_job_kind { PAY_JOB_CREATE, PAY_JOB_POLL, PAY_JOB_REFUND, PAY_JOB_KINDS };
const char *pay_job_kind_wire(enum pay_job_kind k);

struct pay_job { char id[ID_CHARS + 1], payment[ID_CHARS + 1]; enum pay_job_kind kind; int64_t tries; };

/* Due at once, a poll after PAY_JOB_POLL_MS. */
err_t pay_job_add(struct tx *tx, const char *payment, enum pay_job_kind kind);
/* Takes the next that is due. false: none is. */
err_t pay_job_claim(struct tx *tx, struct pay_job *ret, bool *ret_some);
err_t pay_job_done(struct tx *tx, const char *id);
/* Waits longer each time; after the last it stays, for the desk to see. `error` is cut at 200 bytes. */
err_t pay_job_failed(struct tx *tx, const struct pay_job *j, const char *error);
/* INT64_MAX if none is waiting. */
err_t pay_job_next_due(struct db *db, int64_t *ret_ms);
