/* booth.h — what memory knows of a booth that someone is in, or that is on air. The store knows all the rest:
 * pins, prices, mutes, slow mode and the log are read from it where they are needed.
 * Owns    nothing outside itself.   Lends  pointers, until the next sessions_beat (an empty booth is closed there).
 * Thread  the floor.   Limits  SESSIONS_BOOTHS_MAX. Fields are for this room. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "media/media.h"
#include "sessions/broadcast.h"
#include "sessions/presence.h"

#define BOOTH_REACTIONS 4

struct booth {
	struct booth_id id;
	char slug[81];
	int64_t epoch;
	struct presence presence;
	int64_t reactions[BOOTH_REACTIONS];    /* since the last row, in the order of reaction.c */

	/* The broadcast, as last committed. */
	enum broadcast_state state;
	struct broadcast_id broadcast;
	int64_t began_ms, began_mono_us, away_ms;

	/* Facts about the picture, which no commit can change. */
	struct publisher_id publisher;         /* feeds now; 0 for none */
	struct { struct publisher_id id; char name[25]; } pages[2]; /* the WHIP names of the last one and the one before */
	bool quiet;                            /* connected, but silent */
	int64_t unfed_since_us, expected_until_ms;
	struct source_health health;
	struct live_studio_health studio;

	int64_t flash_due_ms;                  /* when a flash price begins or ends next; 0 for never */
	int64_t beat_due_us;
	struct booth *next;                    /* in its chain */
};

struct booths;

struct booths *booths_new(void);
void booths_free(struct booths *bs);

/* In memory, or NULL. */
struct booth *booth_find(const struct sessions *s, const struct booth_id *id);
/* In memory from now on, read from the store. Never inside a handler, whose own writes could be undone.
 * ERR_NO_BOOTH; ERR_FULL. */
err_t booth_open(struct sessions *s, const struct booth_id *id, struct booth **ret);
err_t booth_open_by_slug(struct sessions *s, const char *slug, struct booth **ret);
/* Reads again from the store what memory keeps of it. */
err_t booth_reload(struct sessions *s, struct booth *b);
/* Calls `each` for every open booth and closes those for which it says false. */
void booths_each(struct sessions *s, bool (*each)(struct sessions *s, struct booth *b, void *arg), void *arg);
/* Microseconds since the broadcast began, 0 when off. */
int64_t booth_media_us(const struct booth *b, int64_t mono_us);
