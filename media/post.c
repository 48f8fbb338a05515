/* post.c — a flag is set only once the floor has been told. */
#include "media/post.h"

#include <stdio.h>
#include <stdlib.h>

#include "media/codec.h"
#include "media/worker.h"

void post_open(struct post *p, uint32_t id, int owner, int64_t wall_us)
{
	*p = (struct post){.id = id, .owner = owner, .source = source_new(wall_us), .batch = calloc(1, sizeof *p->batch)};
	if (!p->batch) abort();
	fan_init(&p->fan);
}

void post_close(struct post *p)
{
	fan_fini(&p->fan);
	source_free(p->source);
	free(p->batch);
	*p = (struct post){0};
}

void post_feed(struct post *p, int fd, const struct source_format *f, uint64_t publisher, int64_t now_us)
{
	source_feed(p->source, fd, f);
	p->publisher = publisher;
	p->fed = true;
	p->heard = p->quiet = false;
	p->fed_us = now_us;
}

void post_unfeed(struct post *p)
{
	source_unfeed(p->source);
	p->fed = false;
}

bool post_holds(struct post *p, int64_t now_us)
{
	const struct source_batch *b = p->batch;
	const struct packet *newest = b->count ? b->packets[b->count - 1] : NULL;
	if (!newest || newest->track == TRACK_AUDIO || newest->marker || !newest->len || b->count > SOURCE_BATCH_MAX / 2) return false;
	if (newest->seq + 1 != source_ring(p->source, (enum track)newest->track)->next) return false; /* a repair: it is late already */
	if (!p->held_us) p->held_us = now_us;
	return now_us - p->held_us < POST_HOLD_US;
}

void post_heard(struct post *p, struct queue *events)
{
	struct worker_event e = {.said = WORKER_MEDIA, .source = p->id, .id = p->publisher};
	if (!p->heard) p->heard = queue_push(events, &e) == OK;
	e.said = WORKER_QUIET;
	if (p->quiet) p->quiet = queue_push(events, &e) != OK;
}

static void tell_quiet(struct post *p, int64_t now_us, struct queue *events)
{
	int64_t last = source_last_us(p->source) > p->fed_us ? source_last_us(p->source) : p->fed_us;
	struct worker_event e = {.said = WORKER_QUIET, .source = p->id, .id = p->publisher, .quiet = true};
	if (p->heard && !p->quiet && now_us - last > SOURCE_QUIET_US) p->quiet = queue_push(events, &e) == OK;
}

/* What did not come in its turn was lost on the way, whether it was repaired later or not. */
static uint32_t loss_permille(const struct post *p, const struct source_counts *now, uint64_t next)
{
	uint64_t due = p->told_next ? next - p->told_next : 0;
	uint64_t came = now->packets[TRACK_VIDEO] - p->told.packets[TRACK_VIDEO], late = now->late - p->told.late;
	uint64_t in_time = came > late ? came - late : 0;
	return due > in_time ? (uint32_t)((due - in_time) * 1000 / due) : 0;
}

static uint32_t kbps(const struct post *p, const struct source_counts *now, enum track t)
{
	return (uint32_t)((now->bytes[t] - p->told.bytes[t]) * 8 / 1000);
}

void post_tell_low(struct post *p, int worker, int64_t now_us, struct queue *events)
{
	for (uint32_t i = 0; i < p->fan.n; i++) {
		if (!viewer_needs_low(p->fan.watchers[i])) continue;
		p->low_until_us = now_us + POST_LINGER_US;
		break;
	}
	struct worker_event e = {.said = WORKER_LOW, .source = p->id, .id = (uint64_t)worker, .low = now_us < p->low_until_us};
	if ((e.low || p->low_told) && queue_push(events, &e) == OK) p->low_told = e.low;
}

void post_second(struct post *p, int64_t now_us, int64_t trip_us, struct queue *events)
{
	if (!p->fed) return;
	const struct source_counts *now = source_counts(p->source);
	uint64_t next = source_ring(p->source, TRACK_VIDEO)->next;
	struct worker_event e = {.said = WORKER_HEALTH, .source = p->id};
	e.health = (struct source_health){
		.video_kbps = kbps(p, now, TRACK_VIDEO) + (source_layered(p->source) ? kbps(p, now, TRACK_LOW) : 0), .audio_kbps = kbps(p, now, TRACK_AUDIO), .fps = (uint32_t)(now->frames - p->told.frames),
		.loss_permille = loss_permille(p, now, next), .rtt_ms = (uint32_t)(trip_us / 1000), .pli_sent = (uint32_t)now->pli_sent,
		.still_ms = now->still_us / 1000,
	};
	snprintf(e.health.codec, sizeof e.health.codec, "%s", codec_name(source_codec(p->source, TRACK_VIDEO)));
	tell_quiet(p, now_us, events);
	p->told = *now;
	p->told_next = next;
	IGNORE(queue_push(events, &e));
}
