/* phone_call_test.c — a child a line: what it is told, what it says, how many there are, and that none outlives the house. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "notify/phone_call.h"

struct desk { struct loop *loop; struct phone_calls *calls; int done; char result[64]; };

static void on_done(void *arg, const char *result)
{
	struct desk *d = arg;
	d->done++;
	snprintf(d->result, sizeof d->result, "%s", result);
}

static int set_up(void **state)
{
	struct desk *d = calloc(1, sizeof *d);
	d->loop = loop_new();
	*state = d;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *d = *state;
	phone_calls_close(d->calls);
	loop_stop(d->loop);
	loop_free(d->loop);
	free(d);
	return 0;
}

static void open_with(struct desk *d, const char *program, int lines)
{
	const struct phone_config c = {.program = program, .gateway = "pbx:5060", .from = "sip:m@h", .user = "", .password = "", .lines = lines};
	phone_calls_close(d->calls);
	assert_int_equal(phone_calls_open(d->loop, &c, &d->calls), OK);
}

static err_t call(struct desk *d)
{
	return phone_call(d->calls, &(struct phone_wish){.number = "+919800000001", .lang = "hi", .say = "एक", .thanks = ""}, on_done, d);
}

/* cat says back what it was told, so its first line is the result. */
static void test_a_child_is_told_and_says(void **state)
{
	struct desk *d = *state;
	open_with(d, "/bin/cat", 1);
	assert_int_equal(call(d), OK);
	while (!d->done) loop_turn(d->loop, true);
	assert_string_equal(d->result, "to sip:+919800000001@pbx:5060");
	assert_true(phone_calls_free(d->calls));
}

static void test_a_child_that_says_nothing_has_failed(void **state)
{
	struct desk *d = *state;
	open_with(d, "/bin/true", 1);
	if (call(d) != OK) return; /* it was gone before it could be told */
	while (!d->done) loop_turn(d->loop, true);
	assert_string_equal(d->result, "failed 0");
}

static void test_as_many_as_there_are_lines(void **state)
{
	struct desk *d = *state;
	open_with(d, "/bin/cat", PHONE_LINES_MAX);
	for (int i = 0; i < PHONE_LINES_MAX; i++) {
		assert_true(phone_calls_free(d->calls));
		assert_int_equal(call(d), OK);
	}
	assert_false(phone_calls_free(d->calls));
	assert_int_equal(call(d), ERR_FULL);
	while (d->done < PHONE_LINES_MAX) loop_turn(d->loop, true);
	assert_int_equal(call(d), OK);
	phone_calls_close(d->calls); /* the last is hung up, and nobody is told */
	d->calls = NULL;
	assert_int_equal(d->done, PHONE_LINES_MAX);
}

static void test_what_cannot_be(void **state)
{
	struct desk *d = *state;
	open_with(d, "/no/such/program", 1);
	assert_int_equal(call(d), ERR_IO);
	assert_true(phone_calls_free(d->calls));
	phone_calls_close(d->calls);
	const struct phone_config none = {.gateway = ""}, many = {.gateway = "x", .lines = PHONE_LINES_MAX + 1};
	assert_int_equal(phone_calls_open(d->loop, &none, &d->calls), OK);
	assert_null(d->calls);
	assert_int_equal(phone_calls_open(d->loop, &many, &d->calls), ERR_CONFIG);
}

#define DESK_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	signal(SIGPIPE, SIG_IGN); /* as the server does */
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_a_child_is_told_and_says), DESK_TEST(test_a_child_that_says_nothing_has_failed), DESK_TEST(test_as_many_as_there_are_lines),
		DESK_TEST(test_what_cannot_be),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
