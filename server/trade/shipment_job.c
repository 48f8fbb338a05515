/* shipment_job.c — an answer counts only for the job it answers: the parcel may have gone on meanwhile. */
#include "trade/shipment_job.h"

#include <string.h>

#include "trade/shipment_inside.h"

err_t shipment_job_claim(struct tx *tx, struct shipment *ret, bool *ret_some)
{
	char id[ID_CHARS + 1] = "";
	struct rows r;
	*ret_some = false;
	db_query(tx_db(tx), &r, Q_SHIPMENT_JOB_NEXT, V(tx_now_ms(tx)));
	if (rows_next(&r)) rows_copy(&r, 0, id, sizeof id);
	TRY(rows_end(&r));
	if (!*id) return OK;
	TRY(db_exec(tx_db(tx), Q_SHIPMENT_JOB_LEASE, V(id), V(tx_now_ms(tx) + SHIPMENT_LEASE_MS)));
	TRY(shipment_find(tx_db(tx), id, ret));
	*ret_some = true;
	return OK;
}

err_t shipment_job_done(struct tx *tx, const char *id, const char *job, const char *ref)
{
	struct shipment s;
	TRY(shipment_find(tx_db(tx), id, &s));
	if (!strcmp(job, "book")) {
		TRY(db_exec(tx_db(tx), Q_SHIPMENT_SET_REF, V(id), V(ref), V("partner")));
		if (s.state == SHIPMENT_REQUESTED) TRY(shipment_put_state(tx, &s, SHIPMENT_BOOKED, tx_now_ms(tx)));
		if (s.state == SHIPMENT_CANCELLED) return db_exec(tx_db(tx), Q_SHIPMENT_SET_JOB, V(id), V("cancel"), V(tx_now_ms(tx))); /* called off meanwhile */
	}
	if (strcmp(s.job, job) != 0) return OK;
	TRY(db_exec(tx_db(tx), Q_SHIPMENT_SET_FAULT, V(id), V("")));
	return db_exec(tx_db(tx), Q_SHIPMENT_SET_JOB, V(id), V(""), V(0));
}

static int64_t wait_of(int64_t tries)
{
	int64_t ms = SHIPMENT_FIRST_MS;
	while (--tries > 0 && ms < SHIPMENT_LONGEST_MS) ms *= 2;
	return ms < SHIPMENT_LONGEST_MS ? ms : SHIPMENT_LONGEST_MS;
}

err_t shipment_job_failed(struct tx *tx, const char *id, const char *job, const char *why, int64_t wait_ms, bool never)
{
	struct shipment s;
	TRY(shipment_find(tx_db(tx), id, &s));
	if (strcmp(s.job, job) != 0) return OK;
	int64_t later_ms = wait_of(s.tries) > wait_ms ? wait_of(s.tries) : wait_ms;
	TRY(db_exec(tx_db(tx), Q_SHIPMENT_JOB_WAIT, V(id), V(tx_now_ms(tx) + later_ms), V(why)));
	return never || s.tries >= SHIPMENT_TRIES ? db_exec(tx_db(tx), Q_SHIPMENT_SET_JOB, V(id), V(""), V(0)) : OK;
}
