/* picture.c — media's events. */
#include "sessions/picture.h"

#include "base/clock.h"
#include "base/counters.h"
#include "base/log.h"
#include "sessions/inside.h"

static bool same(struct publisher_id a, struct publisher_id b) { return a.v == b.v; }

/* Gate forgets a name as soon as the booth has another publisher, but live.replaced is to say whom it means. */
static void note_page(struct sessions *s, struct booth *b, struct publisher_id p)
{
	if (same(b->pages[0].id, p)) return;
	b->pages[1] = b->pages[0];
	b->pages[0].id = p;
	b->pages[0].name[0] = 0;
	if (s->out->name_publisher) s->out->name_publisher(s->out->arg, p, b->pages[0].name);
}

static void on_publisher_up(void *arg, struct publisher_id p, struct booth_id booth)
{
	struct sessions *s = arg;
	struct booth *b;
	err_t e = booth_open(s, &booth, &b);
	if (e != OK) {
		log_error("sessions", "a picture came for a booth that cannot be opened: %s", err_wire(e));
		if (s->media) IGNORE(media_publish_stop(s->media, p));
		return;
	}
	b->publisher = p;
	b->quiet = false;
	note_page(s, b, p);
	broadcast_happens(s, &booth, BROADCAST_UP, p, OK);
}

static void on_publisher_quiet(void *arg, struct publisher_id p, struct booth_id booth, bool quiet)
{
	struct sessions *s = arg;
	struct booth *b = booth_find(s, &booth);
	if (!b || !same(b->publisher, p)) return;
	b->quiet = quiet;
	b->unfed_since_us = clock_mono_us();
	broadcast_happens(s, &booth, quiet ? BROADCAST_QUIET : BROADCAST_BACK, p, OK);
}

static enum broadcast_event meaning(err_t why)
{
	if (why == ERR_CONFLICT) return BROADCAST_REPLACED;
	return why == OK ? BROADCAST_STOPPED : BROADCAST_LOST;
}

static void on_publisher_gone(void *arg, struct publisher_id p, struct booth_id booth, err_t why)
{
	struct sessions *s = arg;
	struct booth *b = booth_find(s, &booth);
	if (!b) return;
	bool feeds_another = b->publisher.v && !same(b->publisher, p);
	if (feeds_another && why != ERR_CONFLICT) return;
	if (!feeds_another) {
		b->publisher = (struct publisher_id){0};
		b->health = (struct source_health){0};
		b->unfed_since_us = clock_mono_us();
	}
	broadcast_happens(s, &booth, meaning(why), p, why);
}

static void on_source_health(void *arg, struct booth_id booth, const struct source_health *h)
{
	struct booth *b = booth_find(arg, &booth);
	if (b) b->health = *h;
}

static void on_viewer_gone(void *arg, struct viewer_id v, struct booth_id booth, err_t why)
{
	(void)booth, (void)why;
	struct sessions *s = arg;
	if (s->out->forget_viewer) s->out->forget_viewer(s->out->arg, v);
}

struct media_events sessions_media_events(struct sessions *s)
{
	return (struct media_events){
		.arg = s,
		.publisher_up = on_publisher_up,
		.publisher_quiet = on_publisher_quiet,
		.publisher_gone = on_publisher_gone,
		.viewer_gone = on_viewer_gone,
		.source_health = on_source_health,
	};
}

void picture_beat(struct sessions *s, struct booth *b)
{
	bool fed = b->publisher.v && !b->quiet;
	if (fed && b->state != BROADCAST_LIVE) broadcast_happens(s, &b->id, BROADCAST_UP, b->publisher, OK);
	else if (!fed && b->state == BROADCAST_LIVE && clock_mono_us() - b->unfed_since_us > PICTURE_UNFED_US)
		broadcast_happens(s, &b->id, b->publisher.v ? BROADCAST_QUIET : BROADCAST_LOST, b->publisher, ERR_TIMEOUT);
	else if (b->state == BROADCAST_AWAY && clock_wall_ms() >= b->away_ms + s->grace_ms)
		broadcast_happens(s, &b->id, BROADCAST_GRACE, b->publisher, ERR_TIMEOUT);
}
