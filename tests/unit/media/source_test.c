/* A source: reading the child, key frames, the PLI gate, clocks, padding, replicas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "feed.h"
#include "media/mirror.h"
#include "media/rtcp.h"
#include "media/source.h"

struct bed { struct source *source; int child; struct ipc_batch message; struct source_batch batch; };

static const struct source_format FORMAT = {{CODEC_H264, CODEC_OPUS}, {FEED_PT, FEED_AUDIO_PT}, false};

static void plug(struct bed *b)
{
	int pair[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair), 0);
	if (b->child >= 0) close(b->child);
	b->child = pair[1];
	source_feed(b->source, pair[0], &FORMAT);
	ipc_batch_start(&b->message, 0);
}

static int setup(void **state)
{
	struct bed *b = calloc(1, sizeof *b);
	b->source = source_new(0);
	b->child = -1;
	plug(b);
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

/* What was fed since the last call crosses the socket in one message. */
static void cross(struct bed *b)
{
	assert_int_equal(ipc_batch_send(b->child, &b->message), OK);
	source_batch_begin(b->source, &b->batch);
	assert_true(source_read(b->source, &b->batch));
	ipc_batch_start(&b->message, 0);
}

/* How many requests for a key frame have reached the child. */
static int asked(struct bed *b)
{
	int n = 0;
	char message[256];
	struct ipc_control c;
	for (ssize_t len; (len = recv(b->child, message, sizeof message, MSG_DONTWAIT)) > 0; n++) {
		assert_int_equal(ipc_control_parse(message, (size_t)len, &c), OK);
		assert_int_equal(c.kind, IPC_KEYFRAME);
	}
	return n;
}

static void finds_the_first_packet_of_a_key_frame(void **state)
{
	struct bed *b = *state;
	feed_video(&b->message, 1, 900, FEED_DELTA, true, 100, 1000);
	cross(b);
	assert_int_equal(b->batch.count, 0);
	assert_int_equal(source_key_seq(b->source, 1000), 0);
	feed_video(&b->message, 2, 3900, FEED_SPS, false, 30, 2000);
	feed_video(&b->message, 3, 3900, FEED_IDR, false, 800, 2000);
	feed_video(&b->message, 4, 3900, FEED_DELTA, true, 700, 2000);
	cross(b);
	assert_int_equal(b->batch.count, 3);
	assert_int_equal(b->batch.packets[0]->seq, source_key_seq(b->source, 2000));
	assert_int_equal(b->batch.marks_count, 1);
	assert_int_equal(b->batch.marks[0].arrived_us, 2000);
	assert_int_equal(source_key_seq(b->source, 2000 + SOURCE_REPLAY_US), b->batch.packets[0]->seq);
	assert_int_equal(source_key_seq(b->source, 2000 + SOURCE_REPLAY_US + 1), 0);
	assert_int_equal(source_key_last(b->source), b->batch.packets[0]->seq);
}

static void knows_how_late_the_repaired_come(void **state)
{
	struct bed *b = *state;
	static const struct { uint16_t seq; int64_t at_us; } comes[] = {{1, 0}, {3, 20000}, {5, 40000}, {2, 150000}, {4, 70000}};
	static const int64_t again_us[] = {SOURCE_STRETCH_US + 1000000, 2 * SOURCE_STRETCH_US + 2000000};
	for (size_t i = 0; i < sizeof comes / sizeof *comes; i++) {
		feed_video(&b->message, comes[i].seq, 3000u * comes[i].seq, i ? FEED_DELTA : FEED_IDR, true, 100, comes[i].at_us);
		cross(b);
		assert_int_equal(source_lateness_us(b->source, 150000), i < 3 ? 0 : 130000);
	}
	assert_int_equal(source_lateness_us(b->source, 70000 + SOURCE_LATE_US - 1), 130000);
	assert_int_equal(source_lateness_us(b->source, 70000 + SOURCE_LATE_US), 0);
	for (uint16_t i = 0; i < 2; i++) { /* less late now: the stretch before counts, then it is forgotten */
		feed_video(&b->message, (uint16_t)(7 + 2 * i), 3000u * (7 + 2u * i), FEED_DELTA, true, 100, again_us[i]);
		cross(b);
		feed_video(&b->message, (uint16_t)(6 + 2 * i), 3000u * (6 + 2u * i), FEED_DELTA, true, 100, again_us[i] + 50000);
		cross(b);
		assert_int_equal(source_lateness_us(b->source, again_us[i] + 60000), i ? 50000 : 130000);
	}
}

