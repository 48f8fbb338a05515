/* sessions.h — the live half of the fair: every open booth, every connected page.
 *
 *   gate ── sessions_connect / receive / disconnect ──► switchboard ──► one handler a message ──► the store, then effects
 *   media ─ sessions_media_events ────────────────────► broadcast
 *   trade, the JSON API ─ notice.h ───────────────────► host, staff and buyer
 *
 * A handler reads the store and writes it; memory holds only what dies with the process (who is connected, timers,
 * which publisher feeds). So a failed commit or a restart loses nothing that anyone was told.
 * Owns    connections' memory and open booths.   Lends  what it was made with.   Thread  the floor.
 * Limits  SESSIONS_CONNS_MAX connections, SESSIONS_BOOTHS_MAX open booths, then FULL. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/loop.h"
#include "media/media.h"
#include "sessions/live.h"
#include "sessions/outlet.h"
#include "store/tick.h"

#define SESSIONS_CONNS_MAX  20000
#define SESSIONS_BOOTHS_MAX 1000
#define SESSIONS_GRACE_MS   120000 /* how long a broadcast waits for its publisher, unless set otherwise */

struct sessions;
struct translator;

struct sessions_config {
	struct tick *tick;
	const struct outlet *outlet;
	int64_t grace_ms;              /* 0: SESSIONS_GRACE_MS */
	int chat_per_min;              /* lines and phrases of one person; 0: as in schema/live.def */
};

struct sessions *sessions_new(const struct sessions_config *config);
void sessions_free(struct sessions *s);
/* media is opened after sessions, because it wants sessions' events. NULL is accepted (no picture: tests). */
void sessions_set_media(struct sessions *s, struct media *m);
/* The service that translates free text; NULL: none. Taken away again before it is stopped. */
void sessions_set_translator(struct sessions *s, struct translator *t);
/* The table for media_open, apart from viewer_up, which is not asked for. */
struct media_events sessions_media_events(struct sessions *s);
/* Takes up the broadcasts that were open when the last process ended: each is `away` within its grace. */
err_t sessions_start(struct sessions *s);
/* Does what is due: ends of graces, flash prices, sums of presence and reactions, health for the desk.
 * Call it every 100 ms; each booth is served once a second. */
void sessions_beat(struct sessions *s);
/* For tick_on_loss: forgets what was believed and has every page of every booth ask anew. */
void sessions_rebuild(void *sessions);

/* Who stands behind a connection, as gate found it in the cookies. */
struct conn_person {
	struct person_id id;           /* a guest has one too */
	char name[81];
	char role[12];                 /* wire name of schema/roles.def */
	struct booth_id booth;         /* an artisan's own booth, else "" */
	char country[3], lang[13];
	bool confirmed;                /* the e-mail address */
};

/* A page has connected. `id` is the caller's and must be fresh. */
err_t sessions_connect(struct sessions *s, struct conn_id id, const struct conn_person *who);
void sessions_disconnect(struct sessions *s, struct conn_id id);
/* One message, already read into its struct. The answer (ok, snapshot, error …) comes by the outlet after the commit.
 * `request` and `booth` are the envelope's `id` and `booth`, "" if absent. */
void sessions_receive(struct sessions *s, struct conn_id id, enum live_kind kind, const char *request, const char *booth, const void *msg);
/* Answers a frame that could not be read. `field` may be "". */
void sessions_complain(struct sessions *s, struct conn_id id, const char *request, err_t e, const char *field);
/* This connection fell off its booth's ring: it gets a snapshot and reads on from the ring's end. */
void sessions_resync(struct sessions *s, struct conn_id id);

/* How a booth stands, for lists. */
struct booth_live {
	char state[8];                 /* off, live, away */
	struct broadcast_id broadcast; /* "" when off */
	int64_t began_ms;              /* 0 when off */
	int64_t viewers;
};
/* From memory and cheap; `off` and 0 for a booth nobody opened. */
void sessions_booth_live(const struct sessions *s, const struct booth_id *booth, struct booth_live *ret);
/* How the picture does, as last heard; false if it is not live. */
bool sessions_booth_health(const struct sessions *s, const struct booth_id *booth, struct live_desk_health *ret);
