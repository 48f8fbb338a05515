/* loop.c — libuv behind our own small face.
 * libuv's turn: timers, pending, idle, PREPARE, poll, CHECK, closing. */
#include "base/loop.h"

#include <stdlib.h>
#include <uv.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/log.h"
#include "base/queue.h"

struct post { void (*fn)(void *arg); void *arg; };

struct loop {
	uv_loop_t uv;
	uv_prepare_t prepare;
	uv_check_t check;
	uv_async_t stop;
	struct queue *posts;
	struct loop_watch *posts_watch;
	void (*hook)(void *arg);
	void *hook_arg;
	int64_t held_us, breaches;
	struct loop_since read; /* the newest reading of both clocks */
};

struct loop_timer { uv_timer_t uv; void (*fn)(void *arg); void *arg; };
struct loop_watch { uv_poll_t uv; void (*fn)(void *arg); void *arg; };

static void run_hook(struct loop *l)
{
	if (!l->hook) return;
	struct loop_since began = loop_enter(l);
	l->hook(l->hook_arg);
	loop_leave(l, began, "turn's end");
}

static void on_prepare(uv_prepare_t *h)
{
	struct loop *l = h->data;
	run_hook(l);
}

static void on_check(uv_check_t *h)
{
	struct loop *l = h->data;
	run_hook(l);
}

static void on_stop(uv_async_t *h) { uv_stop(h->loop); }

static void on_posts(void *arg)
{
	struct loop *l = arg;
	queue_drained(l->posts);
	struct post p;
	while (queue_pop(l->posts, &p)) {
		struct loop_since began = loop_enter(l);
		p.fn(p.arg);
		loop_leave(l, began, "post");
	}
}

struct loop *loop_new(void)
{
	struct loop *l = calloc(1, sizeof *l);
	if (!l) abort();
	if (uv_loop_init(&l->uv)) abort();
	l->uv.data = l;
	l->posts = queue_new(LOOP_POSTS_MAX, sizeof(struct post));
	if (!l->posts) abort();
	uv_prepare_init(&l->uv, &l->prepare);
	uv_check_init(&l->uv, &l->check);
	uv_async_init(&l->uv, &l->stop, on_stop);
	l->prepare.data = l->check.data = l->stop.data = l;
	uv_prepare_start(&l->prepare, on_prepare);
	uv_check_start(&l->check, on_check);
	l->posts_watch = loop_watch_start(l, queue_fd(l->posts), on_posts, l);
	return l;
}

static void close_left(uv_handle_t *h, void *arg)
{
	(void)arg;
	if (!uv_is_closing(h)) uv_close(h, NULL);
}

void loop_free(struct loop *l)
{
	if (!l) return;
	loop_watch_stop(l->posts_watch);
	l->hook = NULL;
	uv_walk(&l->uv, close_left, NULL);
	uv_run(&l->uv, UV_RUN_DEFAULT);
	uv_loop_close(&l->uv);
	queue_free(l->posts);
	free(l);
}

void loop_run(struct loop *l) { uv_run(&l->uv, UV_RUN_DEFAULT); }
void loop_turn(struct loop *l, bool wait) { uv_run(&l->uv, wait ? UV_RUN_ONCE : UV_RUN_NOWAIT); }
void loop_stop(struct loop *l) { uv_async_send(&l->stop); }
void *loop_uv(struct loop *l) { return &l->uv; }

void loop_on_turn(struct loop *l, void (*hook)(void *arg), void *arg)
{
	l->hook = hook;
	l->hook_arg = arg;
}

static void on_timer(uv_timer_t *h)
{
	struct loop_timer *t = h->data;
	struct loop *l = h->loop->data;
	struct loop_since began = loop_enter(l);
	t->fn(t->arg);
	loop_leave(l, began, "timer");
}

struct loop_timer *loop_timer_start(struct loop *l, int64_t delay_ms, int64_t repeat_ms, void (*fn)(void *arg), void *arg)
{
	struct loop_timer *t = calloc(1, sizeof *t);
	if (!t) abort();
	t->fn = fn;
	t->arg = arg;
	uv_timer_init(&l->uv, &t->uv);
	t->uv.data = t;
	uv_update_time(&l->uv);
	uv_timer_start(&t->uv, on_timer, (uint64_t)delay_ms, (uint64_t)repeat_ms);
	return t;
}

static void free_handle(uv_handle_t *h) { free(h->data); }

void loop_timer_stop(struct loop_timer *t)
{
	if (!t) return;
	uv_timer_stop(&t->uv);
	uv_close((uv_handle_t *)&t->uv, free_handle);
}

static void on_readable(uv_poll_t *h, int status, int events)
{
	(void)status, (void)events;
	struct loop_watch *w = h->data;
	struct loop *l = h->loop->data;
	struct loop_since began = loop_enter(l);
	w->fn(w->arg);
	loop_leave(l, began, "watch");
}

struct loop_watch *loop_watch_start(struct loop *l, int fd, void (*fn)(void *arg), void *arg)
{
	struct loop_watch *w = calloc(1, sizeof *w);
	if (!w) abort();
	w->fn = fn;
	w->arg = arg;
	if (uv_poll_init(&l->uv, &w->uv, fd)) { free(w); return NULL; }
	w->uv.data = w;
	uv_poll_start(&w->uv, UV_READABLE, on_readable);
	return w;
}

void loop_watch_stop(struct loop_watch *w)
{
	if (!w) return;
	uv_poll_stop(&w->uv);
	uv_close((uv_handle_t *)&w->uv, free_handle);
}

err_t loop_post(struct loop *l, void (*fn)(void *arg), void *arg)
{
	struct post p = {fn, arg};
	return queue_push(l->posts, &p);
}

/* Reading the thread's clock is a system call, the other is not: one reading serves for LOOP_BLUR_US. */
struct loop_since loop_enter(struct loop *l)
{
	struct loop_since now = {.real_us = clock_real_us(), .thread_us = l->read.thread_us};
	if (now.real_us - l->read.real_us < LOOP_BLUR_US) return now;
	now.thread_us = clock_thread_us();
	l->read = now;
	return now;
}

/* What was short by the clock on the wall was short by the thread's. */
void loop_leave(struct loop *l, struct loop_since began, const char *what)
{
	int64_t held = clock_real_us() - began.real_us;
	if (held <= l->held_us && held <= LOOP_HOLD_US) return;
	const int64_t own = clock_thread_us() - began.thread_us;
	if (own < held) held = own;
	if (held > l->held_us) l->held_us = held;
	if (held <= LOOP_HOLD_US) return;
	l->breaches++;
	counter_add(CTR_FLOOR_BREACHES, 1);
	log_warn("base", "a %s held the floor for %lld us", what, (long long)held);
}

int64_t loop_held_us(struct loop *l)
{
	int64_t held = l->held_us;
	l->held_us = 0;
	return held;
}

int64_t loop_breaches(const struct loop *l) { return l->breaches; }