static void counts_how_long_the_picture_stood_still(void **state)
{
	struct bed *b = *state;
	static const struct { int64_t gap_us; uint64_t more_us; } rows[] = {
		{40000, 0}, {SOURCE_STILL_US, 0}, {SOURCE_STILL_US + 1, SOURCE_STILL_US + 1}, {SOURCE_QUIET_US + 1, SOURCE_QUIET_US}, {60000000, SOURCE_QUIET_US},
	};
	int64_t now = 1000000;
	uint64_t still = 0;
	feed_video(&b->message, 1, 3000, FEED_IDR, true, 100, now);
	cross(b);
	for (uint16_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		now += rows[i].gap_us;
		still += rows[i].more_us;
		feed_video(&b->message, (uint16_t)(i + 2), 3000u * (i + 2u), FEED_DELTA, true, 100, now);
		cross(b);
		assert_int_equal(source_counts(b->source)->still_us, still);
	}
}

static void tells_late_packets_and_drops_doubles(void **state)
{
	struct bed *b = *state;
	feed_video(&b->message, 10, 0, FEED_IDR, false, 100, 1);
	feed_video(&b->message, 12, 0, FEED_DELTA, true, 100, 1);
	cross(b);
	feed_video(&b->message, 11, 0, FEED_DELTA, false, 100, 2);
	feed_video(&b->message, 12, 0, FEED_DELTA, true, 100, 2);
	feed_video(&b->message, 13, 3000, FEED_DELTA, true, 100, 2);
	cross(b);
	assert_int_equal(b->batch.count, 2);
	assert_int_equal(b->batch.late_count, 1);
	assert_int_equal(b->batch.late[0]->seq + 2, b->batch.packets[1]->seq);
}

static void pads_neighbours_of_nearly_equal_size(void **state)
{
	struct bed *b = *state;
	static const size_t lens[] = {1000, 1001, 1001, 990, 300, 299};
	static const uint8_t pads[] = {1, 0, 0, 0, 0, 1};
	for (uint16_t i = 0; i < 6; i++) feed_video(&b->message, i, 0, i ? FEED_DELTA : FEED_IDR, i == 5, lens[i], 1);
	cross(b);
	assert_int_equal(b->batch.count, 6);
	for (int i = 0; i < 6; i++) assert_int_equal(b->batch.packets[i]->pad, pads[i]);
}

static void sec_33_asks_for_one_key_frame_a_second(void **state)
{
	struct bed *b = *state;
	int64_t t = 5000000;
	assert_false(source_tick(b->source, t) && false); /* a new publisher is asked at once */
	assert_int_equal(asked(b), 1);
	for (int i = 0; i < 50; i++) source_want_key(b->source, t + 10000 * i);
	source_tick(b->source, t + SOURCE_PLI_US - 1);
	assert_int_equal(asked(b), 0);
	source_tick(b->source, t + SOURCE_PLI_US);
	assert_int_equal(asked(b), 1);
	source_want_key(b->source, t + SOURCE_PLI_US + 1);
	feed_video(&b->message, 1, 0, FEED_IDR, true, 100, t);
	cross(b);
	source_tick(b->source, t + 3 * SOURCE_PLI_US);       /* it has come: nobody waits any more */
	assert_int_equal(asked(b), 0);
}

static void goes_on_over_a_change_of_publisher(void **state)
{
	struct bed *b = *state;
	feed_video(&b->message, 1000, 5000, FEED_IDR, true, 100, 1000000);
	cross(b);
	uint64_t seq = b->batch.packets[0]->seq;
	uint32_t ts = b->batch.packets[0]->ts;
	plug(b);
	feed_video(&b->message, 7, 777, FEED_DELTA, true, 100, 1400000);
	feed_video(&b->message, 8, 3777, FEED_IDR, true, 100, 1500000);
	cross(b);
	assert_int_equal(b->batch.count, 1);
	assert_int_equal(b->batch.packets[0]->seq, seq + 1);
	assert_int_equal(b->batch.packets[0]->ts, ts + 45000);
}

