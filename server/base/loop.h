/* loop.h — the floor: one thread, one libuv loop. Everything that is not media happens here.
 * Owns    the uv_loop, its timers and watches.
 * Thread  the floor, except loop_stop and loop_post.
 * Rule    no callback holds the floor longer than 5 ms (LOOP_HOLD_US); each breach is counted and logged. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define LOOP_HOLD_US 5000

struct loop;
struct loop_timer;
struct loop_watch;

struct loop *loop_new(void);
/* Closes what is left and frees it; the loop must have stopped. */
void loop_free(struct loop *l);
/* Runs until loop_stop. */
void loop_run(struct loop *l);
/* One turn; for tests. */
void loop_turn(struct loop *l, bool wait);
/* Ends loop_run after this turn. Thread: any, also from a signal handler. */
void loop_stop(struct loop *l);
/* The uv_loop_t, for libwebsockets' foreign_loops. Lent. */
void *loop_uv(struct loop *l);

/* Called at the end of every turn before it sleeps (uv_prepare) and after polling (uv_check): the tick commits here.
 * Timers and close callbacks run after check, which is why both are needed. One hook. */
void loop_on_turn(struct loop *l, void (*hook)(void *arg), void *arg);

/* Calls `fn` on the floor after `delay_ms`, then every `repeat_ms` (0: once). */
struct loop_timer *loop_timer_start(struct loop *l, int64_t delay_ms, int64_t repeat_ms, void (*fn)(void *arg), void *arg);
/* Stops and frees; NULL is accepted. A timer that fired once must still be stopped by its owner. */
void loop_timer_stop(struct loop_timer *t);

/* Calls `fn` whenever `fd` is readable. The fd stays the caller's. */
struct loop_watch *loop_watch_start(struct loop *l, int fd, void (*fn)(void *arg), void *arg);
void loop_watch_stop(struct loop_watch *w);

/* Runs `fn(arg)` on the floor soon. Thread: any. ERR_FULL when LOOP_POSTS_MAX wait. */
#define LOOP_POSTS_MAX 65536
err_t loop_post(struct loop *l, void (*fn)(void *arg), void *arg);

/* Around each handler: began = loop_enter(l); …; loop_leave(l, began, "ws message"). Timers, watches and posts are
 * measured here; gate measures its callbacks. What counts is CPU time of the floor's thread, so that a busy
 * machine raises no false alarm; up to LOOP_BLUR_US before the handler may be counted with it. */
#define LOOP_BLUR_US 100
struct loop_since { int64_t real_us, thread_us; };
struct loop_since loop_enter(struct loop *l);
void loop_leave(struct loop *l, struct loop_since began, const char *what);

/* Longest hold in µs since the last call, and how often LOOP_HOLD_US was broken in all. */
int64_t loop_held_us(struct loop *l);
int64_t loop_breaches(const struct loop *l);
