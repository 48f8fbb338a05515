/* broadcast.c — the table of a broadcast's life, and the hands that carry it out. */
#include "sessions/broadcast.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "fair/broadcast_row.h"
#include "sessions/handlers.h"
#include "sessions/inside.h"
#include "sessions/picture.h"
#include "sessions/say.h"

#define EXPECTED_MS 15000 /* a phone that has just published is waited for this long behind its grace */

/* One event on its way through the table. `row` is the broadcast as the store has it. */
struct turn {
	struct sessions *s;
	struct booth_id booth;
	enum broadcast_event event;
	struct publisher_id publisher;
	err_t why;
	enum broadcast_state from, to;
	struct broadcast_row row;
};
typedef err_t action_fn(struct tx *tx, struct turn *t);

/* What memory believes after the commit. */
struct belief { struct sessions *s; struct booth_id booth; enum broadcast_state state; struct broadcast_row row; int64_t began_mono_us; };

static void believe(void *arg)
{
	struct belief *n = arg;
	struct booth *b = booth_find(n->s, &n->booth);
	bool over = n->state == BROADCAST_OFF;
	if (b) {
		b->state = n->state;
		b->broadcast = over ? (struct broadcast_id){0} : n->row.id;
		b->began_ms = over ? 0 : n->row.began_ms;
		b->away_ms = n->row.away_ms;
		if (n->began_mono_us) b->began_mono_us = n->began_mono_us;
		if (over) b->publisher = (struct publisher_id){0};
	}
	if (over && n->s->media) media_source_close(n->s->media, n->booth);
	if (over && n->s->out->forget_publisher) n->s->out->forget_publisher(n->s->out->arg, &n->booth);
	free(n);
}

static void believe_later(struct tx *tx, const struct turn *t, int64_t began_mono_us)
{
	struct belief *n = effect_arg(sizeof *n);
	*n = (struct belief){t->s, t->booth, t->to, t->row, began_mono_us};
	effect_later(tx, believe, n);
}

static struct live_live_started started_of(const struct broadcast_row *row)
{
	struct live_live_started m = {.began_ms = row->began_ms};
	text_copy(m.broadcast, sizeof m.broadcast, row->id.s);
	return m;
}

static err_t start(struct tx *tx, struct turn *t)
{
	const struct booth *b = booth_find(t->s, &t->booth);
	TRY(broadcast_row_open(tx, t->booth.s, b ? b->epoch : 1, &t->row));
	struct live_live_started m = started_of(&t->row);
	TRY(say_public(tx, t->s, &t->booth, LIVE_live_started, NULL, &m, NULL));
	believe_later(tx, t, clock_mono_us());
	return OK;
}

static void tell_host_lost(struct tx *tx, const struct turn *t)
{
	const struct booth *b = booth_find(t->s, &t->booth);
	struct live_publish_lost m = {0};
	text_copy(m.reason, sizeof m.reason, err_wire(t->why));
	say_to_host(tx, t->s, &t->booth, LIVE_publish_lost, b ? b->slug : NULL, &m);
}

static err_t pause(struct tx *tx, struct turn *t)
{
	struct live_live_paused m = {.until_ms = tx_now_ms(tx) + t->s->grace_ms};
	text_copy(m.broadcast, sizeof m.broadcast, t->row.id.s);
	TRY(broadcast_row_away(tx, t->row.id.s));
	TRY(say_public(tx, t->s, &t->booth, LIVE_live_paused, NULL, &m, NULL));
	t->row.away_ms = tx_now_ms(tx);
	believe_later(tx, t, 0);
	return OK;
}

static err_t lose(struct tx *tx, struct turn *t)
{
	TRY(pause(tx, t));
	tell_host_lost(tx, t);
	return OK;
}

/* The picture was away already; the phone is told again, because it may have been told of a silence only. */
static err_t lose_again(struct tx *tx, struct turn *t)
{
	tell_host_lost(tx, t);
	return OK;
}

static err_t resume(struct tx *tx, struct turn *t)
{
	struct live_live_resumed m = {0};
	text_copy(m.broadcast, sizeof m.broadcast, t->row.id.s);
	TRY(broadcast_row_resume(tx, t->row.id.s));
	TRY(say_public(tx, t->s, &t->booth, LIVE_live_resumed, NULL, &m, NULL));
	t->row.away_ms = 0;
	believe_later(tx, t, 0);
	return OK;
}

/* Viewers notice nothing; the page that was replaced must know that it is not to publish again. */
static err_t tell_replaced(struct tx *tx, struct turn *t)
{
	const struct booth *b = booth_find(t->s, &t->booth);
	struct live_live_replaced m = {0};
	text_copy(m.broadcast, sizeof m.broadcast, t->row.id.s);
	for (int i = 0; b && i < 2; i++)
		if (b->pages[i].id.v == t->publisher.v) text_copy(m.publisher, sizeof m.publisher, b->pages[i].name);
	say_to_host(tx, t->s, &t->booth, LIVE_live_replaced, b ? b->slug : NULL, &m);
	return OK;
}

static err_t end(struct tx *tx, struct turn *t)
{
	struct live_live_ended m = {0};
	text_copy(m.broadcast, sizeof m.broadcast, t->row.id.s);
	TRY(say_public(tx, t->s, &t->booth, LIVE_live_ended, NULL, &m, NULL)); /* still a row of this broadcast */
	TRY(broadcast_row_end(tx, t->row.id.s));
	believe_later(tx, t, 0);
	return OK;
}

