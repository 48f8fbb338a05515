/* sessions.c — makes the room, lets connections in and out, and gives the beat. */
#include "sessions/sessions.h"

#include "base/clock.h"
#include "base/counters.h"
#include "base/log.h"
#include "base/text.h"
#include "fair/broadcast_row.h"
#include "sessions/desk.h"
#include "sessions/enter.h"
#include "sessions/inside.h"
#include "sessions/notice.h"
#include "sessions/picture.h"
#include "sessions/price_flash.h"
#include "sessions/reaction.h"
#include "sessions/say.h"
#include "sessions/switchboard.h"

#define BEAT_US 1000000
#define BEAT_BOOTHS 128 /* in one call; ten calls a second serve SESSIONS_BOOTHS_MAX without holding the floor */
#define UNREADABLE_PER_MIN 30 /* more unreadable frames close the connection */

struct sessions *sessions_new(const struct sessions_config *config)
{
	struct sessions *s = calloc(1, sizeof *s);
	if (!s) abort();
	s->tick = config->tick;
	s->out = config->outlet;
	s->grace_ms = config->grace_ms ? config->grace_ms : SESSIONS_GRACE_MS;
	s->chat_per_min = config->chat_per_min;
	s->conns = conns_new();
	s->booths = booths_new();
	s->pace = stock_pace_new();
	return s;
}

void sessions_free(struct sessions *s)
{
	if (!s) return;
	conns_free(s->conns);
	booths_free(s->booths);
	stock_pace_free(s->pace);
	free(s);
}

void sessions_set_media(struct sessions *s, struct media *m) { s->media = m; }

void sessions_set_translator(struct sessions *s, struct translator *t) { s->translator = t; }

#define OPEN_MAX 1000
struct open { struct booth_id *booths; size_t n; };

static void note_open(void *arg, const struct broadcast_row *row)
{
	struct open *o = arg;
	if (o->n < OPEN_MAX) o->booths[o->n++] = row->booth;
}

err_t sessions_start(struct sessions *s)
{
	struct open open = {.booths = effect_arg(OPEN_MAX * sizeof(struct booth_id))};
	struct booth *b;
	err_t e = broadcast_row_list_open(sessions_db(s), note_open, &open);
	for (size_t i = 0; i < open.n && e == OK; i++) {
		e = booth_open(s, &open.booths[i], &b);
		if (e == OK) broadcast_happens(s, &open.booths[i], BROADCAST_RESTART, (struct publisher_id){0}, OK);
	}
	free(open.booths);
	return e;
}

struct beat { struct sessions *s; struct booth *b; };

static err_t tell(struct tx *tx, void *request)
{
	struct beat *beat = request;
	TRY(presence_tell(tx, beat->s, beat->b));
	TRY(reaction_tell(tx, beat->s, beat->b));
	desk_tell(tx, beat->s, beat->b);
	return price_flash_tell(tx, beat->s, beat->b);
}

static bool is_idle(const struct booth *b) { return !b->presence.pages && b->presence.told == b->presence.version && b->state == BROADCAST_OFF && !b->publisher.v; }

struct round { int64_t now_us; int left; };

static bool beat_booth(struct sessions *s, struct booth *b, void *arg)
{
	struct round *r = arg;
	if (r->now_us < b->beat_due_us || !r->left) return true;
	r->left--;
	b->beat_due_us = r->now_us + BEAT_US;
	if (is_idle(b)) return false;
	err_t e = tick_handle(s->tick, tell, &(struct beat){s, b});
	if (e != OK) log_warn("sessions", "a second of booth %s was not told: %s", b->slug, err_wire(e));
	picture_beat(s, b);
	return true;
}

static err_t tell_stock(struct tx *tx, void *sessions) { return notice_stock_owed(tx, sessions); }

void sessions_beat(struct sessions *s)
{
	if (stock_pace_owes(s->pace)) IGNORE(tick_handle(s->tick, tell_stock, s)); /* what failed is still owed */
	struct round r = {clock_mono_us(), BEAT_BOOTHS};
	booths_each(s, beat_booth, &r);
}

static bool reload(struct sessions *s, struct booth *b, void *arg)
{
	(void)arg;
	err_t e = booth_reload(s, b);
	if (e != OK) log_error("sessions", "booth %s could not be rebuilt: %s", b->slug, err_wire(e));
	b->presence.told = b->presence.version - 1; /* nobody knows whether the last count is in the log */
	if (s->out->resync) s->out->resync(s->out->arg, &b->id);
	return true;
}

void sessions_rebuild(void *sessions) { booths_each(sessions, reload, NULL); }

err_t sessions_connect(struct sessions *s, struct conn_id id, const struct conn_person *who)
{
	struct conn *c;
	const struct conn *before = conns_of_person(s->conns, who->id.s);
	TRY(conns_add(s->conns, id, who, &c));
	for (int k = 0; before && k < LIVE_ok; k++) c->rates[k] = before->rates[k];
	return OK;
}

void sessions_disconnect(struct sessions *s, struct conn_id id)
{
	struct conn *c = conns_find(s->conns, id);
	if (!c) return;
	enter_gone(s, c);
	conns_remove(s->conns, c);
}

void sessions_receive(struct sessions *s, struct conn_id id, enum live_kind kind, const char *request, const char *booth, const void *msg)
{
	struct conn *c = conns_find(s->conns, id);
	if (c) switchboard_receive(s, c, kind, request, booth, msg);
}

void sessions_complain(struct sessions *s, struct conn_id id, const char *request, err_t e, const char *field)
{
	struct live_error error = {0};
	struct conn *c = conns_find(s->conns, id);
	if (!c) return;
	counter_add(CTR_LIVE_REFUSED, 1);
	counter_refusal(e);
	text_copy(error.code, sizeof error.code, err_wire(e));
	text_copy(error.detail, sizeof error.detail, err_sentence(e));
	text_copy(error.field, sizeof error.field, field);
	say_now(s, id, LIVE_error, request, NULL, &error);
	if (!rate_take(&c->unreadable, UNREADABLE_PER_MIN, clock_mono_us(), &error.retry_ms) && s->out->close) s->out->close(s->out->arg, id, ERR_TOO_FAST);
}

void sessions_resync(struct sessions *s, struct conn_id id)
{
	struct conn *c = conns_find(s->conns, id);
	if (c) enter_again(s, c);
}

void sessions_booth_live(const struct sessions *s, const struct booth_id *booth, struct booth_live *ret)
{
	const struct booth *b = booth_find(s, booth);
	*ret = (struct booth_live){.state = "off"};
	if (!b) return;
	text_copy(ret->state, sizeof ret->state, broadcast_wire(b->state));
	ret->broadcast = b->broadcast;
	ret->began_ms = b->began_ms;
	ret->viewers = b->presence.viewers;
}

bool sessions_booth_health(const struct sessions *s, const struct booth_id *booth, struct live_desk_health *ret)
{
	const struct booth *b = booth_find(s, booth);
	return b && desk_health_of(b, ret);
}
