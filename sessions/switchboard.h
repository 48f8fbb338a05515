/* switchboard.h — finds a live message's row, asks whether it may come in, and calls its one handler in a transaction.
 * Asked in this order: known and the client's to send; not too fast; in a booth; host or staff where the row says so.
 * Limits  per message and person as in schema/live.def, over a sliding minute (rate.h); a person's pages share it.   Thread  the floor. */
#pragma once
#include "base/err.h"
#include "sessions/live.h"
#include "store/tick.h"

struct sessions;
struct conn;
struct booth;

/* What a handler is told and what it may say besides its error. */
struct asking {
	struct sessions *sessions;
	struct conn *conn;
	struct booth *booth;        /* where the connection is; NULL if nowhere */
	const char *request;        /* the envelope's id */
	const char *slug;           /* the envelope's booth */
	struct live_ok ok;          /* out: fields of the acknowledgement */
	const char *field;          /* out: the field an error is about, static; NULL if none */
	const char *detail;         /* out: a sentence that is clearer than the error's own, static; NULL if none */
	int64_t retry_ms;           /* out: when to try again */
};
typedef err_t live_handler(struct tx *tx, struct asking *a, const void *msg);

/* Runs one message to its end: the checks, the handler in its transaction, the answer. */
void switchboard_receive(struct sessions *s, struct conn *c, enum live_kind kind, const char *request, const char *slug, const void *msg);
