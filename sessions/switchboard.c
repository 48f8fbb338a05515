/* switchboard.c — the rows of schema/live.def say who and how often; the table here says who answers. */
#include "sessions/switchboard.h"

#include <string.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/log.h"
#include "base/text.h"
#include "sessions/handlers.h"
#include "sessions/inside.h"
#include "sessions/say.h"

struct line {
	live_handler *handler;
	enum { ANYWHERE, IN_BOOTH, OPENS_BOOTH } where;
	bool answers;              /* by itself; else an `ok` is sent */
};

static const struct line lines[LIVE_ok] = {
	[LIVE_enter]         = {enter_on_enter, OPENS_BOOTH, true},
	[LIVE_leave]         = {enter_on_leave, ANYWHERE, false},
	[LIVE_ping]          = {desk_on_ping, ANYWHERE, true},
	[LIVE_chat_say]      = {chat_on_say, IN_BOOTH, false},
	[LIVE_chat_phrase]   = {chat_on_phrase, IN_BOOTH, false},
	[LIVE_react]         = {reaction_on_react, IN_BOOTH, false},
	[LIVE_pin_set]       = {overlay_on_pin_set, IN_BOOTH, false},
	[LIVE_pin_clear]     = {overlay_on_pin_clear, IN_BOOTH, false},
	[LIVE_flash_start]   = {flash_on_start, IN_BOOTH, false},
	[LIVE_flash_stop]    = {flash_on_stop, IN_BOOTH, false},
	[LIVE_slow_set]      = {chat_on_slow_set, IN_BOOTH, false},
	[LIVE_person_mute]   = {chat_on_person_mute, IN_BOOTH, false},
	[LIVE_line_remove]   = {chat_on_line_remove, IN_BOOTH, false},
	[LIVE_enquiry_open]  = {wish_on_enquiry_open, IN_BOOTH, false},
	[LIVE_enquiry_write] = {wish_on_enquiry_write, ANYWHERE, false},
	[LIVE_broadcast_end] = {broadcast_on_end, IN_BOOTH, false},
	[LIVE_studio_health] = {desk_on_studio_health, IN_BOOTH, false},
	[LIVE_desk_watch]    = {desk_on_watch, ANYWHERE, false},
};

struct refusal { const struct asking *a; struct live_error error; };

static err_t say_refusal(struct tx *tx, void *request)
{
	const struct refusal *r = request;
	say_answer(tx, r->a->sessions, r->a->conn->id, LIVE_error, r->a->request, r->a->booth ? r->a->booth->slug : NULL, &r->error);
	return OK;
}

/* Behind the commit like every answer: it may rest on what this tick has written, and answers keep the order of their questions. */
static void refuse(struct asking *a, err_t e)
{
	struct refusal r = {a, {.retry_ms = a->retry_ms}};
	counter_add(CTR_LIVE_REFUSED, 1);
	counter_refusal(e);
	text_copy(r.error.code, sizeof r.error.code, err_wire(e));
	text_copy(r.error.detail, sizeof r.error.detail, a->detail ? a->detail : err_sentence(e));
	if (a->field) text_copy(r.error.field, sizeof r.error.field, a->field);
	if (tick_handle(a->sessions->tick, say_refusal, &r) != OK) say_now(a->sessions, a->conn->id, LIVE_error, a->request, NULL, &r.error);
}

/* Where the message acts: `enter` opens the booth it names, all others act where the connection is. */
static err_t find_place(struct asking *a, const struct line *line)
{
	struct sessions *s = a->sessions;
	if (line->where == OPENS_BOOTH) return booth_open_by_slug(s, a->slug, &a->booth);
	a->booth = *a->conn->booth.s ? booth_find(s, &a->conn->booth) : NULL;
	if (line->where == ANYWHERE) return OK;
	if (!a->booth) return ERR_NOT_IN_BOOTH;
	return *a->slug && strcmp(a->slug, a->booth->slug) != 0 ? ERR_NOT_IN_BOOTH : OK;
}

static err_t check_sender(const struct asking *a, enum live_who who)
{
	if (who == LIVE_BY_ANY || conn_is_staff(a->conn)) return OK;
	return who == LIVE_BY_HOST && a->booth && conn_is_host(a->conn, &a->booth->id) ? OK : ERR_FORBIDDEN;
}

static int per_min(const struct sessions *s, enum live_kind kind)
{
	bool chat = kind == LIVE_chat_say || kind == LIVE_chat_phrase;
	return chat && s->chat_per_min ? s->chat_per_min : live_rows[kind].per_min;
}

/* Every page of a person is charged, so that more pages do not mean more messages. */
static bool take_rate(struct asking *a, enum live_kind kind)
{
	int64_t now_us = clock_mono_us(), ignored;
	int limit = per_min(a->sessions, kind);
	for (struct conn *c = conns_of_person(a->sessions->conns, a->conn->who.id.s); c; c = conns_next_of_person(c))
		if (c != a->conn) rate_take(&c->rates[kind], limit, now_us, &ignored);
	return rate_take(&a->conn->rates[kind], limit, now_us, &a->retry_ms);
}

static err_t check(struct asking *a, enum live_kind kind)
{
	const struct live_row *row = &live_rows[kind];
	if (!row->from_client) return ERR_UNKNOWN_MESSAGE;
	if (!take_rate(a, kind)) return ERR_TOO_FAST;
	TRY(find_place(a, &lines[kind]));
	return check_sender(a, row->who);
}

struct call { struct asking *a; enum live_kind kind; const void *msg; };

static err_t run(struct tx *tx, void *request)
{
	struct call *call = request;
	struct asking *a = call->a;
	const struct line *line = &lines[call->kind];
	a->ok = (struct live_ok){0};
	TRY(line->handler(tx, a, call->msg));
	if (!line->answers && *a->request) say_answer(tx, a->sessions, a->conn->id, LIVE_ok, a->request, a->booth ? a->booth->slug : NULL, &a->ok);
	return OK;
}

void switchboard_receive(struct sessions *s, struct conn *c, enum live_kind kind, const char *request, const char *slug, const void *msg)
{
	struct asking a = {.sessions = s, .conn = c, .request = request, .slug = slug};
	err_t e = check(&a, kind);
	if (e == OK) e = tick_handle(s->tick, run, &(struct call){&a, kind, msg});
	if (e == OK) return;
	if (err_http(e) >= 500) log_warn("sessions", "%s was refused: %s", live_rows[kind].wire, err_wire(e));
	refuse(&a, e);
}
