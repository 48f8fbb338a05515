/* say.c — a frame with its audience waits for the commit; the audience is looked up when it leaves. */
#include "sessions/say.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "fair/booth_log.h"
#include "fair/booth_row.h"
#include "fair/broadcast_row.h"
#include "sessions/inside.h"

enum audience { TO_CONN, TO_BOOTH, TO_PERSON, TO_HOST, TO_STAFF };

struct frame {
	struct sessions *s;
	enum audience to;
	struct conn_id conn;
	char who[ID_CHARS + 1];                /* a booth or a person */
	int64_t seq;
	char request[LIVE_REQUEST_MAX + 1];    /* for the error, should the commit fail */
	struct buf text;
};

static void frame_free(void *arg)
{
	struct frame *f = arg;
	buf_fini(&f->text);
	free(f);
}

static void send_to(struct sessions *s, struct conn_id c, const struct buf *text)
{
	if (s->out->to_conn) s->out->to_conn(s->out->arg, c, text->data, text->len);
}

static void send_conn(struct frame *f)
{
	if (conns_find(f->s->conns, f->conn)) send_to(f->s, f->conn, &f->text);
}

static void send_booth(struct frame *f)
{
	struct booth_id booth;
	if (id_parse(f->who, booth.s) && f->s->out->to_booth) f->s->out->to_booth(f->s->out->arg, &booth, f->seq, f->text.data, f->text.len);
}

static void send_person(struct frame *f)
{
	for (struct conn *c = conns_of_person(f->s->conns, f->who); c; c = conns_next_of_person(c)) send_to(f->s, c->id, &f->text);
}

static void send_host(struct frame *f)
{
	for (struct conn *c = conns_at_home(f->s->conns, f->who); c; c = conns_next_at_home(c)) send_to(f->s, c->id, &f->text);
}

static void send_staff(struct frame *f)
{
	for (struct conn *c = conns_watchers(f->s->conns); c; c = c->next_watcher) send_to(f->s, c->id, &f->text);
}

static void (*const senders[])(struct frame *f) = {
	[TO_CONN] = send_conn, [TO_BOOTH] = send_booth, [TO_PERSON] = send_person, [TO_HOST] = send_host, [TO_STAFF] = send_staff,
};

static void frame_run(void *arg)
{
	struct frame *f = arg;
	senders[f->to](f);
	frame_free(f);
}

static void frame_fail(void *arg, err_t e)
{
	struct frame *f = arg;
	struct live_error error = {.retry_ms = 1000};
	text_copy(error.code, sizeof error.code, err_wire(e));
	text_copy(error.detail, sizeof error.detail, err_sentence(e));
	if (*f->request) say_now(f->s, f->conn, LIVE_error, f->request, NULL, &error);
	frame_free(f);
}

static struct frame *frame_new(struct tx *tx, struct sessions *s, enum audience to, const char *who)
{
	struct frame *f = effect_arg(sizeof *f);
	f->s = s;
	f->to = to;
	text_copy(f->who, sizeof f->who, who);
	buf_init(&f->text);
	tx_effect(tx, &(struct effect){.run = frame_run, .fail = frame_fail, .drop = frame_free, .arg = f});
	return f;
}

void say_to_conn(struct tx *tx, struct sessions *s, struct conn_id c, enum live_kind kind, const char *slug, const void *msg)
{
	struct frame *f = frame_new(tx, s, TO_CONN, "");
	f->conn = c;
	live_frame(kind, NULL, slug, 0, msg, &f->text);
}

void say_to_person(struct tx *tx, struct sessions *s, const char *person, enum live_kind kind, const char *slug, const void *msg)
{
	live_frame(kind, NULL, slug, 0, msg, &frame_new(tx, s, TO_PERSON, person)->text);
}

void say_to_host(struct tx *tx, struct sessions *s, const struct booth_id *booth, enum live_kind kind, const char *slug, const void *msg)
{
	live_frame(kind, NULL, slug, 0, msg, &frame_new(tx, s, TO_HOST, booth->s)->text);
}

void say_to_staff(struct tx *tx, struct sessions *s, enum live_kind kind, const char *slug, const void *msg)
{
	live_frame(kind, NULL, slug, 0, msg, &frame_new(tx, s, TO_STAFF, "")->text);
}

static void pass_on(struct tx *tx, struct sessions *s, enum audience to, const char *who, const struct buf *text)
{
	buf_add(&frame_new(tx, s, to, who)->text, text->data, text->len);
}

void say_to_concerned(struct tx *tx, struct sessions *s, const struct booth_id *booth, const char *person, enum live_kind kind, const char *slug, const void *msg)
{
	struct buf text;
	buf_init(&text);
	live_frame(kind, NULL, slug, 0, msg, &text);
	pass_on(tx, s, TO_HOST, booth->s, &text);
	pass_on(tx, s, TO_STAFF, "", &text);
	if (person) pass_on(tx, s, TO_PERSON, person, &text);
	buf_fini(&text);
}

void say_answer(struct tx *tx, struct sessions *s, struct conn_id c, enum live_kind kind, const char *request, const char *slug, const void *msg)
{
	struct frame *f = frame_new(tx, s, TO_CONN, "");
	f->conn = c;
	text_copy(f->request, sizeof f->request, request);
	live_frame(kind, request, slug, 0, msg, &f->text);
}

void say_now(struct sessions *s, struct conn_id c, enum live_kind kind, const char *request, const char *slug, const void *msg)
{
	struct buf text;
	buf_init(&text);
	live_frame(kind, request, slug, 0, msg, &text);
	send_to(s, c, &text);
	buf_fini(&text);
}

/* Which broadcast is on, and how far it is. The transaction's own writes count, so the store is asked; memory only lends its better clock. */
static err_t stamp(struct tx *tx, const struct booth *b, const char *booth, struct broadcast_row *ret, int64_t *ret_media_us)
{
	err_t e = broadcast_row_find_open(tx_db(tx), booth, ret);
	*ret_media_us = 0;
	if (e == ERR_NOT_LIVE) return OK;
	TRY(e);
	bool known = b && strcmp(b->broadcast.s, ret->id.s) == 0;
	*ret_media_us = known ? booth_media_us(b, clock_mono_us()) : (tx_now_ms(tx) - ret->began_ms) * 1000;
	return OK;
}

err_t say_public(struct tx *tx, struct sessions *s, const struct booth_id *booth, enum live_kind kind, const char *actor, const void *msg,
                 int64_t *ret_seq)
{
	const struct booth *b = booth_find(s, booth);
	struct broadcast_row on = {0};
	struct booth_log_entry entry = {.booth = booth->s, .kind = live_rows[kind].wire, .version = live_rows[kind].version, .actor = actor};
	int64_t seq;
	TRY(stamp(tx, b, booth->s, &on, &entry.media_us));
	entry.broadcast = on.id.s;
	entry.epoch = b ? b->epoch : BOOTH_EPOCH;
	struct buf payload;
	buf_init(&payload);
	live_encode(kind, msg, &payload);
	entry.payload = payload.data;
	err_t e = booth_log_append(tx, &entry, &seq);
	if (e == OK && b) { /* nobody is in a booth that is not open */
		struct frame *f = frame_new(tx, s, TO_BOOTH, booth->s);
		f->seq = seq;
		live_envelope(kind, NULL, b->slug, seq, payload.data, &f->text);
	}
	buf_fini(&payload);
	if (e == OK && ret_seq) *ret_seq = seq;
	return e;
}