static void keeps_lips_and_voice_together(void **state)
{
	struct bed *b = *state;
	uint64_t theirs = rtcp_ntp(1234567000000), ntp_v, ntp_a;
	uint32_t ts_v, ts_a;
	struct ipc_packet report = {.record = IPC_REPORT, .arrival_us = 1000000};
	feed_video(&b->message, 1, 100000, FEED_IDR, true, 100, 1000000);
	feed_audio(&b->message, 1, 40000, 50, 1000000);
	cross(b);
	uint32_t shift_v = b->batch.packets[0]->ts - 100000, shift_a = b->batch.packets[1]->ts - 40000;
	report.track = IPC_VIDEO;
	report.report = (struct ipc_report){theirs, 190000, FEED_SSRC};
	assert_int_equal(ipc_batch_add(&b->message, &report), OK);
	report.track = IPC_AUDIO;
	report.arrival_us = 1300000;                          /* the network held it up; its content says half a second later */
	report.report = (struct ipc_report){theirs + (1ull << 31), 112000, FEED_SSRC + 1};
	assert_int_equal(ipc_batch_add(&b->message, &report), OK);
	cross(b);
	assert_true(source_clock_at(b->source, TRACK_VIDEO, 3000000, &ntp_v, &ts_v));
	assert_true(source_clock_at(b->source, TRACK_AUDIO, 3000000, &ntp_a, &ts_a));
	assert_true(ntp_v == ntp_a && ntp_v == rtcp_ntp(3000000));
	assert_in_range(ts_v - shift_v, 190000 + 180000 - 2, 190000 + 180000 + 2);
	assert_in_range(ts_a - shift_a, 112000 + 72000 - 2, 112000 + 72000 + 2);
}

static void refuses_what_was_not_agreed(void **state)
{
	struct bed *b = *state;
	uint8_t big[1600] = {0};
	size_t at = rtp_write(big, FEED_PT, true, 5, 0, FEED_SSRC, NULL, 0);
	feed_payload(big + at, FEED_IDR, 5, PACKET_PAYLOAD_MAX + 1);
	feed_rtp(&b->message, IPC_VIDEO, big, at + PACKET_PAYLOAD_MAX + 1, 1);
	feed_rtp(&b->message, IPC_AUDIO, big, at + 100, 1);   /* another payload type */
	feed_rtp(&b->message, IPC_VIDEO, big, 5, 1);          /* no RTP */
	cross(b);
	assert_int_equal(b->batch.count, 0);
	assert_int_equal(source_counts(b->source)->refused, 3);
	feed_rtp(&b->message, IPC_VIDEO, big, at + PACKET_PAYLOAD_MAX, 1);
	cross(b);
	assert_int_equal(b->batch.count, 1);
}

static void replicas_are_alike(void **state)
{
	struct bed *b = *state;
	struct source *replica = source_new(0);
	struct source_batch batch;
	feed_video(&b->message, 1, 0, FEED_IDR, false, 1000, 1000);
	feed_video(&b->message, 2, 0, FEED_DELTA, true, 1004, 1000);
	cross(b);
	struct mirror *history = mirror_of_history(b->source, 77);
	feed_video(&b->message, 3, 3000, FEED_DELTA, true, 333, 2000);
	feed_audio(&b->message, 1, 40000, 50, 2000);
	feed_audio(&b->message, 2, 40960, 50, 2000);
	cross(b);
	struct mirror *news = mirror_of_batch(b->source, 77, &b->batch);
	assert_int_equal(mirror_source(news), 77);
	source_batch_begin(replica, &batch);
	mirror_open(history, replica, &batch);
	mirror_open(news, replica, &batch);
	assert_int_equal(batch.count, 5);
	for (int i = 0; i < 5; i++) assert_int_equal(batch.packets[i]->earlier, i == 4); /* the second of sound carries the first */
	assert_int_equal(source_key_seq(replica, 2000), source_key_seq(b->source, 2000));
	for (uint64_t seq = source_key_last(replica); seq < source_ring(replica, TRACK_VIDEO)->next; seq++) {
		const struct packet *theirs = ring_find(source_ring(b->source, TRACK_VIDEO), seq), *mine = ring_find(source_ring(replica, TRACK_VIDEO), seq);
		assert_non_null(mine);
		assert_memory_equal(mine, theirs, offsetof(struct packet, data) + theirs->len);
	}
	mirror_free(history);
	mirror_free(news);
	source_want_key(replica, 5000000);
	assert_true(source_tick(replica, 5000000));           /* to be passed on, once */
	assert_false(source_tick(replica, 5000001));
	source_free(replica);
}

