/* gateway_job.c — rows of jobs. */
#include "trade/gateway_job.h"

#include <string.h>

#include "base/text.h"

static const char *const kinds[GATEWAY_KINDS] = {[GATEWAY_CREATE] = "create", [GATEWAY_POLL] = "poll", [GATEWAY_REFUND] = "refund"};
static const int64_t NEVER_MS = INT64_MAX;

const char *gateway_kind_wire(enum gateway_kind k) { return kinds[k]; }

err_t gateway_job_add(struct tx *tx, const char *payment, enum gateway_kind kind)
{
	char id[ID_CHARS + 1];
	id_new(id);
	return db_exec(tx_db(tx), Q_GATEWAY_JOB_INSERT, V(id), V(payment), V(kinds[kind]), V(tx_now_ms(tx) + (kind == GATEWAY_POLL ? GATEWAY_POLL_MS : 0)), V(tx_now_ms(tx)));
}

static enum gateway_kind kind_of(const char *wire)
{
	enum gateway_kind k = 0;
	while (k < GATEWAY_KINDS - 1 && strcmp(kinds[k], wire) != 0) k++;
	return k;
}

err_t gateway_job_claim(struct tx *tx, struct gateway_job *ret, bool *ret_some)
{
	struct rows r;
	db_query(tx_db(tx), &r, Q_GATEWAY_JOB_CLAIM, V(tx_now_ms(tx)), V(tx_now_ms(tx) + GATEWAY_LEASE_MS));
	*ret_some = rows_next(&r);
	if (*ret_some) {
		rows_copy(&r, 0, ret->id, sizeof ret->id);
		rows_copy(&r, 1, ret->payment, sizeof ret->payment);
		ret->kind = kind_of(rows_text(&r, 2));
		ret->tries = rows_int(&r, 3);
	}
	return rows_end(&r);
}

err_t gateway_job_done(struct tx *tx, const char *id) { return db_exec(tx_db(tx), Q_GATEWAY_JOB_DELETE, V(id)); }

err_t gateway_job_failed(struct tx *tx, const struct gateway_job *j, const char *error)
{
	char why[201];
	int64_t wait = GATEWAY_FIRST_MS;
	for (int64_t i = 1; i < j->tries && wait < GATEWAY_LONGEST_MS; i++) wait *= 2;
	if (wait > GATEWAY_LONGEST_MS) wait = GATEWAY_LONGEST_MS;
	text_copy(why, sizeof why, error);
	return db_exec(tx_db(tx), Q_GATEWAY_JOB_WAIT, V(j->id), V(j->tries >= GATEWAY_TRIES ? NEVER_MS : tx_now_ms(tx) + wait), V(why));
}

err_t gateway_job_next_due(struct db *db, int64_t *ret_ms)
{
	return db_int(db, ret_ms, Q_GATEWAY_JOB_NEXT);
}
