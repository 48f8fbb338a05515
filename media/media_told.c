/* media_told.c — what the workers say: a handler per event, found by its row. */
#include "base/counters.h"
#include "media/media_inside.h"

static void free_seat(struct media *m, struct seat *s)
{
	struct stage *st = stage_get(m->stages, s->stage);
	if (st) {
		st->viewers--;
		st->by_worker[s->worker]--;
	}
	if (s->up) counter_add(CTR_VIEWERS, -1);
	m->load[s->worker]--;
	s->id = 0;
}

static void on_gone(struct media *m, const struct worker_event *e)
{
	struct seat *s = media_find_seat(m, e->id);
	if (!s) return;
	struct booth_id booth = s->booth;
	free_seat(m, s);
	if (m->events.viewer_gone) m->events.viewer_gone(m->events.arg, (struct viewer_id){e->id}, booth, e->why);
}

static void on_secured(struct media *m, const struct worker_event *e)
{
	struct seat *s = media_find_seat(m, e->id);
	if (!s) return;
	s->up = true;
	counter_add(CTR_VIEWERS, 1);
	if (m->events.viewer_up) m->events.viewer_up(m->events.arg, (struct viewer_id){e->id}, s->booth);
}

static void on_media(struct media *m, const struct worker_event *e)
{
	const struct stage *st = stage_get(m->stages, e->source);
	if (st && st->publisher == e->id && m->events.publisher_up) m->events.publisher_up(m->events.arg, (struct publisher_id){e->id}, st->booth);
}

static void on_quiet(struct media *m, const struct worker_event *e)
{
	const struct stage *st = stage_get(m->stages, e->source);
	if (st && st->publisher == e->id && m->events.publisher_quiet) m->events.publisher_quiet(m->events.arg, (struct publisher_id){e->id}, st->booth, e->quiet);
}

static void on_marks(struct media *m, const struct worker_event *e)
{
	struct stage *st = stage_get(m->stages, e->source);
	for (uint32_t i = 0; st && i < e->marks_count; i++) stage_mark(st, &e->marks[i]);
}

static void on_health(struct media *m, const struct worker_event *e)
{
	const struct stage *st = stage_get(m->stages, e->source);
	if (!st || !m->events.source_health) return;
	struct source_health h = e->health;
	h.viewers = st->viewers;
	struct ipc_stats child;
	if (m->publishing && publish_stats(m->publishing, (struct publisher_id){st->publisher}, &child)) h.rtt_ms = (uint32_t)(child.trip_us / 1000);
	m->events.source_health(m->events.arg, st->booth, &h);
}

static void on_low(struct media *m, const struct worker_event *e)
{
	struct stage *st = stage_get(m->stages, e->source);
	if (st) rendering_wish(m->rendering, st, m->workers[st->owner], (int)e->id, e->low);
}

static void on_admitted(struct media *m, const struct worker_event *e)
{
	if (m->reception) reception_on_admitted(m->reception, m->stages, e);
}

static void on_lost(struct media *m, const struct worker_event *e)
{
	if (m->reception) reception_on_lost(m->reception, e);
}

void media_on_workers(void *arg)
{
	static void (*const told[])(struct media *, const struct worker_event *) = {
		[WORKER_MEDIA] = on_media, [WORKER_QUIET] = on_quiet, [WORKER_MARKS] = on_marks,
		[WORKER_SECURED] = on_secured, [WORKER_GONE] = on_gone, [WORKER_HEALTH] = on_health, [WORKER_LOW] = on_low,
		[WORKER_ADMITTED] = on_admitted, [WORKER_LOST] = on_lost,
	};
	struct media *m = arg;
	struct worker_event e;
	queue_drained(m->from_workers);
	while (queue_pop(m->from_workers, &e)) told[e.said](m, &e);
}
