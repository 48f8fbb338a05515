/* Sound that carries the frame before it, for a viewer that loses packets: when, to whom, and that a number stays what it was. */
#include "media/red.h"
#include "viewer_bed.h"

#define OPUS   111
#define RED    63
#define SSRC   3000
#define LATER  1500000  /* µs: the second after which it is doubled */

static struct sdp_sending offered(uint8_t red_pt)
{
	return (struct sdp_sending){.on = true, .format_count = 1, .formats = {{.codec = CODEC_OPUS, .pt = OPUS, .red_pt = red_pt, .nack = true}}};
}

static int with_red(void **state) { struct sdp_sending s = offered(RED); return setup_with(state, &s); }
static int without_red(void **state) { struct sdp_sending s = offered(0); return setup_with(state, &s); }

/* The next packet of sound as it comes off the line, and what is in it. */
static size_t next(struct bed *b, uint8_t *sealed, uint8_t *p, struct rtp *r)
{
	for (size_t n, plain; (n = client_read(&b->client, sealed, 2048, 50));) {
		memcpy(p, sealed, n);
		if (rtp_kind(p, n) == RTP_KIND_RTP && srtp_unseal(b->client.srtp, p, n, &plain) == OK && rtp_parse(p, plain, r) == OK) return n;
	}
	return 0;
}

static void heard(struct bed *b, uint8_t pt, struct rtp *ret)
{
	static uint8_t sealed[2048], p[2048];
	assert_true(next(b, sealed, p, ret));
	assert_int_equal(ret->pt, pt);
	assert_int_equal(ret->ssrc, SSRC);
}

static void loses(struct bed *b, int64_t now_us)
{
	for (int i = 0; i < VIEWER_LOSSES; i++) client_nack(&b->client, 77, 1);
	turn(b, now_us);
	assert_int_equal(viewer_second(b->viewer, now_us, b->port), OK);
}

/* The viewer is there and hears the first packet, which is plain. */
static void begin(struct bed *b, struct rtp *ret)
{
	secure(b, 1000000);
	sounds(b, 10, 1, 1000000);
	heard(b, OPUS, ret);
}

static void who_loses_nothing_gets_each_frame_once(void **state)
{
	struct bed *b = *state;
	struct rtp r;
	secure(b, 1000000);
	for (uint16_t k = 0; k < 3; k++) {
		sounds(b, (uint16_t)(10 + k), 1, 1000000 + k * 20000);
		heard(b, OPUS, &r);
		assert_int_equal(r.payload_len, 80);
	}
}

static void who_loses_some_gets_each_with_the_one_before_it(void **state)
{
	struct bed *b = *state;
	struct rtp before, r;
	struct red_block blocks[RED_BLOCKS_MAX];
	uint8_t last[80], now[80];
	size_t n;
	begin(b, &before);
	loses(b, LATER);
	feed_payload(last, FEED_DELTA, 10, sizeof last);
	feed_payload(now, FEED_DELTA, 11, sizeof now);
	sounds(b, 11, 1, LATER);
	heard(b, RED, &r);
	assert_int_equal(r.seq, (uint16_t)(before.seq + 1));
	assert_int_equal(r.ts, before.ts + 960);
	assert_int_equal(red_parse(r.payload, r.payload_len, blocks, &n), OK);
	assert_int_equal(n, 2);
	assert_true(blocks[0].pt == OPUS && blocks[0].age == 960 && blocks[0].len == sizeof last);
	assert_true(blocks[1].pt == OPUS && blocks[1].len == sizeof now);
	assert_memory_equal(blocks[0].data, last, sizeof last);
	assert_memory_equal(blocks[1].data, now, sizeof now);
}

static void who_has_not_agreed_on_it_never_does(void **state)
{
	struct bed *b = *state;
	struct rtp r;
	begin(b, &r);
	loses(b, LATER);
	sounds(b, 11, 1, LATER);
	heard(b, OPUS, &r);
}

