/* snapshot.c — see snapshot.h. */
#include "sessions/snapshot.h"

#include "base/text.h"
#include "fair/booth_log.h"
#include "fair/booth_row.h"
#include "fair/booth_state.h"
#include "fair/broadcast_row.h"
#include "sessions/price_flash.h"
#include "sessions/overlay.h"

struct lines { const struct booth *b; struct buf *out; bool listed; };

static void add_line(void *arg, const struct booth_log_row *row)
{
	struct lines *l = arg;
	enum live_kind kind;
	if (!live_find(row->kind, &kind)) return; /* a kind that is no longer known */
	if (l->listed && l->out->len > 1) buf_putc(l->out, ',');
	live_envelope(kind, NULL, l->b->slug, row->seq, row->payload, l->out);
	if (!l->listed) buf_add(l->out, "", 1);
}

static err_t read_log(struct tx *tx, const struct booth *b, struct buf *out)
{
	struct lines l = {b, out, true};
	buf_putc(out, '[');
	TRY(booth_log_tail(tx_db(tx), b->id.s, SNAPSHOT_LINES, add_line, &l));
	buf_putc(out, ']');
	return OK;
}

static err_t read_state(struct tx *tx, const struct booth *b, struct live_snapshot *said)
{
	struct broadcast_row on = {0};
	struct booth_row row;
	err_t found = broadcast_row_find_open(tx_db(tx), b->id.s, &on);
	if (found != OK && found != ERR_NOT_LIVE) return found;
	text_copy(said->state, sizeof said->state, broadcast_wire(found != OK ? BROADCAST_OFF : on.away_ms ? BROADCAST_AWAY : BROADCAST_LIVE));
	text_copy(said->broadcast, sizeof said->broadcast, on.id.s);
	said->began_ms = on.began_ms;
	TRY(booth_row_find(tx_db(tx), b->id.s, &row));
	said->slow_s = row.slow_s;
	return mute_until(tx_db(tx), b->id.s, said->person, tx_now_ms(tx), &said->muted_until_ms);
}

static err_t read_all(struct snapshot *ret, struct tx *tx, const struct booth *b)
{
	TRY(read_state(tx, b, &ret->said));
	TRY(overlay_pins(tx, b->id.s, &ret->pins));
	TRY(price_flash_list(tx, b->id.s, &ret->flashes));
	TRY(read_log(tx, b, &ret->log));
	TRY(booth_log_last(tx_db(tx), b->id.s, &ret->seq));
	ret->said.pins = ret->pins.data;
	ret->said.flashes = ret->flashes.data;
	ret->said.log = ret->log.data;
	return OK;
}

err_t snapshot_init(struct snapshot *ret, struct tx *tx, const struct booth *b, const struct conn_person *who, bool host)
{
	*ret = (struct snapshot){.said = {.host = host, .now_ms = tx_now_ms(tx)}};
	buf_init(&ret->pins);
	buf_init(&ret->flashes);
	buf_init(&ret->log);
	text_copy(ret->said.person, sizeof ret->said.person, who->id.s);
	text_copy(ret->said.name, sizeof ret->said.name, who->name);
	text_copy(ret->said.role, sizeof ret->said.role, who->role);
	err_t e = read_all(ret, tx, b);
	if (e != OK) snapshot_fini(ret);
	return e;
}

void snapshot_fini(struct snapshot *s)
{
	buf_fini(&s->pins);
	buf_fini(&s->flashes);
	buf_fini(&s->log);
}

err_t snapshot_tail(struct tx *tx, const struct booth *b, int64_t since_seq, bool *ret_reaches, int64_t *ret_last, struct buf *out)
{
	struct lines l = {b, out, false};
	int64_t last;
	TRY(booth_log_last(tx_db(tx), b->id.s, &last));
	*ret_last = last;
	*ret_reaches = since_seq > 0 && since_seq <= last && last - since_seq <= SNAPSHOT_TAIL;
	return *ret_reaches ? booth_log_since(tx_db(tx), b->id.s, since_seq, SNAPSHOT_TAIL, add_line, &l) : OK;
}
