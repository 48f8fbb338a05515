/* worker_orders.c — one handler per order, found by its row. */
#include <stdlib.h>
#include <unistd.h>

#include "media/worker_inside.h"

void worker_close_source(struct worker *w, uint32_t source)
{
	struct post *p = worker_find_post(w, source);
	if (!p) return;
	struct inlet *i = intake_find(w->intake, p->publisher);
	if (i) worker_expel(w, i, OK);
	while (p->fan.n) worker_let_go(w, p->fan.watchers[p->fan.n - 1], OK);
	port_flush(w->port);
	post_close(p);
}

static void on_open(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	uint32_t place = c->source & 0xffff;
	struct post *p = &w->posts[place];
	(void)now_us;
	if (p->id == c->source) return;
	worker_close_source(w, p->id); /* whose end got lost: the floor uses no place twice */
	if (place >= w->posts_top) w->posts_top = place + 1;
	post_open(p, c->source, c->worker, w->config.wall_us);
}

static void on_feed(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	struct post *p = worker_find_post(w, c->source);
	if (!p) {
		close(c->fd);
		return;
	}
	post_feed(p, c->fd, &c->format, c->id, now_us);
	worker_watch(w, c->fd, TAG_SOURCE, c->source);
}

static void on_unfeed(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	struct post *p = worker_find_post(w, c->source);
	(void)now_us;
	if (p && p->publisher == c->id) post_unfeed(p);
}

static void on_admit(struct worker *w, const struct worker_command *c, int64_t now_us) { worker_admit(w, c->new_inlet, now_us); }

static void on_expel(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	struct inlet *i = intake_find(w->intake, c->id);
	(void)now_us;
	if (i) worker_expel(w, i, OK);
}

static void on_lower(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	struct post *p = worker_find_post(w, c->source);
	if (!p) {
		close(c->fd);
		return;
	}
	source_feed_low(p->source, c->fd, (enum codec)c->format.codec[TRACK_VIDEO], c->format.pt[TRACK_VIDEO]);
	p->supply = (struct supply){0};
	worker_watch(w, c->fd, TAG_LOW, c->source);
	supply_give(&p->supply, p->source, &w->message, now_us);
}

static void on_mirror(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	struct post *p = worker_find_post(w, c->source);
	if (!p || p->mirrors & 1ull << c->worker) return;
	worker_release(w, p, now_us);
	p->mirrors |= 1ull << c->worker;
	worker_send_mirror(w, c->worker, mirror_of_history(p->source, p->id));
}

static void on_close(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	(void)now_us;
	worker_close_source(w, c->source);
}

static void on_view(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	struct viewer *v = c->new_viewer;
	struct post *p = worker_find_post(w, viewer_source_id(v));
	(void)now_us;
	if (p && audience_add(w->audience, v) == OK) {
		viewer_watch(v, p->source);
		if (fan_add(&p->fan, v) == OK) return;
		audience_take(w->audience, viewer_id(v));
	}
	struct worker_event e = {.said = WORKER_GONE, .source = viewer_source_id(v), .id = viewer_id(v), .why = ERR_FULL};
	worker_tell_surely(w, &e);
	viewer_free(v);
}

static void on_restart(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	struct viewer *v = audience_find(w->audience, c->id);
	struct inlet *i = intake_find(w->intake, c->id);
	if (v) viewer_restart(v, &c->ice, now_us);
	if (i) ice_restart(inlet_ice(i), &c->ice, now_us);
}

static void on_leave(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	struct viewer *v = audience_find(w->audience, c->id);
	(void)now_us;
	if (v) worker_let_go(w, v, OK);
}

static void on_choose(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	struct viewer *v = audience_find(w->audience, c->id);
	struct post *p = v ? worker_find_post(w, viewer_source_id(v)) : NULL;
	if (!p) return;
	viewer_choose(v, c->rung);
	worker_release(w, p, now_us);
	source_batch_begin(p->source, &w->batch);
	viewer_deliver(v, &w->batch, now_us, w->port); /* a recent key frame is shown at once */
}

static void on_batch(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	struct post *p = worker_find_post(w, mirror_source(c->mirror));
	if (p) {
		source_batch_begin(p->source, p->batch);
		mirror_open(c->mirror, p->source, p->batch);
		fan_deliver(&p->fan, p->batch, now_us, w->port);
	}
	mirror_free(c->mirror);
}

static void on_wish(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	struct post *p = worker_find_post(w, c->source);
	if (p && c->layer == TRACK_LOW) source_want_low(p->source);
	else if (p) source_want_key(p->source, now_us);
}

static void on_stop(struct worker *w, const struct worker_command *c, int64_t now_us)
{
	(void)c, (void)now_us;
	w->stop = true;
}

static void (*const orders[WORKER_ORDERS])(struct worker *, const struct worker_command *, int64_t now_us) = {
	[WORKER_OPEN] = on_open, [WORKER_FEED] = on_feed, [WORKER_UNFEED] = on_unfeed, [WORKER_ADMIT] = on_admit, [WORKER_EXPEL] = on_expel, [WORKER_MIRROR] = on_mirror, [WORKER_LOWER] = on_lower,
	[WORKER_CLOSE] = on_close, [WORKER_VIEW] = on_view, [WORKER_RESTART] = on_restart, [WORKER_LEAVE] = on_leave, [WORKER_CHOOSE] = on_choose,
	[WORKER_BATCH] = on_batch, [WORKER_WISH] = on_wish, [WORKER_STOP] = on_stop,
};

void worker_obey(struct worker *w, int64_t now_us)
{
	struct worker_command c;
	queue_drained(w->orders);
	while (queue_pop(w->orders, &c)) orders[c.order](w, &c, now_us);
	port_flush(w->port);
}

void worker_drop_orders(struct worker *w)
{
	struct worker_command c;
	while (queue_pop(w->orders, &c)) {
		viewer_free(c.new_viewer);
		inlet_free(c.new_inlet);
		mirror_free(c.mirror);
		if (c.order == WORKER_FEED || c.order == WORKER_LOWER) close(c.fd);
	}
}
