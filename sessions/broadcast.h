/* broadcast.h — the life of a broadcast, a live period that outlives the connections that feed it.
 *
 *          UP                LOST, STOPPED, QUIET
 *    off ──────► live ──────────────────────────► away ── GRACE ──► off
 *     ▲           │  ◄──────────────────────────   │
 *     └─── END ───┘           UP, BACK             └──── END ─────► off
 *
 * The state is the broadcast's row in the store: none open, open, open with away_ms. The whole table stands in broadcast.c.
 * Thread  the floor. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "media/media.h"
#include "store/tick.h"

struct sessions;

enum broadcast_state { BROADCAST_OFF, BROADCAST_LIVE, BROADCAST_AWAY, BROADCAST_STATES };
enum broadcast_event {
	BROADCAST_UP,       /* first media of a publisher */
	BROADCAST_BACK,     /* media again after a silence */
	BROADCAST_QUIET,    /* connected, but silent */
	BROADCAST_LOST,     /* the publisher's connection failed, or its child */
	BROADCAST_STOPPED,  /* the publisher left by itself (WHIP DELETE) */
	BROADCAST_REPLACED, /* another publisher took over from this one */
	BROADCAST_RESTART,  /* the server has started and finds it open */
	BROADCAST_GRACE,    /* nobody came back in time */
	BROADCAST_END,      /* by the host or the staff */
	BROADCAST_EVENTS
};

/* "off", "live", "away". */
const char *broadcast_wire(enum broadcast_state s);
/* What the table says: false where the event is refused or means nothing in this state. */
bool broadcast_next(enum broadcast_state from, enum broadcast_event event, enum broadcast_state *ret_to);

/* Ends the broadcast inside the caller's transaction: ERR_NOT_LIVE if there is none. Rights are the caller's matter. */
err_t broadcast_end(struct tx *tx, struct sessions *s, const struct booth_id *booth);
/* Says that a phone has published (WHIP POST answered): a grace that is about to end waits for its first media. */
void broadcast_on_publish(struct sessions *s, const struct booth_id *booth, struct publisher_id p);

/* Where in the broadcast something happened. */
struct broadcast_moment { struct broadcast_id broadcast; int64_t media_us; bool estimated; };
/* What stood on the screen of `viewer` (the id of its WHEP Location, "" if unknown) at `rtp_ts`; without a known frame the
 * present moment, `estimated`. All zero when the booth is off. */
struct broadcast_moment broadcast_moment(struct sessions *s, const struct booth_id *booth, const char *viewer, int64_t rtp_ts);