/* The same seal over other bytes would give the key stream away. */
static void what_is_sent_again_is_the_same_to_the_byte(void **state)
{
	struct bed *b = *state;
	uint8_t first[3][2048], again[2048], p[2048];
	size_t len[3];
	struct rtp r[3];
	secure(b, 1000000);
	sounds(b, 9, 1, 1000000);
	heard(b, OPUS, &r[0]);
	sounds(b, 10, 1, 1000000);               /* it could have carried 9 */
	len[0] = next(b, first[0], p, &r[0]);
	loses(b, LATER);
	sounds(b, 11, 1, LATER);
	len[1] = next(b, first[1], p, &r[1]);
	sounds(b, 13, 1, LATER);                 /* 12 is not there: this one goes alone */
	len[2] = next(b, first[2], p, &r[2]);
	assert_true(r[0].pt == OPUS && r[1].pt == RED && r[2].pt == OPUS);
	sounds(b, 12, 1, LATER);                 /* late, and so no part of 13 any more */
	heard(b, RED, &(struct rtp){0});
	for (int i = 0; i < 3; i++) {
		client_nack(&b->client, SSRC, r[i].seq);
		turn(b, LATER + 1000000);
		assert_int_equal(client_read(&b->client, again, sizeof again, 50), len[i]);
		assert_memory_equal(again, first[i], len[i]);
	}
}

static void what_cannot_be_the_same_is_not_sent_again(void **state)
{
	struct bed *b = *state;
	uint8_t sealed[2048], p[2048];
	struct rtp r, oldest = {0}, second = {0};
	begin(b, &r);
	loses(b, LATER);
	uint32_t slots = source_ring(b->source, TRACK_AUDIO)->mask + 1;
	for (uint32_t k = 0; k <= slots; k++) {
		sounds(b, (uint16_t)(11 + k), 1, LATER);
		assert_true(next(b, sealed, p, k == 1 ? &oldest : k == 2 ? &second : &r));
	}
	client_nack(&b->client, SSRC, oldest.seq); /* the ring still has it, but not the frame before it */
	turn(b, LATER);
	assert_int_equal(client_read(&b->client, p, sizeof p, 50), 0);
	client_nack(&b->client, SSRC, second.seq);
	turn(b, LATER);
	assert_true(client_read(&b->client, p, sizeof p, 50));
}

static void doubling_ends_when_nothing_is_lost_any_more(void **state)
{
	struct bed *b = *state;
	struct rtp r;
	begin(b, &r);
	loses(b, LATER);
	uint16_t at = 11;
	uint32_t slots = source_ring(b->source, TRACK_AUDIO)->mask + 1;
	for (uint32_t k = 0; k < slots; k++, at++) {
		sounds(b, at, 1, LATER);
		heard(b, RED, &r);
	}
	client_check_send(&b->client, true);
	turn(b, LATER + VIEWER_PATIENT_US);
	assert_int_equal(viewer_second(b->viewer, LATER + VIEWER_PATIENT_US, b->port), OK);
	sounds(b, at, 1, LATER + VIEWER_PATIENT_US);
	heard(b, OPUS, &r);
}

static void there_is_one_turn_in_all_that_can_be_asked_for_again(void **state)
{
	(void)state;
	struct packet slots[8] = {0};
	const struct ring ring = {.slots = slots, .mask = 7};
	struct track_out o;
	struct sdp_sending agreed = offered(RED);
	track_out_init(&o, &agreed, &(struct sdp_track){SSRC, 0}, TRACK_AUDIO);
	o.next = 100;
	track_out_double(&o, &ring, true);       /* the first turn waits for nothing */
	assert_true(o.doubled && o.turned == 100);
	o.next = 107;
	track_out_double(&o, &ring, false);      /* 100 to 107 may still be asked for */
	assert_true(o.doubled && o.turned == 100);
	o.next = 108;
	track_out_double(&o, &ring, false);
	assert_true(!o.doubled && o.turned == 108);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_loses_nothing_gets_each_frame_once, with_red, teardown),
		cmocka_unit_test_setup_teardown(who_loses_some_gets_each_with_the_one_before_it, with_red, teardown),
		cmocka_unit_test_setup_teardown(who_has_not_agreed_on_it_never_does, without_red, teardown),
		cmocka_unit_test_setup_teardown(what_is_sent_again_is_the_same_to_the_byte, with_red, teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_the_same_is_not_sent_again, with_red, teardown),
		cmocka_unit_test_setup_teardown(doubling_ends_when_nothing_is_lost_any_more, with_red, teardown),
		cmocka_unit_test(there_is_one_turn_in_all_that_can_be_asked_for_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
