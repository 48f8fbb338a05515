/* pay_job.c — rows of jobs. */
#include "trade/pay_job.h"

#include <string.h>

#include "base/text.h"

static const char *const kinds[PAY_JOB_KINDS] = {[PAY_JOB_CREATE] = "create", [PAY_JOB_POLL] = "poll", [PAY_JOB_REFUND] = "refund"};
static const int64_t NEVER_MS = INT64_MAX;

const char *pay_job_kind_wire(enum pay_job_kind k) { return kinds[k]; }

err_t pay_job_add(struct tx *tx, const char *payment, enum pay_job_kind kind)
{
	char id[ID_CHARS + 1];
	id_new(id);
	return db_exec(tx_db(tx), Q_PAY_JOB_INSERT, V(id), V(payment), V(kinds[kind]), V(tx_now_ms(tx) + (kind == PAY_JOB_POLL ? PAY_JOB_POLL_MS : 0)), V(tx_now_ms(tx)));
}

static enum pay_job_kind kind_of(const char *wire)
{
	enum pay_job_kind k = 0;
	while (k < PAY_JOB_KINDS - 1 && strcmp(kinds[k], wire) != 0) k++;
	return k;
}

err_t pay_job_claim(struct tx *tx, struct pay_job *ret, bool *ret_some)
{
	struct rows r;
	db_query(tx_db(tx), &r, Q_PAY_JOB_CLAIM, V(tx_now_ms(tx)), V(tx_now_ms(tx) + PAY_JOB_LEASE_MS));
	*ret_some = rows_next(&r);
	if (*ret_some) {
		rows_copy(&r, 0, ret->id, sizeof ret->id);
		rows_copy(&r, 1, ret->payment, sizeof ret->payment);
		ret->kind = kind_of(rows_text(&r, 2));
		ret->tries = rows_int(&r, 3);
	}
	return rows_end(&r);
}

err_t pay_job_done(struct tx *tx, const char *id) { return db_exec(tx_db(tx), Q_PAY_JOB_DELETE, V(id)); }

err_t pay_job_failed(struct tx *tx, const struct pay_job *j, const char *error)
{
	char why[201];
	int64_t wait = PAY_JOB_FIRST_MS;
	for (int64_t i = 1; i < j->tries && wait < PAY_JOB_LONGEST_MS; i++) wait *= 2;
	if (wait > PAY_JOB_LONGEST_MS) wait = PAY_JOB_LONGEST_MS;
	text_copy(why, sizeof why, error);
	return db_exec(tx_db(tx), Q_PAY_JOB_WAIT, V(j->id), V(j->tries >= PAY_JOB_TRIES ? NEVER_MS : tx_now_ms(tx) + wait), V(why));
}

err_t pay_job_next_due(struct db *db, int64_t *ret_ms)
{
	return db_int(db, ret_ms, Q_PAY_JOB_NEXT);
}
