/* booth_log.c — the number comes from the booth's own counter, inside the same transaction: never a gap, never a double. */
#include "fair/booth_log.h"

#include <stdio.h>
#include <string.h>

err_t booth_log_append(struct tx *tx, const struct booth_log_entry *e, int64_t *ret_seq)
{
	if (strlen(e->payload) > BOOTH_LOG_PAYLOAD_MAX) return ERR_TOO_LONG;
	int64_t changed, seq;
	TRY(db_exec_n(tx_db(tx), &changed, Q_BOOTH_LOG_SEQ_NEXT, V(e->booth), V(e->epoch)));
	if (!changed) return ERR_CONFLICT;
	TRY(db_int(tx_db(tx), &seq, Q_BOOTH_LOG_SEQ, V(e->booth)));
	TRY(db_exec(tx_db(tx), Q_BOOTH_LOG_INSERT, V(e->booth), V(seq), V(e->epoch), V(tx_now_ms(tx)), V(e->broadcast ? e->broadcast : ""), V(e->media_us),
	            V(e->kind), V(e->version), V(e->actor ? e->actor : ""), V(e->payload)));
	*ret_seq = seq;
	return OK;
}

static err_t give(struct rows *r, booth_log_each *each, void *arg, int *ret_count)
{
	while (rows_next(r)) {
		each(arg, &(struct booth_log_row){.seq = rows_int(r, 0), .at_ms = rows_int(r, 1), .broadcast = rows_text(r, 2), .media_us = rows_int(r, 3),
		                                  .kind = rows_text(r, 4), .version = (int)rows_int(r, 5), .actor = rows_text(r, 6), .payload = rows_text(r, 7),
		                                  .redacted_ms = rows_int(r, 8)});
		++*ret_count;
	}
	return rows_end(r);
}

err_t booth_log_since(struct db *db, const char *booth, int64_t since_seq, int64_t limit, booth_log_each *each, void *arg)
{
	struct rows r;
	int n = 0;
	db_query(db, &r, Q_BOOTH_LOG_SINCE, V(booth), V(since_seq), V(limit));
	return give(&r, each, arg, &n);
}

err_t booth_log_tail(struct db *db, const char *booth, int64_t limit, booth_log_each *each, void *arg)
{
	struct rows r;
	int n = 0;
	db_query(db, &r, Q_BOOTH_LOG_TAIL, V(booth), V(limit));
	return give(&r, each, arg, &n);
}

err_t booth_log_row(struct db *db, const char *booth, int64_t seq, booth_log_each *each, void *arg)
{
	struct rows r;
	int n = 0;
	db_query(db, &r, Q_BOOTH_LOG_ROW, V(booth), V(seq));
	TRY(give(&r, each, arg, &n));
	return n ? OK : ERR_NOT_FOUND;
}

err_t booth_log_last(struct db *db, const char *booth, int64_t *ret_seq)
{
	err_t e = db_int(db, ret_seq, Q_BOOTH_LOG_LAST, V(booth));
	if (e != ERR_NOT_FOUND) return e;
	*ret_seq = 0;
	return OK;
}

err_t booth_log_redact(struct tx *tx, const char *booth, int64_t seq, const char *payload)
{
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_BOOTH_LOG_REDACT, V(booth), V(seq), V(payload), V(tx_now_ms(tx))));
	return changed ? OK : ERR_NOT_FOUND;
}

/* Payloads are written by our own encoder, whose first member this is. */
err_t booth_log_redact_about(struct tx *tx, const char *booth, const char *actor, const char *kind, int64_t about)
{
	char begins[48], blank[64];
	snprintf(begins, sizeof begins, "{\"line_seq\":%lld,", (long long)about);
	snprintf(blank, sizeof blank, "%s\"lang\":\"\"}", begins);
	return db_exec(tx_db(tx), Q_BOOTH_LOG_REDACT_ABOUT, V(booth), V(actor), V(kind), V(about), V(begins), V(blank), V(tx_now_ms(tx)));
}

err_t booth_log_last_by(struct db *db, const char *booth, const char *actor, const char *kind, int64_t *ret_at_ms)
{
	return db_int(db, ret_at_ms, Q_BOOTH_LOG_LAST_BY, V(booth), V(actor), V(kind));
}
