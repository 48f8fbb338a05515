/* A viewer between two sizes of the picture: down, up, stills, and how it finds out what its network carries. */
#include "viewer_bed.h"

/* One whole frame of the full picture, or of the small copy. */
static void frame_of(struct bed *b, bool low, uint16_t seq, uint32_t ts, bool key, int64_t now_us)
{
	struct { uint16_t version, count; uint32_t zero; uint64_t dropped; } head = {1, 1, 0, 0};
	feed_video(&b->message, seq, ts, key ? FEED_IDR : FEED_DELTA, true, low ? 50 : 200, now_us);
	memcpy(b->message.bytes, &head, sizeof head);
	source_batch_begin(b->source, &b->batch);
	assert_int_equal((low ? source_take_low : source_take)(b->source, b->message.bytes, b->message.len, &b->batch), OK);
	ipc_batch_start(&b->message, 0);
	viewer_deliver(b->viewer, &b->batch, now_us, b->port);
	port_flush(b->port);
}

/* The next packet is of that picture, and follows the one before in number and time. */
static void shows(struct bed *b, bool low, struct rtp *last, uint32_t ticks)
{
	uint8_t p[2048];
	struct rtp r;
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	assert_int_equal(r.payload_len > 100, !low);
	assert_int_equal(r.ssrc, last->ssrc);
	assert_int_equal(r.seq, (uint16_t)(last->seq + 1));
	assert_int_equal(r.ts - last->ts, ticks);
	*last = r;
}

static void shows_nothing(struct bed *b)
{
	uint8_t p[2048];
	struct rtp r;
	assert_false(client_rtp(&b->client, p, sizeof p, 20, &r));
}

/* The small copy is one frame behind; the pictures meet at a second of the source's time. */
static void a_viewer_goes_down_where_a_second_begins_and_up_at_a_key_frame(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048];
	struct rtp r;
	secure(b, 1000000);
	source_feed_low(b->source, -1, CODEC_H264, FEED_PT);
	frame_of(b, false, 10, 81000, true, 1000000);
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	viewer_choose(b->viewer, RUNG_LOW);
	frame_of(b, false, 11, 84000, false, 1033000);
	shows(b, false, &r, 3000);                        /* until the small copy flows */
	frame_of(b, true, 500, 81000, true, 1040000);     /* what has been shown is not shown again */
	frame_of(b, false, 12, 87000, false, 1066000);
	shows(b, false, &r, 3000);
	frame_of(b, false, 13, 90000, false, 1100000);    /* here the other takes over */
	shows_nothing(b);
	frame_of(b, true, 501, 87000, false, 1110000);
	shows_nothing(b);
	frame_of(b, true, 502, 90000, true, 1140000);
	shows(b, true, &r, 3000);
	frame_of(b, true, 503, 97500, false, 1200000);
	shows(b, true, &r, 7500);
	viewer_choose(b->viewer, RUNG_HIGH);
	frame_of(b, false, 14, 99000, false, 1210000);    /* no key frame: the small one goes on */
	shows_nothing(b);
	frame_of(b, true, 504, 105000, false, 1300000);
	shows(b, true, &r, 7500);
	frame_of(b, false, 15, 111000, true, 1310000);
	shows(b, false, &r, 6000);
	frame_of(b, true, 505, 112500, false, 1320000);
	shows_nothing(b);
}

static void a_viewer_keeps_the_full_picture_when_the_small_one_ends(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048];
	struct rtp r;
	secure(b, 1000000);
	source_feed_low(b->source, -1, CODEC_H264, FEED_PT);
	frame_of(b, false, 10, 87000, true, 1000000);
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	viewer_choose(b->viewer, RUNG_LOW);
	frame_of(b, true, 500, 84000, true, 1010000);
	frame_of(b, false, 11, 90000, false, 1020000);
	shows_nothing(b);                                 /* waits for the small one, which then does not come */
	frame_of(b, false, 12, 93000, false, 1010000 + SOURCE_FLOW_US + 1);
	shows(b, false, &r, 3000);
	shows(b, false, &r, 3000);
}

