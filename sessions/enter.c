/* enter.c — the store's part of the welcome is read in the handler, presence is added when it leaves: so a newcomer sees
 * each row exactly once, in the snapshot or behind it. */
#include "sessions/enter.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "people/person.h"
#include "sessions/handlers.h"
#include "sessions/inside.h"
#include "sessions/say.h"
#include "sessions/snapshot.h"

struct arrival {
	struct sessions *s;
	struct conn_id conn;
	struct booth_id booth;
	struct conn_person who;                /* as it will be called from now on */
	char request[LIVE_REQUEST_MAX + 1];
	bool resumed;
	int64_t since_seq, last_seq, now_ms;
	struct snapshot snapshot;
	struct buf tail;
};

static void arrival_free(void *arg)
{
	struct arrival *a = arg;
	snapshot_fini(&a->snapshot);
	buf_fini(&a->tail);
	free(a);
}

static void arrival_fail(void *arg, err_t e)
{
	struct arrival *a = arg;
	struct live_error error = {.retry_ms = 1000};
	text_copy(error.code, sizeof error.code, err_wire(e));
	say_now(a->s, a->conn, LIVE_error, a->request, NULL, &error);
	arrival_free(a);
}

static void to_conn(const struct arrival *a, const char *text, size_t len)
{
	if (a->s->out->to_conn) a->s->out->to_conn(a->s->out->arg, a->conn, text, len);
}

static void send_resumed(const struct arrival *a, const struct booth *b)
{
	struct buf text;
	buf_init(&text);
	live_frame(LIVE_resumed, a->request, b->slug, a->last_seq, &(struct live_resumed){.since_seq = a->since_seq, .now_ms = a->now_ms}, &text);
	to_conn(a, text.data, text.len);
	buf_fini(&text);
	for (const char *at = a->tail.data; at && at < a->tail.data + a->tail.len; at += strlen(at) + 1) to_conn(a, at, strlen(at));
}

static void send_snapshot(struct arrival *a, const struct booth *b)
{
	struct buf text, countries;
	buf_init(&text);
	buf_init(&countries);
	presence_countries(&b->presence, &countries);
	a->snapshot.said.viewers = b->presence.viewers;
	a->snapshot.said.countries = countries.data;
	live_frame(LIVE_snapshot, a->request, b->slug, a->snapshot.seq, &a->snapshot.said, &text);
	to_conn(a, text.data, text.len);
	buf_fini(&countries);
	buf_fini(&text);
}

static void leave_present(struct sessions *s, struct conn *c)
{
	struct booth *b = *c->booth.s ? booth_find(s, &c->booth) : NULL;
	if (b) presence_leave(b, s->conns, c);
}

static void arrive(void *arg)
{
	struct arrival *a = arg;
	struct conn *c = conns_find(a->s->conns, a->conn);
	struct booth *b;
	if (c && booth_open(a->s, &a->booth, &b) == OK) {
		leave_present(a->s, c);
		memcpy(c->who.name, a->who.name, sizeof c->who.name);
		memcpy(c->who.country, a->who.country, sizeof c->who.country);
		memcpy(c->who.lang, a->who.lang, sizeof c->who.lang);
		presence_join(b, a->s->conns, c);
		if (a->resumed) send_resumed(a, b);
		else send_snapshot(a, b);
		if (a->s->out->enter) a->s->out->enter(a->s->out->arg, c->id, &b->id);
	}
	arrival_free(a);
}

static bool is_country(const char *cc) { return cc[0] >= 'A' && cc[0] <= 'Z' && cc[1] >= 'A' && cc[1] <= 'Z' && !cc[2]; }

/* Who has no name is told apart by the end of the id, which is read alike in every language. */
static void name_nameless(struct conn_person *who)
{
	if (!*who->name) snprintf(who->name, sizeof who->name, "#%s", who->id.s + ID_CHARS - 4);
}

/* A guest chooses a name; whoever is signed in has one. */
static err_t introduce(struct tx *tx, struct asking *a, const struct live_enter *m, struct conn_person *who)
{
	if (*m->country && !is_country(m->country)) return a->field = "country", ERR_BAD_FIELD;
	if (!text_printable(m->name, false)) return a->field = "name", ERR_BAD_FIELD;
	bool guest = role_parse(who->role) == ROLE_GUEST;
	if (guest && *m->name) text_copy(who->name, sizeof who->name, m->name);
	name_nameless(who);
	if (*m->country) text_copy(who->country, sizeof who->country, m->country);
	if (*m->lang) text_copy(who->lang, sizeof who->lang, m->lang);
	bool new = strcmp(who->name, a->conn->who.name) || strcmp(who->country, a->conn->who.country) || strcmp(who->lang, a->conn->who.lang);
	err_t e = guest && new ? person_describe(tx, who->id.s, who->name, who->lang, who->country) : OK;
	if (e == ERR_NAME_RESERVED || e == ERR_MARKS) a->field = "name";
	return e;
}

static err_t prepare(struct tx *tx, struct asking *a, const struct live_enter *m, struct arrival *ar)
{
	TRY(introduce(tx, a, m, &ar->who));
	TRY(snapshot_tail(tx, a->booth, m->since_seq, &ar->resumed, &ar->last_seq, &ar->tail));
	return ar->resumed ? OK : snapshot_init(&ar->snapshot, tx, a->booth, &ar->who, conn_is_host(a->conn, &a->booth->id));
}

err_t enter_on_enter(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_enter *m = msg;
	struct arrival *ar = effect_arg(sizeof *ar);
	*ar = (struct arrival){.s = a->sessions, .conn = a->conn->id, .booth = a->booth->id, .who = a->conn->who, .since_seq = m->since_seq,
	                       .now_ms = tx_now_ms(tx)};
	text_copy(ar->request, sizeof ar->request, a->request);
	err_t e = prepare(tx, a, m, ar);
	if (e != OK) {
		arrival_free(ar);
		return e;
	}
	tx_effect(tx, &(struct effect){.run = arrive, .fail = arrival_fail, .drop = arrival_free, .arg = ar});
	return OK;
}

struct departure { struct sessions *s; struct conn_id conn; };

static void depart(void *arg)
{
	struct departure *d = arg;
	struct conn *c = conns_find(d->s->conns, d->conn);
	if (c) {
		leave_present(d->s, c);
		if (d->s->out->leave) d->s->out->leave(d->s->out->arg, c->id);
	}
	free(d);
}

err_t enter_on_leave(struct tx *tx, struct asking *a, const void *msg)
{
	(void)msg;
	struct departure *d = effect_arg(sizeof *d);
	*d = (struct departure){a->sessions, a->conn->id};
	effect_later(tx, depart, d);
	return OK;
}

static err_t again(struct tx *tx, void *request) { return enter_on_enter(tx, request, &(struct live_enter){0}); }

void enter_again(struct sessions *s, struct conn *c)
{
	struct asking a = {.sessions = s, .conn = c, .booth = *c->booth.s ? booth_find(s, &c->booth) : NULL, .request = "", .slug = ""};
	if (a.booth && tick_handle(s->tick, again, &a) != OK && s->out->close) s->out->close(s->out->arg, c->id, ERR_STORE);
}

void enter_gone(struct sessions *s, struct conn *c) { leave_present(s, c); }
