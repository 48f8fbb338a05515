/* tick_test.c — nothing is believed or said before its commit. */
#include "store/tick.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <uv.h>

#include "base/counters.h"
#include "base/loop.h"
#include "tests/unit/scratch.h"

struct world { char dir[SCRATCH_BYTES]; struct tick *tick; struct db *db; char said[256]; struct loop *loop; };

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	assert_non_null(scratch_new(w->dir, "tick"));
	assert_int_equal(db_open(w->dir, true, &w->db), OK);
	w->tick = tick_new(w->db);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	tick_free(w->tick);
	char cmd[128];
	snprintf(cmd, sizeof cmd, "rm -rf %s", w->dir);
	assert_int_equal(system(cmd), 0);
	free(w);
	return 0;
}

struct said { struct world *w; const char *word; };
static void say(struct said *s, const char *what) { strcat(strcat(s->w->said, what), s->word); free(s); }
static void on_run(void *arg)
{
	struct loop *loop = ((struct said *)arg)->w->loop;
	say(arg, "+");
	if (loop) loop_stop(loop);
}
static void on_fail(void *arg, err_t e) { assert_int_equal(e, ERR_STORE); say(arg, "!"); }
static void on_drop(void *arg) { say(arg, "-"); }

struct wish { struct world *w; const char *key; err_t result; };

static err_t note(struct tx *tx, void *request)
{
	struct wish *wish = request;
	struct said *s = malloc(sizeof *s);
	*s = (struct said){wish->w, wish->key};
	TRY(db_exec(tx_db(tx), Q_SETTING_PUT, V(wish->key), V("x")));
	tx_effect(tx, &(struct effect){on_run, on_fail, on_drop, s});
	return wish->result;
}

static int64_t rows(struct world *w)
{
	int64_t n = -1;
	assert_int_equal(db_int(w->db, &n, Q_SETTING_COUNT), OK);
	return n;
}

static void test_effects_wait_for_the_commit_and_keep_their_order(void **state)
{
	struct world *w = *state;
	assert_int_equal(tick_handle(w->tick, note, &(struct wish){w, "a", OK}), OK);
	assert_int_equal(tick_handle(w->tick, note, &(struct wish){w, "b", OK}), OK);
	assert_string_equal(w->said, "");
	assert_true(tick_is_open(w->tick));
	tick_end(w->tick);
	assert_string_equal(w->said, "+a+b");
	assert_false(tick_is_open(w->tick));
}

static void test_a_rolled_back_handler_leaves_no_trace(void **state)
{
	struct world *w = *state;
	assert_int_equal(tick_handle(w->tick, note, &(struct wish){w, "a", OK}), OK);
	assert_int_equal(tick_handle(w->tick, note, &(struct wish){w, "b", ERR_SOLD_OUT}), ERR_SOLD_OUT);
	assert_string_equal(w->said, "-b");
	tick_end(w->tick);
	assert_string_equal(w->said, "-b+a");
	assert_int_equal(rows(w), 1);
}

static void test_many_handlers_share_one_commit(void **state)
{
	struct world *w = *state;
	int64_t before = counter_get(CTR_TICKS);
	char keys[200][8];
	for (int i = 0; i < 200; i++) {
		snprintf(keys[i], sizeof keys[i], "k%d", i);
		w->said[0] = 0;
		assert_int_equal(tick_handle(w->tick, note, &(struct wish){w, keys[i], OK}), OK);
	}
	for (int i = 0; i < 200; i++) keys[i][0] = 0; /* keeps `said` short */
	tick_end(w->tick);
	assert_int_equal(counter_get(CTR_TICKS) - before, 1);
	assert_int_equal(rows(w), 200);
}

static void count_loss(void *arg) { ++*(int *)arg; }

static void test_a_failed_commit_says_so_and_the_store_goes_on(void **state)
{
	struct world *w = *state;
	int losses = 0;
	tick_on_loss(w->tick, count_loss, &losses);
	tick_fail_commits(w->tick, 1);
	assert_int_equal(tick_handle(w->tick, note, &(struct wish){w, "a", OK}), OK);
	tick_end(w->tick);
	assert_string_equal(w->said, "!a");
	assert_true(tick_is_failing(w->tick));
	assert_int_equal(losses, 1);
	assert_int_equal(rows(w), 0);
	assert_int_equal(tick_handle(w->tick, note, &(struct wish){w, "b", OK}), OK);
	tick_end(w->tick);
	assert_string_equal(w->said, "!a+b");
	assert_false(tick_is_failing(w->tick));
}

