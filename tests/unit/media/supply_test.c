/* What a mela-render is given: from a key frame on, in order, holes waited for and then left behind at the next key frame. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "feed.h"
#include "media/supply.h"

struct bed { struct source *source; struct supply supply; struct ipc_batch in, out; struct source_batch batch; int child; };

static int setup(void **state)
{
	static const struct source_format format = {{CODEC_H264, CODEC_OPUS}, {FEED_PT, FEED_AUDIO_PT}, false};
	struct bed *b = calloc(1, sizeof *b);
	int fds[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, fds), 0);
	b->source = source_new(0);
	b->child = fds[1];
	source_feed(b->source, -1, &format);
	source_feed_low(b->source, fds[0], CODEC_H264, SUPPLY_PT);
	ipc_batch_start(&b->in, 0);
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bed *b = *state;
	source_free(b->source);
	close(b->child);
	free(b);
	return 0;
}

static void packet(struct bed *b, uint16_t seq, bool key, int64_t at_us)
{
	struct { uint16_t version, count; uint32_t zero; uint64_t dropped; } head = {1, 1, 0, 0};
	feed_video(&b->in, seq, seq * 3000u, key ? FEED_IDR : FEED_DELTA, true, 100, at_us);
	memcpy(b->in.bytes, &head, sizeof head);
	source_batch_begin(b->source, &b->batch);
	assert_int_equal(source_take(b->source, b->in.bytes, b->in.len, &b->batch), OK);
	ipc_batch_start(&b->in, 0);
	supply_give(&b->supply, b->source, &b->out, at_us);
}

/* The timestamps that have come, as their packets' numbers; -1: none. */
static int came(struct bed *b, int *list)
{
	static char message[IPC_MESSAGE_BYTES];
	int n = 0;
	for (ssize_t len; (len = recv(b->child, message, sizeof message, 0)) > 0;) {
		struct ipc_reader r;
		struct ipc_packet p;
		struct rtp rtp;
		assert_int_equal(ipc_packets_open(message, (size_t)len, &r), OK);
		while (ipc_packets_next(&r, &p)) {
			assert_int_equal(rtp_parse(p.data, p.len, &rtp), OK);
			list[n++] = (int)(rtp.ts / 3000);
		}
	}
	return n;
}

static void it_begins_at_a_key_frame_and_goes_in_order(void **state)
{
	struct bed *b = *state;
	int got[16];
	packet(b, 10, true, 1000);
	packet(b, 12, false, 2000);
	packet(b, 11, false, 3000);
	assert_int_equal(came(b, got), 3);
	for (int i = 0; i < 3; i++) assert_int_equal(got[i], 10 + i);
}

static void a_hole_that_stays_is_left_at_the_next_key_frame(void **state)
{
	struct bed *b = *state;
	int got[16];
	packet(b, 10, true, 1000);
	packet(b, 12, false, 2000);
	packet(b, 13, false, 2000 + SUPPLY_PATIENCE_US - 1);
	assert_int_equal(came(b, got), 1);
	packet(b, 14, false, 2000 + SUPPLY_PATIENCE_US);
	packet(b, 15, false, 2001 + SUPPLY_PATIENCE_US);
	assert_int_equal(came(b, got), 0);
	assert_true(source_tick(b->source, 2001 + SUPPLY_PATIENCE_US)); /* a key frame is wanted */
	packet(b, 16, true, 2002 + SUPPLY_PATIENCE_US);
	packet(b, 17, false, 2003 + SUPPLY_PATIENCE_US);
	assert_int_equal(came(b, got), 2);
	assert_int_equal(got[0], 16);
}

static void a_child_that_is_behind_goes_on_at_the_next_key_frame(void **state)
{
	struct bed *b = *state;
	int small = 4096, got[1024];
	setsockopt(source_fd_low(b->source), SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
	packet(b, 10, true, 1000);
	for (uint16_t i = 11; i < 200; i++) packet(b, i, false, 1000 + i);
	int n = came(b, got);
	assert_true(n > 0 && n < 190);
	packet(b, 200, false, 2000);
	assert_int_equal(came(b, got), 0);
	packet(b, 201, true, 3000);
	assert_int_equal(came(b, got), 1);
	assert_int_equal(got[0], 201);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_begins_at_a_key_frame_and_goes_in_order, setup, teardown),
		cmocka_unit_test_setup_teardown(a_hole_that_stays_is_left_at_the_next_key_frame, setup, teardown),
		cmocka_unit_test_setup_teardown(a_child_that_is_behind_goes_on_at_the_next_key_frame, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
