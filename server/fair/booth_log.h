/* booth_log.h — everything public that happens in a booth, one row each, numbered without gaps.
 *
 *   chat history · catching up (since_seq) · newcomers (tail) · replays · proof of what was shown
 *
 * Owns    the rows of `booth_log`.   Thread  appends on the floor; reads by key anywhere.
 * Limits  a payload of BOOTH_LOG_PAYLOAD_MAX bytes.
 * Cost    an append is one UPDATE and one INSERT inside the tick's commit. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"

#define BOOTH_LOG_PAYLOAD_MAX 16384

/* What is appended. `payload` is the live message's `d`, finished JSON. */
struct booth_log_entry {
	const char *booth, *broadcast, *kind, *actor, *payload;   /* NULL broadcast or actor: none */
	int64_t epoch, media_us;
	int version;
};
/* Takes the booth's next number. ERR_CONFLICT if the booth belongs to another epoch by now, ERR_TOO_LONG. */
err_t booth_log_append(struct tx *tx, const struct booth_log_entry *e, int64_t *ret_seq);

/* A row; texts are lent for the call. */
struct booth_log_row {
	int64_t seq, at_ms, media_us, redacted_ms;
	const char *broadcast, *kind, *actor, *payload;
	int version;
};
typedef void booth_log_each(void *arg, const struct booth_log_row *row);
/* Rows behind `since_seq`, at most `limit`, in order. */
err_t booth_log_since(struct db *db, const char *booth, int64_t since_seq, int64_t limit, booth_log_each *each, void *arg);
/* The newest `limit` rows, in order. */
err_t booth_log_tail(struct db *db, const char *booth, int64_t limit, booth_log_each *each, void *arg);
/* One row. ERR_NOT_FOUND. */
err_t booth_log_row(struct db *db, const char *booth, int64_t seq, booth_log_each *each, void *arg);
/* The newest number; 0 for an empty log. */
err_t booth_log_last(struct db *db, const char *booth, int64_t *ret_seq);
/* Puts `payload` (the message without its personal text) in a row's place, once. ERR_NOT_FOUND if there is none, or none any more. */
err_t booth_log_redact(struct tx *tx, const char *booth, int64_t seq, const char *payload);
/* Blanks the rows of this kind and person that tell of the row `about`: their payload becomes {"line_seq", "lang": ""}. */
err_t booth_log_redact_about(struct tx *tx, const char *booth, const char *actor, const char *kind, int64_t about);
/* When this person's last row of this kind was written. ERR_NOT_FOUND. */
err_t booth_log_last_by(struct db *db, const char *booth, const char *actor, const char *kind, int64_t *ret_at_ms);
