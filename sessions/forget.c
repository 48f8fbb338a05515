/* forget.c — the public log's lines, one by one. */
#include "sessions/forget.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "fair/booth_log.h"
#include "sessions/live.h"
#include "sessions/translation.h"

struct line { struct booth_id booth; int64_t seq, at_ms; };

static err_t find_lines(struct db *db, const char *person, struct line ret[static FORGET_LINES], int *ret_n)
{
	struct rows r;
	*ret_n = 0;
	db_query(db, &r, Q_PERSONAL_CHAT_LINES, V(person), V(live_rows[LIVE_chat_said].wire), V(FORGET_LINES));
	while (rows_next(&r) && *ret_n < FORGET_LINES) {
		struct line *l = &ret[(*ret_n)++];
		rows_copy(&r, 0, l->booth.s, sizeof l->booth.s);
		l->seq = rows_int(&r, 1);
		l->at_ms = rows_int(&r, 2);
	}
	return rows_end(&r);
}

err_t forget_line(struct tx *tx, const struct booth_id *booth, int64_t seq, const char *person, int64_t at_ms)
{
	struct live_chat_said kept = {.at_ms = at_ms};
	struct buf payload;
	buf_init(&payload);
	text_copy(kept.person, sizeof kept.person, person);
	live_encode(LIVE_chat_said, &kept, &payload);
	err_t e = booth_log_redact(tx, booth->s, seq, payload.data);
	buf_fini(&payload);
	TRY(e);
	return translation_redact(tx, booth, person, seq);
}

err_t forget_chat(struct tx *tx, const char *person, bool *ret_more)
{
	struct line lines[FORGET_LINES];
	int n;
	TRY(find_lines(tx_db(tx), person, lines, &n));
	for (int i = 0; i < n; i++) TRY(forget_line(tx, &lines[i].booth, lines[i].seq, person, lines[i].at_ms));
	*ret_more = n == FORGET_LINES;
	return OK;
}
