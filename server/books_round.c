/* books_round.c — slice after slice; one is under way at a time, and carries the round with it. */
#include "server/books_round.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/log.h"
#include "store/readers.h"
#include "trade/books_walk.h"

#define SLICE_MS 1000

struct books_round {
	const struct house *house;
	struct loop_timer *timer;
	struct books_walk walk;
	struct books_walked found;           /* by the round before, or more by this one */
	int64_t due_ms;
	bool under_way, troubled;
};

struct slice { struct books_round *owner; struct books_walk walk; int64_t now_ms; err_t e; };

static err_t keep(struct tx *tx, void *found) { return books_walked_put(tx, found); }

static void tell(struct books_round *b)
{
	counter_set(CTR_BOOKS_FAULTS, b->found.faults);
	counter_set(CTR_BOOKS_WALKED, b->found.ended_ms / 1000);
	if (tick_handle(b->house->tick, keep, &b->found) != OK) log_warn("main", "what the walk through the books found could not be kept");
}

/* A fault is told as soon as it is found; that one is gone, when a round has ended without it. */
static void take(struct books_round *b, const struct books_walk *w)
{
	b->walk = *w;
	const bool over = w->part == BOOKS_WALK_OVER, worse = w->faults > b->found.faults;
	if (worse || (over && w->faults)) log_error("main", "the books do not add up in %lld places: see the desk, settlement, and `mela check`", (long long)w->faults);
	if (over) {
		b->found = (struct books_walked){.ended_ms = clock_wall_ms(), .faults = w->faults};
		b->due_ms = b->found.ended_ms + BOOKS_WALK_DAY_MS;
		b->walk = (struct books_walk){0};
	} else if (worse) {
		b->found.faults = w->faults;
	}
	if (over || worse) tell(b);
}

static void run(struct db *db, void *arg)
{
	struct slice *s = arg;
	s->e = books_walk_slice(db, &s->walk, s->now_ms);
}

/* A slice that failed is walked again. */
static void done(void *arg)
{
	struct slice *s = arg;
	struct books_round *b = s->owner;
	b->under_way = false;
	if (s->e == OK) take(b, &s->walk);
	else if (!b->troubled) log_warn("main", "the books could not be walked: %s", err_sentence(s->e));
	b->troubled = s->e != OK;
	free(s);
}

static void on_time(void *arg)
{
	struct books_round *b = arg;
	const int64_t now = clock_wall_ms();
	if (b->under_way || (now < b->due_ms && b->due_ms - now <= BOOKS_WALK_DAY_MS)) return; /* more than a day off: the clock was put back */
	struct slice *s = malloc(sizeof *s);
	if (!s) abort();
	*s = (struct slice){.owner = b, .walk = b->walk, .now_ms = now};
	b->under_way = readers_do(b->house->readers, &(struct read_job){.run = run, .done = done, .drop = free, .arg = s}) == OK;
	if (!b->under_way) free(s); /* the readers are busy */
}

struct books_round *books_round_start(const struct house *house)
{
	struct books_round *b = calloc(1, sizeof *b);
	if (!b) abort();
	b->house = house;
	if (books_walked_find(tick_db(house->tick), &b->found) != OK) b->found = (struct books_walked){0};
	if (b->found.ended_ms && !b->found.faults) b->due_ms = b->found.ended_ms + BOOKS_WALK_DAY_MS;
	counter_set(CTR_BOOKS_FAULTS, b->found.faults);
	counter_set(CTR_BOOKS_WALKED, b->found.ended_ms / 1000);
	b->timer = loop_timer_start(house->loop, SLICE_MS, SLICE_MS, on_time, b);
	return b;
}

void books_round_stop(struct books_round *b)
{
	if (!b) return;
	loop_timer_stop(b->timer);
	free(b);
}
