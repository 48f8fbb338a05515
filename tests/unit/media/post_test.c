/* What the floor is told of a source: that it began, that it fell silent and when, that it is back. Time is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "feed.h"
#include "media/post.h"
#include "media/worker.h"

#define BEGAN_US 5000000

struct bed { struct post post; struct queue *events; struct ipc_batch in; };

static int setup(void **state)
{
	static const struct source_format format = {{CODEC_H264, CODEC_OPUS}, {FEED_PT, FEED_AUDIO_PT}, false};
	struct bed *b = calloc(1, sizeof *b);
	b->events = queue_new(8, sizeof(struct worker_event));
	post_open(&b->post, 9, 0, 0);
	post_feed(&b->post, -1, &format, 77, BEGAN_US);
	ipc_batch_start(&b->in, 0);
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bed *b = *state;
	post_close(&b->post);
	queue_free(b->events);
	free(b);
	return 0;
}

static void piece(struct bed *b, uint16_t seq, bool last, int64_t at_us)
{
	struct { uint16_t version, count; uint32_t zero; uint64_t dropped; } head = {1, 1, 0, 0};
	feed_video(&b->in, seq, 3000u, FEED_IDR, last, 100, at_us);
	memcpy(b->in.bytes, &head, sizeof head);
	assert_int_equal(source_take(b->post.source, b->in.bytes, b->in.len, b->post.batch), OK);
	ipc_batch_start(&b->in, 0);
}

static void packet(struct bed *b, uint16_t seq, int64_t at_us)
{
	source_batch_begin(b->post.source, b->post.batch);
	piece(b, seq, true, at_us);
	post_heard(&b->post, b->events);
}

/* The next event of this kind; health is passed over. */
static bool told(struct bed *b, enum worker_said said, struct worker_event *ret)
{
	while (queue_pop(b->events, ret))
		if (ret->said == said) return true;
	return false;
}

static void silence_is_told_after_its_time_and_once(void **state)
{
	struct bed *b = *state;
	struct worker_event e;
	packet(b, 1, BEGAN_US);
	assert_true(told(b, WORKER_MEDIA, &e));
	assert_int_equal(e.id, 77);
	post_second(&b->post, BEGAN_US + SOURCE_QUIET_US, 0, b->events);
	assert_false(told(b, WORKER_QUIET, &e));
	post_second(&b->post, BEGAN_US + SOURCE_QUIET_US + 1, 0, b->events);
	assert_true(told(b, WORKER_QUIET, &e));
	assert_true(e.quiet);
	assert_int_equal(e.id, 77);
	post_second(&b->post, BEGAN_US + 2 * SOURCE_QUIET_US, 0, b->events);
	assert_false(told(b, WORKER_QUIET, &e));
	packet(b, 2, BEGAN_US + 2 * SOURCE_QUIET_US);
	assert_true(told(b, WORKER_QUIET, &e));
	assert_false(e.quiet);
}

static void who_never_spoke_does_not_fall_silent(void **state)
{
	struct bed *b = *state;
	struct worker_event e;
	post_second(&b->post, BEGAN_US + 10 * SOURCE_QUIET_US, 0, b->events);
	assert_false(told(b, WORKER_QUIET, &e));
}

static void a_frame_is_held_until_its_end_or_its_time(void **state)
{
	struct bed *b = *state;
	source_batch_begin(b->post.source, b->post.batch);
	piece(b, 10, false, BEGAN_US);
	assert_true(post_holds(&b->post, BEGAN_US));
	piece(b, 11, false, BEGAN_US + 10);
	assert_true(post_holds(&b->post, BEGAN_US + POST_HOLD_US - 1));
	assert_false(post_holds(&b->post, BEGAN_US + POST_HOLD_US));
	piece(b, 13, false, BEGAN_US + 20);
	assert_true(post_holds(&b->post, BEGAN_US + 20));
	piece(b, 12, false, BEGAN_US + 30); /* fills a hole: late already */
	assert_false(post_holds(&b->post, BEGAN_US + 30));
	piece(b, 14, true, BEGAN_US + 40);
	assert_false(post_holds(&b->post, BEGAN_US + 40));
}

/* A flag is set only once the floor has been told. */
static void a_full_queue_delays_what_is_told(void **state)
{
	struct bed *b = *state;
	struct worker_event e = {.said = WORKER_LOW};
	while (queue_push(b->events, &e) == OK) {}
	packet(b, 1, BEGAN_US);
	assert_false(told(b, WORKER_MEDIA, &e));
	packet(b, 2, BEGAN_US + 1);
	assert_true(told(b, WORKER_MEDIA, &e));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(silence_is_told_after_its_time_and_once, setup, teardown),
		cmocka_unit_test_setup_teardown(who_never_spoke_does_not_fall_silent, setup, teardown),
		cmocka_unit_test_setup_teardown(a_frame_is_held_until_its_end_or_its_time, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_queue_delays_what_is_told, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
