/* live_wake_test.c — a booth's readers are told of what is new so many at a turn, and each of them in the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "base/loop.h"
#include "gate/house.h"
#include "gate/live_wake.h"

enum { MANY = LIVE_WAKES_PER_TURN + 1 };

/* A room whose channels are not open yet: asking to write to one does nothing, which is enough to see who is next. */
struct room { struct house house; struct live_sockets *sockets; struct booth_ring rings[2]; struct live_conn readers[MANY]; };

static int start(void **state)
{
	struct room *room = calloc(1, sizeof *room);
	room->house.loop = loop_new();
	room->sockets = calloc(1, sizeof *room->sockets);
	room->sockets->house = &room->house;
	*state = room;
	return 0;
}

static int stop(void **state)
{
	struct room *room = *state;
	live_wake_stop(room->sockets);
	loop_free(room->house.loop);
	free(room->sockets);
	free(room);
	return 0;
}

static void fill(struct room *room, struct booth_ring *r, size_t from, size_t n)
{
	for (size_t i = from + n; i-- > from;) {
		struct live_conn *c = &room->readers[i];
		*c = (struct live_conn){.home = room->sockets, .ring = r, .ring_next = r->readers, .ring_link = &r->readers};
		if (r->readers) r->readers->ring_link = &c->ring_next;
		r->readers = c;
	}
}

/* Until the timer that is set has gone off, a millisecond at most. */
static void turn(const struct room *room)
{
	const struct loop_timer *set = room->sockets->wake_timer;
	assert_non_null(set);
	while (room->sockets->wake_timer == set) loop_turn(room->house.loop, false);
}

static void as_many_as_a_turn_wakes_and_one_more(void **state)
{
	struct room *room = *state;
	struct booth_ring *r = &room->rings[0];
	fill(room, r, 0, LIVE_WAKES_PER_TURN);
	live_wake(room->sockets, r);
	turn(room);
	assert_false(r->wakes);
	r->readers = NULL;
	fill(room, r, 0, MANY);
	live_wake(room->sockets, r);
	turn(room);
	assert_true(r->wakes);
	assert_ptr_equal(r->waking, &room->readers[LIVE_WAKES_PER_TURN]);
	turn(room);
	assert_false(r->wakes);
	assert_null(r->waking);
}

static void what_comes_meanwhile_is_told_to_all(void **state)
{
	struct room *room = *state;
	struct booth_ring *r = &room->rings[0];
	fill(room, r, 0, MANY);
	live_wake(room->sockets, r);
	turn(room);
	live_wake(room->sockets, r);
	turn(room); /* the last of the first message, then all but one of the second's */
	assert_ptr_equal(r->waking, &room->readers[LIVE_WAKES_PER_TURN - 1]);
	turn(room);
	assert_false(r->wakes);
}

static void who_leaves_is_passed_over(void **state)
{
	struct room *room = *state;
	struct booth_ring *r = &room->rings[0];
	fill(room, r, 0, MANY);
	live_wake(room->sockets, r);
	turn(room);
	live_conn_leave_ring(r->waking);
	assert_null(r->waking);
	turn(room);
	assert_false(r->wakes);
}

static void booths_take_turns(void **state)
{
	struct room *room = *state;
	fill(room, &room->rings[0], 0, MANY - 2);
	fill(room, &room->rings[1], MANY - 2, 2);
	live_wake(room->sockets, &room->rings[0]);
	live_wake(room->sockets, &room->rings[1]);
	turn(room);
	assert_false(room->rings[0].wakes);
	assert_ptr_equal(room->rings[1].waking, &room->readers[MANY - 1]);
	live_wake_forget(room->sockets, &room->rings[1]);
	assert_null(room->sockets->waking);
	turn(room); /* a ring that has gone is not touched */
	assert_null(room->sockets->wake_timer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(as_many_as_a_turn_wakes_and_one_more, start, stop),
		cmocka_unit_test_setup_teardown(what_comes_meanwhile_is_told_to_all, start, stop),
		cmocka_unit_test_setup_teardown(who_leaves_is_passed_over, start, stop),
		cmocka_unit_test_setup_teardown(booths_take_turns, start, stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