/* The small copy keeps the picture's timestamps, also from a second renderer, and says nothing of the phone. */
static void a_small_copy_has_the_pictures_time(void **state)
{
	struct bed *b = *state;
	int pair[2];
	feed_video(&b->message, 1, 90000, FEED_IDR, true, 500, 1000);
	cross(b);
	for (uint32_t turn = 1; turn <= 2; turn++) {
		assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair), 0);
		source_feed_low(b->source, pair[0], CODEC_H264, FEED_PT);
		feed_video(&b->message, (uint16_t)(7000 * turn), 90000 * turn, FEED_IDR, true, 50, 2000000 * turn);
		feed_video(&b->message, (uint16_t)(7000 * turn + 1), 90000 * turn + 7500, FEED_DELTA, true, 50, 2000000 * turn);
		assert_int_equal(ipc_batch_send(pair[1], &b->message), OK);
		source_batch_begin(b->source, &b->batch);
		assert_true(source_read_low(b->source, &b->batch));
		ipc_batch_start(&b->message, 0);
		assert_int_equal(b->batch.count, 2);
		assert_int_equal(b->batch.marks_count, 0);
		assert_int_equal(b->batch.packets[0]->track, TRACK_LOW);
		assert_int_equal(b->batch.packets[0]->ts, 90000 * turn);
		close(pair[1]);
	}
	assert_int_equal(source_last_us(b->source), 1000);
	const struct ring *r = source_ring(b->source, TRACK_LOW);
	assert_int_equal(source_key_after(b->source, TRACK_LOW, 4000000, NULL), r->next - 2);
	assert_int_equal(source_key_after(b->source, TRACK_LOW, 4000000, &(uint32_t){179999}), r->next - 2);
	assert_int_equal(source_key_after(b->source, TRACK_LOW, 4000000, &(uint32_t){180000}), 0);
	assert_true(source_flows_low(b->source, 4000000 + SOURCE_FLOW_US));
	assert_false(source_flows_low(b->source, 4000001 + SOURCE_FLOW_US));
	assert_false(source_read_low(b->source, &b->batch)); /* the renderer is gone */
	struct source *replica = source_new(0);
	struct mirror *news = mirror_of_batch(b->source, 77, &b->batch);
	source_batch_begin(replica, &b->batch);
	mirror_open(news, replica, &b->batch);
	assert_int_equal(source_key_after(replica, TRACK_LOW, 4000000, NULL), r->next - 2);
	assert_true(source_flows_low(replica, 4000000));
	mirror_free(news);
	source_free(replica);
}

/* RFC 7741 §4.2: extension bits and what they announce are gone; start, reference bit and partition stay. */
static void vp8_loses_its_picture_numbers(void **state)
{
	struct bed *b = *state;
	static const struct source_format vp8 = {{CODEC_VP8, CODEC_NONE}, {FEED_PT, 0}, false};
	static const uint8_t payload[] = {0xb0, 0xf0, 0x81, 0x23, 0x07, 0xab, 0x00, 0x11, 0x22};
	uint8_t p[64];
	source_feed(b->source, -1, &vp8);
	size_t at = rtp_write(p, FEED_PT, true, 1, 0, FEED_SSRC, NULL, 0);
	memcpy(p + at, payload, sizeof payload);
	feed_rtp(&b->message, IPC_VIDEO, p, at + sizeof payload, 1000);
	struct { uint16_t version, count; uint32_t zero; uint64_t dropped; } head = {1, 1, 0, 0};
	memcpy(b->message.bytes, &head, sizeof head);
	source_batch_begin(b->source, &b->batch);
	assert_int_equal(source_take(b->source, b->message.bytes, b->message.len, &b->batch), OK);
	assert_int_equal(b->batch.count, 1);
	assert_true(b->batch.packets[0]->key);
	assert_int_equal(b->batch.packets[0]->len, 4);
	assert_memory_equal(b->batch.packets[0]->data, "\x30\x00\x11\x22", 4);
}

static void notices_the_end_of_a_child(void **state)
{
	struct bed *b = *state;
	source_batch_begin(b->source, &b->batch);
	assert_true(source_read(b->source, &b->batch));
	shutdown(b->child, SHUT_RDWR);
	assert_false(source_read(b->source, &b->batch));
	source_unfeed(b->source);
	assert_int_equal(source_fd(b->source), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(finds_the_first_packet_of_a_key_frame, setup, teardown),
		cmocka_unit_test_setup_teardown(knows_how_late_the_repaired_come, setup, teardown),
		cmocka_unit_test_setup_teardown(counts_how_long_the_picture_stood_still, setup, teardown),
		cmocka_unit_test_setup_teardown(tells_late_packets_and_drops_doubles, setup, teardown),
		cmocka_unit_test_setup_teardown(pads_neighbours_of_nearly_equal_size, setup, teardown),
		cmocka_unit_test_setup_teardown(sec_33_asks_for_one_key_frame_a_second, setup, teardown),
		cmocka_unit_test_setup_teardown(goes_on_over_a_change_of_publisher, setup, teardown),
		cmocka_unit_test_setup_teardown(keeps_lips_and_voice_together, setup, teardown),
		cmocka_unit_test_setup_teardown(refuses_what_was_not_agreed, setup, teardown),
		cmocka_unit_test_setup_teardown(replicas_are_alike, setup, teardown),
		cmocka_unit_test_setup_teardown(a_small_copy_has_the_pictures_time, setup, teardown),
		cmocka_unit_test_setup_teardown(vp8_loses_its_picture_numbers, setup, teardown),
		cmocka_unit_test_setup_teardown(notices_the_end_of_a_child, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