static void stills_are_key_frames_of_the_small_copy_alone(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048];
	struct rtp r;
	secure(b, 1000000);
	source_feed_low(b->source, -1, CODEC_H264, FEED_PT);
	frame_of(b, false, 10, 80000, true, 1000000);
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	viewer_choose(b->viewer, RUNG_STILLS);
	frame_of(b, false, 11, 83000, false, 1010000);    /* the full picture does not stand in */
	shows_nothing(b);
	for (uint16_t second = 1; second <= 3; second++) {
		frame_of(b, true, (uint16_t)(500 + 2 * second), second * 90000u, true, 1000000 + second * 500000);
		shows(b, true, &r, second == 1 ? 10000 : 90000);
		frame_of(b, true, (uint16_t)(501 + 2 * second), second * 90000u + 7500, false, 1000001 + second * 500000);
		shows_nothing(b);
	}
}

static void estimate_of(struct bed *b, uint64_t bps, int64_t now_us)
{
	uint8_t p[128];
	size_t len;
	struct rtcp_writer w = {.out = p, .cap = sizeof p - SRTP_ROOM};
	rtcp_add_remb(&w, 1, bps, &(uint32_t){1000}, 1);
	assert_int_equal(srtp_seal_rtcp(b->client.srtp, p, w.len, &len), OK);
	client_send(&b->client, p, len);
	turn(b, now_us);
}

static void pressed_by_its_network_a_viewer_needs_the_small_copy(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048];
	struct rtp r;
	secure(b, 1000000);
	frames(b, 10, 20, true, 1000000);
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	source_second(b->source);
	assert_int_equal(source_bps(b->source, TRACK_VIDEO), 20 * 200 * 8);
	estimate_of(b, 20000, 1100000);
	for (int i = 0; i <= CHOOSER_PRESSED_S; i++) { /* the first estimate is above none */
		assert_false(viewer_needs_low(b->viewer));
		assert_int_equal(viewer_second(b->viewer, 1200000 + i, b->port), OK);
	}
	assert_true(viewer_needs_low(b->viewer));
	viewer_choose(b->viewer, RUNG_HIGH);              /* pinned */
	assert_false(viewer_needs_low(b->viewer));
}

/* Where a phone sends both, they meet within a few ticks; the sender's report goes along, or lips would not. */
static void a_report_tells_the_time_that_is_shown(void **state)
{
	static const struct source_format both = {{CODEC_H264, CODEC_NONE}, {FEED_PT, 0}, true};
	struct bed *b = *state;
	struct ipc_packet report = {.record = IPC_REPORT, .track = IPC_VIDEO, .arrival_us = 1000000, .report = {rtcp_ntp(77), 90000, 1}};
	struct rtcp_event e;
	uint8_t p[2048];
	struct rtp r;
	secure(b, 1000000);
	source_feed(b->source, -1, &both);
	frame_of(b, false, 10, 90000, true, 1000000);
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	source_put(b->source, TRACK_VIDEO, &report, &b->batch);
	source_put(b->source, TRACK_LOW, &report, &b->batch);
	frame_of(b, false, 11, 93000, false, 1033000);
	shows(b, false, &r, 3000);
	viewer_choose(b->viewer, RUNG_LOW);
	frame_of(b, true, 500, 91000, true, 1040000);
	shows(b, true, &r, 90);
	assert_int_equal(viewer_second(b->viewer, 2000000, b->port), OK);
	port_flush(b->port);
	assert_true(client_hears(&b->client, RTCP_SENDER, p, sizeof p, 50, &e));
	while (client_hears(&b->client, RTCP_SENDER, p, sizeof p, 50, &e)) {}
	assert_in_range(e.sender.rtp_ts - r.ts + 2, 89000, 89004);  /* a second behind 90000; the packet was of 91000 */
}

/* Packets that the artisan's way holds up make a receiver believe that its own is narrow. */
static void while_the_artisans_packets_come_late_the_estimate_says_nothing(void **state)
{
	struct bed *b = *state;
	secure(b, 1000000);
	frames(b, 10, 20, true, 1000000);
	frames(b, 31, 5, false, 1040000);
	frames(b, 30, 1, false, 1040000 + VIEWER_LATE_US + 1);
	source_second(b->source);
	estimate_of(b, 20000, 1100000);
	for (int i = 0; i <= 2 * CHOOSER_PRESSED_S; i++) assert_int_equal(viewer_second(b->viewer, 1200000 + i, b->port), OK);
	assert_false(viewer_needs_low(b->viewer));
}

/* Packets under the repeats' SSRC among all that have come; each repeats a number of the track's own. */
static unsigned repeats_seen(struct bed *b, uint16_t *newest)
{
	uint8_t p[2048];
	struct rtp r;
	unsigned n = 0;
	while (client_rtp(&b->client, p, sizeof p, 20, &r)) {
		if (r.ssrc == 1000) *newest = r.seq;
		if (r.ssrc != 2000) continue;
		assert_in_range((uint16_t)(*newest - rtp_u16(r.payload)), 0, TRACK_PROBE_PACKETS);
		n++;
	}
	return n;
}