static void test_a_full_disk_loses_nothing_acknowledged(void **state)
{
	struct world *w = *state;
	char dir[SCRATCH_BYTES], key[16], filler[100];
	assert_non_null(scratch_new(dir, "full"));
	if (mount("tmpfs", dir, "tmpfs", 0, "size=3m") != 0) { rmdir(dir); fail_msg("this test mounts a small tmpfs and so needs root"); }
	struct world small = {0};
	assert_int_equal(db_open(dir, true, &small.db), OK);
	small.tick = tick_new(small.db);
	int acknowledged = 0, refused = 0;
	for (int i = 0; i < 20000 && refused < 3; i++) {
		snprintf(key, sizeof key, "key-%d", i);
		small.said[0] = 0;
		err_t e = tick_handle(small.tick, note, &(struct wish){&small, key, OK});
		tick_end(small.tick);
		if (e == OK && small.said[0] == '+') acknowledged++;
		else refused++;
	}
	assert_true(acknowledged > 10);
	assert_int_equal(refused, 3);
	assert_true(rows(&small) >= acknowledged);
	snprintf(filler, sizeof filler, "mount -o remount,size=8m %s", dir);
	assert_int_equal(system(filler), 0);
	small.said[0] = 0;
	IGNORE(tick_handle(small.tick, note, &(struct wish){&small, "after", OK}));
	tick_end(small.tick);
	small.said[0] = 0;
	assert_int_equal(tick_handle(small.tick, note, &(struct wish){&small, "again", OK}), OK);
	tick_end(small.tick);
	assert_string_equal(small.said, "+again");
	tick_free(small.tick);
	umount(dir);
	rmdir(dir);
	(void)w;
}

static void test_a_handler_is_rehearsed(void **state)
{
	struct world *w = *state;
	tick_twice(w->tick);
	assert_int_equal(tick_handle(w->tick, note, &(struct wish){w, "a", OK}), OK);
	assert_string_equal(w->said, "-a");
	tick_end(w->tick);
	assert_string_equal(w->said, "-a+a");
}

/* Remembers between its runs, as no handler may. */
static err_t fickle(struct tx *tx, void *request)
{
	int *runs = request;
	for (int i = 0; i <= *runs; i++) TRY(db_exec(tx_db(tx), Q_SETTING_PUT, V(i ? "b" : "a"), V("x")));
	++*runs;
	return OK;
}

static void test_a_handler_that_does_not_repeat_is_found(void **state)
{
	struct world *w = *state;
	pid_t child = fork();
	if (child == 0) {
		int runs = 0;
		signal(SIGABRT, SIG_DFL);
		tick_twice(w->tick);
		IGNORE(tick_handle(w->tick, fickle, &runs));
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

/* On an idle loop: a write from a timer and one from a close callback are committed at once. */
struct idle { struct world *w; struct loop *loop; struct loop_timer *timer; bool late; };

static void end_of_turn(void *arg) { tick_end(((struct idle *)arg)->w->tick); }

static void write_from_timer(void *arg)
{
	struct idle *i = arg;
	assert_int_equal(tick_handle(i->w->tick, note, &(struct wish){i->w, "t", OK}), OK);
}

static void give_up(void *arg)
{
	struct idle *i = arg;
	i->late = true;
	loop_stop(i->loop);
}

/* Nothing else wakes this loop for two seconds: the commit must come before that sleep, and its effect ends the run. */
static void run_until_said(struct idle *i)
{
	struct loop_timer *late = loop_timer_start(i->loop, 2000, 0, give_up, i);
	i->w->loop = i->loop;
	loop_run(i->loop);
	loop_timer_stop(late);
	assert_false(i->late);
	assert_string_equal(i->w->said, "+t");
	assert_false(tick_is_open(i->w->tick));
}

static void test_a_timer_writes_on_an_idle_loop(void **state)
{
	struct world *w = *state;
	struct idle i = {.w = w, .loop = loop_new()};
	loop_on_turn(i.loop, end_of_turn, &i);
	i.timer = loop_timer_start(i.loop, 1, 0, write_from_timer, &i);
	run_until_said(&i);
	loop_timer_stop(i.timer);
	loop_free(i.loop);
}

static void write_from_close(uv_handle_t *h) { write_from_timer(h->data); }

static void test_a_close_callback_writes_on_an_idle_loop(void **state)
{
	struct world *w = *state;
	struct idle i = {.w = w, .loop = loop_new()};
	loop_on_turn(i.loop, end_of_turn, &i);
	uv_timer_t h = {.data = &i};
	uv_timer_init(loop_uv(i.loop), &h);
	uv_close((uv_handle_t *)&h, write_from_close);
	run_until_said(&i);
	loop_free(i.loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
		T(test_effects_wait_for_the_commit_and_keep_their_order),
		T(test_a_rolled_back_handler_leaves_no_trace),
		T(test_many_handlers_share_one_commit),
		T(test_a_failed_commit_says_so_and_the_store_goes_on),
		T(test_a_full_disk_loses_nothing_acknowledged),
		T(test_a_handler_is_rehearsed),
		T(test_a_handler_that_does_not_repeat_is_found),
		T(test_a_timer_writes_on_an_idle_loop),
		T(test_a_close_callback_writes_on_an_idle_loop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
