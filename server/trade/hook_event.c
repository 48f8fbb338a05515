/* hook_event.c — the row is written in the commit of what the message causes: both stand, or neither. */
#include "trade/hook_event.h"

#include <string.h>

#include "people/secret.h"

static err_t check_same(struct db *db, const char *partner, const char *event, const char *hash)
{
	struct rows r;
	db_query(db, &r, Q_HOOK_EVENT_HASH, V(partner), V(event));
	bool same = rows_next(&r) && strcmp(rows_text(&r, 0), hash) == 0;
	TRY(rows_end(&r));
	return same ? OK : ERR_REPLAYED;
}

err_t hook_event_take(struct tx *tx, const char *partner, const char *event, const char *body, bool *ret_first)
{
	char hash[SECRET_HASH_CHARS + 1];
	int64_t added = 0;
	secret_hash(body, hash);
	TRY(db_exec_n(tx_db(tx), &added, Q_HOOK_EVENT_INSERT, V(partner), V(event), V(hash), V(tx_now_ms(tx))));
	if (!added) TRY(check_same(tx_db(tx), partner, event, hash));
	*ret_first = added != 0;
	return OK;
}