/* Frames of the full picture and of the small copy, so many, 20 a second; returns the repeats among what was sent. */
static unsigned frames_of_both(struct bed *b, uint16_t *seq, unsigned n, int64_t from_us, uint16_t *newest)
{
	for (unsigned i = 0; i < n; i++, ++*seq) {
		frame_of(b, false, *seq, 90000u + *seq * 3000u, false, from_us + i * 50000); /* what would be shown again if it could */
		frame_of(b, true, *seq, 90000u + *seq * 3000u, *seq % 20 == 0, from_us + i * 50000);
	}
	return repeats_seen(b, newest);
}

static void next_second(struct bed *b, int64_t now_us)
{
	source_second(b->source);
	assert_int_equal(viewer_second(b->viewer, now_us, b->port), OK);
}

/* A viewer that sees the small copy and is about to be tried. */
static void until_it_tries(struct bed *b, uint16_t *seq, uint16_t *newest)
{
	viewer_choose(b->viewer, RUNG_AUTO);
	source_feed_low(b->source, -1, CODEC_H264, FEED_PT);
	for (int s = 0; s < CHOOSER_PATIENCE_S; s++) {
		assert_int_equal(frames_of_both(b, seq, 20, 2000000 + s * 1000000, newest), 0);
		next_second(b, 2950000 + s * 1000000);
	}
}

static void what_the_network_carries_is_tried_with_repeats(void **state)
{
	struct bed *b = *state;
	uint16_t seq = 100, newest = 0;
	pressed_by_its_network_a_viewer_needs_the_small_copy(state);
	until_it_tries(b, &seq, &newest);
	unsigned first = 0, last = 0, trains = 0;
	for (int s = CHOOSER_PATIENCE_S; s < CHOOSER_PATIENCE_S + 4; s++) {
		int64_t at = 2000000 + s * 1000000;
		last = frames_of_both(b, &seq, VIEWER_TRAIN_US / 50000, at, &newest);
		trains += frames_of_both(b, &seq, 20 - VIEWER_TRAIN_US / 50000, at + VIEWER_TRAIN_US, &newest) == 0;
		if (!first) first = last;
		next_second(b, at + 950000);
	}
	assert_in_range(first, 1, 5); /* 8 pictures in a train: half as many, and not one at each */
	assert_true(last > first);
	assert_in_range(trains, 2, 3); /* at the top they go on all the time */
	viewer_choose(b->viewer, RUNG_LOW); /* by choice, and nothing is tried */
	assert_int_equal(frames_of_both(b, &seq, 10, 20000000, &newest), 0);
}

static void a_try_that_loses_packets_ends_at_once(void **state)
{
	struct bed *b = *state;
	uint16_t seq = 100, newest = 0;
	pressed_by_its_network_a_viewer_needs_the_small_copy(state);
	until_it_tries(b, &seq, &newest);
	int64_t at = 2000000 + CHOOSER_PATIENCE_S * 1000000;
	assert_true(frames_of_both(b, &seq, 4, at, &newest) > 0);
	for (uint16_t i = 0; i <= CHOOSER_MISSED; i++) client_nack(&b->client, 1000, (uint16_t)(newest - i));
	turn(b, at + 200000);
	assert_int_equal(repeats_seen(b, &newest), CHOOSER_MISSED + 1); /* what was asked for */
	assert_int_equal(frames_of_both(b, &seq, 4, at + 200000, &newest), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_viewer_goes_down_where_a_second_begins_and_up_at_a_key_frame, setup, teardown),
		cmocka_unit_test_setup_teardown(a_viewer_keeps_the_full_picture_when_the_small_one_ends, setup, teardown),
		cmocka_unit_test_setup_teardown(stills_are_key_frames_of_the_small_copy_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(a_report_tells_the_time_that_is_shown, setup, teardown),
		cmocka_unit_test_setup_teardown(pressed_by_its_network_a_viewer_needs_the_small_copy, setup, teardown),
		cmocka_unit_test_setup_teardown(while_the_artisans_packets_come_late_the_estimate_says_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(what_the_network_carries_is_tried_with_repeats, setup, teardown),
		cmocka_unit_test_setup_teardown(a_try_that_loses_packets_ends_at_once, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
