/* One track of a viewer: where it begins, that its numbers go on, and what is sent again. */
#include "viewer_bed.h"

static void a_join_is_replayed_from_a_recent_key_frame(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048];
	struct rtp r;
	frames(b, 10, 3, true, 1000000);
	frames(b, 13, 3, false, 1500000);
	secure(b, 2900000);
	source_batch_begin(b->source, &b->batch);
	viewer_deliver(b->viewer, &b->batch, 2900000, b->port);
	port_flush(b->port);
	for (int i = 0; i < 6; i++) {
		assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
		assert_int_equal(r.payload[0], i ? FEED_DELTA : FEED_IDR);
		assert_non_null(rtp_ext_find(&r, 3, &(uint8_t){0}));
	}
	assert_int_equal(source_counts(b->source)->pli_sent, 0);
}

static void an_old_key_frame_is_not_replayed(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048];
	struct rtp r;
	frames(b, 10, 3, true, 1000000);
	secure(b, 3100000);
	frames(b, 13, 3, false, 3100000);
	assert_false(client_rtp(&b->client, p, sizeof p, 50, &r));
	source_tick(b->source, 3100000);
	assert_int_equal(source_counts(b->source)->pli_sent, 1);
	frames(b, 16, 3, true, 3200000);
	for (int i = 0; i < 3; i++) assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	assert_false(client_rtp(&b->client, p, sizeof p, 50, &r));
}

static void a_picture_that_rests_begins_at_a_key_frame_and_its_numbers_go_on(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048];
	struct rtp r;
	secure(b, 1000000);
	frames(b, 10, 2, true, 1000000);
	for (int i = 0; i < 2; i++) assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	uint16_t last = r.seq;
	viewer_choose(b->viewer, RUNG_SOUND);
	frames(b, 12, 2, true, 1100000);
	frames(b, 14, 2, false, 1200000);
	assert_false(client_rtp(&b->client, p, sizeof p, 50, &r));
	(void)source_tick(b->source, 1200000);
	uint64_t asked = source_counts(b->source)->pli_sent;
	client_nack(&b->client, 1000, (uint16_t)(last + 1));
	turn(b, 1200000);
	assert_false(client_rtp(&b->client, p, sizeof p, 50, &r));
	assert_int_equal(viewer_second(b->viewer, 4000000, b->port), OK);
	assert_false(source_tick(b->source, 4000000));                /* nobody waits for a picture */
	viewer_choose(b->viewer, RUNG_HIGH);
	frames(b, 16, 2, false, 4100000);
	assert_false(client_rtp(&b->client, p, sizeof p, 50, &r));
	assert_true(source_tick(b->source, 4100000));
	assert_int_equal(source_counts(b->source)->pli_sent, asked + 1);
	frames(b, 18, 2, true, 4200000);
	for (int i = 1; i <= 2; i++) {
		assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
		assert_int_equal(r.seq, (uint16_t)(last + i));
		assert_int_equal(r.payload[0], i == 1 ? FEED_IDR : FEED_DELTA);
	}
}

static void a_frame_cut_short_by_a_rest_leaves_a_hole(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048];
	struct rtp r;
	secure(b, 1000000);
	for (int i = 0; i < 2; i++) feed_video(&b->message, (uint16_t)(10 + i), 1000, i ? FEED_DELTA : FEED_IDR, false, 200, 1000000);
	frames(b, 12, 0, false, 1000000);
	for (int i = 0; i < 2; i++) assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	uint16_t last = r.seq;
	viewer_choose(b->viewer, RUNG_TEXT);
	frames(b, 12, 1, false, 1010000);
	viewer_choose(b->viewer, RUNG_AUTO);
	frames(b, 13, 1, true, 1100000);
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	assert_int_equal(r.seq, (uint16_t)(last + 2));
}

static void a_packet_is_not_sent_again_within_a_round_trip(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048];
	struct rtp r, again;
	secure(b, 1000000);
	frames(b, 10, 1, true, 1000000);
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	for (int i = 0; i < 2; i++) client_nack(&b->client, r.ssrc, r.seq);
	client_nack(&b->client, r.ssrc, r.seq + 1);       /* never sent */
	client_nack(&b->client, r.ssrc, r.seq - 1);
	client_nack(&b->client, 77, r.seq);               /* nobody's */
	turn(b, 1000001);
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &again));
	assert_int_equal(again.ssrc, 2000);
	assert_false(client_rtp(&b->client, p, sizeof p, 50, &again));
	client_nack(&b->client, r.ssrc, r.seq);
	turn(b, 1100000);
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &again));
}

static void resends_have_an_allowance(void **state)
{
	struct bed *b = *state;
	struct track_out o = {.on = true, .begun = true, .first = 5, .resends_left = TRACK_RESENDS_MAX};
	struct ring ring;
	secure(b, 1);
	memset(o.rtx_pt, TRACK_NO_PT, sizeof o.rtx_pt);
	ring_init(&ring, 1024);
	o.base = o.next = 1000;
	o.rtx_pt[CODEC_H264] = 97;
	struct srtp *srtp;
	assert_int_equal(srtp_new(SRTP_BUILTIN, &b->keys, &srtp), OK);
	struct outlet out = {srtp, b->port, viewer_path(b->viewer)};
	for (; o.next <= 1000 + TRACK_RESENDS_MAX + TRACK_RESENDS_LEAST; o.next++) {
		struct packet *one = ring_put(&ring, o.next);
		one->codec = CODEC_H264;
		one->len = 10;
	}
	for (uint16_t i = 0; i <= TRACK_RESENDS_MAX; i++)
		assert_int_equal(track_out_again(&o, &ring, (uint16_t)(5 + i), 1, 0, &out), i < TRACK_RESENDS_MAX);
	track_out_second(&o);
	for (uint16_t i = 0; i <= TRACK_RESENDS_LEAST; i++)
		assert_int_equal(track_out_again(&o, &ring, (uint16_t)(5 + TRACK_RESENDS_MAX + i), 1, 0, &out), i < TRACK_RESENDS_LEAST);
	port_flush(b->port);
	srtp_free(srtp);
	ring_fini(&ring);
}

static void the_allowance_goes_by_what_went_out(void **state)
{
	(void)state;
	struct track_out o = {.resends_left = TRACK_RESENDS_MAX};
	const struct { uint32_t sent; uint16_t left; } seconds[] = {
		{0, 2 * TRACK_RESENDS_LEAST}, {100, 2 * TRACK_RESENDS_LEAST + TRACK_RESENDS_LEAST + 50}, {100, 2 * TRACK_RESENDS_LEAST + 100},
		{10000, TRACK_RESENDS_MAX}, {0, 2 * TRACK_RESENDS_LEAST},
	};
	for (size_t k = 0; k < sizeof seconds / sizeof seconds[0]; k++) {
		o.packets += seconds[k].sent;
		track_out_second(&o);
		assert_int_equal(o.resends_left, seconds[k].left);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_join_is_replayed_from_a_recent_key_frame, setup, teardown),
		cmocka_unit_test_setup_teardown(an_old_key_frame_is_not_replayed, setup, teardown),
		cmocka_unit_test_setup_teardown(a_picture_that_rests_begins_at_a_key_frame_and_its_numbers_go_on, setup, teardown),
		cmocka_unit_test_setup_teardown(a_frame_cut_short_by_a_rest_leaves_a_hole, setup, teardown),
		cmocka_unit_test_setup_teardown(a_packet_is_not_sent_again_within_a_round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(resends_have_an_allowance, setup, teardown),
		cmocka_unit_test(the_allowance_goes_by_what_went_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
