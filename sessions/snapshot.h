/* snapshot.h — the whole of a booth in one message, for those who come new, and the tail for those who come back.
 * Read inside a handler, so that it holds exactly what the frames that follow it do not.
 * Owns    its texts.   Thread  the floor.   Limits  SNAPSHOT_LINES rows of the log; a tail of at most SNAPSHOT_TAIL rows. */
#pragma once
#include <stdint.h>

#include "base/buf.h"
#include "sessions/booth.h"
#include "sessions/live.h"
#include "store/tick.h"

#define SNAPSHOT_LINES 50
#define SNAPSHOT_TAIL  500

struct snapshot {
	int64_t seq;                        /* the last row it contains */
	struct live_snapshot said;          /* without presence, which the sender adds when it leaves */
	struct buf pins, flashes, log;
};

/* `who` and `host` tell the newcomer what it is. A snapshot that failed is empty and needs no fini. */
err_t snapshot_init(struct snapshot *ret, struct tx *tx, const struct booth *b, const struct conn_person *who, bool host);
void snapshot_fini(struct snapshot *s);

/* Rows behind `since_seq` as frames, one after the other, each behind its NUL: text, NUL, text, NUL …
 * False if that is too far back, or the log does not reach so far: then a snapshot is due. */
err_t snapshot_tail(struct tx *tx, const struct booth *b, int64_t since_seq, bool *ret_reaches, int64_t *ret_last, struct buf *out);