static err_t end_if_due(struct tx *tx, struct turn *t)
{
	const struct booth *b = booth_find(t->s, &t->booth);
	int64_t now = tx_now_ms(tx);
	bool due = now >= t->row.away_ms + t->s->grace_ms && !(b && now < b->expected_until_ms);
	return due ? end(tx, t) : OK;
}

static err_t nothing(struct tx *tx, struct turn *t) { (void)tx, (void)t; return OK; }
static err_t refuse(struct tx *tx, struct turn *t) { (void)tx, (void)t; return ERR_NOT_LIVE; }

/* Every state × event stands here. */
#define OFF BROADCAST_OFF
#define LIVE_ BROADCAST_LIVE
#define AWAY BROADCAST_AWAY
static const struct { enum broadcast_state to; action_fn *action; } moves[BROADCAST_STATES][BROADCAST_EVENTS] = {
	[OFF] = {
		[BROADCAST_UP] = {LIVE_, start},            [BROADCAST_BACK] = {LIVE_, start},
		[BROADCAST_QUIET] = {OFF, nothing},         [BROADCAST_LOST] = {OFF, nothing},
		[BROADCAST_STOPPED] = {OFF, nothing},       [BROADCAST_REPLACED] = {OFF, nothing},
		[BROADCAST_RESTART] = {OFF, nothing},       [BROADCAST_GRACE] = {OFF, nothing},
		[BROADCAST_END] = {OFF, refuse},
	},
	[LIVE_] = {
		[BROADCAST_UP] = {LIVE_, nothing},          [BROADCAST_BACK] = {LIVE_, nothing},
		[BROADCAST_QUIET] = {AWAY, pause},          [BROADCAST_LOST] = {AWAY, lose},
		[BROADCAST_STOPPED] = {AWAY, pause},        [BROADCAST_REPLACED] = {LIVE_, tell_replaced},
		[BROADCAST_RESTART] = {AWAY, pause},        [BROADCAST_GRACE] = {LIVE_, nothing},
		[BROADCAST_END] = {OFF, end},
	},
	[AWAY] = {
		[BROADCAST_UP] = {LIVE_, resume},           [BROADCAST_BACK] = {LIVE_, resume},
		[BROADCAST_QUIET] = {AWAY, nothing},        [BROADCAST_LOST] = {AWAY, lose_again},
		[BROADCAST_STOPPED] = {AWAY, nothing},      [BROADCAST_REPLACED] = {AWAY, tell_replaced},
		[BROADCAST_RESTART] = {AWAY, nothing},      [BROADCAST_GRACE] = {OFF, end_if_due},
		[BROADCAST_END] = {OFF, end},
	},
};
#undef OFF
#undef LIVE_
#undef AWAY

const char *broadcast_wire(enum broadcast_state s)
{
	static const char *const words[BROADCAST_STATES] = {"off", "live", "away"};
	return words[s];
}

bool broadcast_next(enum broadcast_state from, enum broadcast_event event, enum broadcast_state *ret_to)
{
	*ret_to = moves[from][event].to;
	return moves[from][event].action != nothing && moves[from][event].action != refuse;
}

static err_t step(struct tx *tx, void *request)
{
	struct turn *t = request;
	err_t found = broadcast_row_find_open(tx_db(tx), t->booth.s, &t->row);
	if (found != OK && found != ERR_NOT_LIVE) return found;
	if (found == ERR_NOT_LIVE) t->row = (struct broadcast_row){0};
	t->from = found != OK ? BROADCAST_OFF : t->row.away_ms ? BROADCAST_AWAY : BROADCAST_LIVE;
	t->to = moves[t->from][t->event].to;
	return moves[t->from][t->event].action(tx, t);
}

void broadcast_happens(struct sessions *s, const struct booth_id *booth, enum broadcast_event event, struct publisher_id p, err_t why)
{
	struct turn t = {.s = s, .booth = *booth, .event = event, .publisher = p, .why = why};
	err_t e = tick_handle(s->tick, step, &t);
	if (e != OK && e != ERR_NOT_LIVE) log_error("sessions", "a broadcast's event %d was not written: %s", (int)event, err_wire(e));
}

err_t broadcast_end(struct tx *tx, struct sessions *s, const struct booth_id *booth)
{
	return step(tx, &(struct turn){.s = s, .booth = *booth, .event = BROADCAST_END});
}

err_t broadcast_on_end(struct tx *tx, struct asking *a, const void *msg)
{
	(void)msg;
	return broadcast_end(tx, a->sessions, &a->booth->id);
}

void broadcast_on_publish(struct sessions *s, const struct booth_id *booth, struct publisher_id p)
{
	(void)p;
	struct booth *b = booth_find(s, booth);
	if (b) b->expected_until_ms = clock_wall_ms() + EXPECTED_MS;
}

struct broadcast_moment broadcast_moment(struct sessions *s, const struct booth_id *booth, const char *viewer, int64_t rtp_ts)
{
	const struct booth *b = booth_find(s, booth);
	struct viewer_id v;
	int64_t mono_us;
	if (!b || b->state == BROADCAST_OFF) return (struct broadcast_moment){0};
	bool seen = *viewer && s->media && s->out->find_viewer && s->out->find_viewer(s->out->arg, viewer, &v) && rtp_ts >= 0 && rtp_ts <= UINT32_MAX &&
	            media_moment(s->media, v, (uint32_t)rtp_ts, &mono_us);
	return (struct broadcast_moment){.broadcast = b->broadcast, .media_us = booth_media_us(b, seen ? mono_us : clock_mono_us()), .estimated = !seen};
}
