/* What a phone sends, what of it is lost and asked for again, and what it is told. */
#include "reception_bed.h"

static void a_browser_sees_what_the_phone_sent(void **state)
{
	struct bed *b = *state;
	struct phone p;
	struct client c;
	on_air(b, &p, &c);
	frame(&p, false, -1);
	for (uint16_t i = 3; i < 6; i++) expect(&c, (uint16_t)(65500 + i), FEED_DELTA);
	off_air(&p, &c);
}

static void by_tcp_too(void **state)
{
	struct bed *b = *state;
	struct phone p;
	struct client c;
	publish_by(b, 0, true, &p);
	frame(&p, true, -1);
	until(b, &b->ups, 1);
	watch(b, &c);
	for (uint16_t i = 0; i < 3; i++) expect(&c, (uint16_t)(65500 + i), i ? FEED_IDR : FEED_SPS);
	off_air(&p, &c);
}

static void what_is_lost_is_asked_for_and_repaired(void **state)
{
	struct bed *b = *state;
	struct phone p;
	struct client c;
	struct rtcp_event e;
	uint8_t bytes[2048];
	on_air(b, &p, &c);
	uint32_t ts = p.ts;
	frame(&p, false, 1);
	assert_true(client_hears(&p.client, RTCP_NACK, bytes, sizeof bytes, 2000, &e));
	assert_int_equal(e.about, SSRC);
	assert_int_equal(e.nack.seq, (uint16_t)(65500 + 4));
	assert_int_equal(e.nack.mask, 0);
	repair(&p, e.nack.seq, ts);
	expect(&c, (uint16_t)(65500 + 3), FEED_DELTA);
	expect(&c, (uint16_t)(65500 + 5), FEED_DELTA);
	expect(&c, (uint16_t)(65500 + 4), FEED_DELTA);
	repair(&p, e.nack.seq, ts);                    /* nobody waits for it any more */
	expect_nothing(&c);
	off_air(&p, &c);
}

/* F=1, Opus, 960 units ago, `len` bytes; then the frame of its own. */
static void sound(struct phone *p, bool lost)
{
	uint8_t packet[1600];
	size_t at = head(p, packet, RED_PT, false, p->opus_seq, (uint32_t)p->opus_seq * 960, OPUS_SSRC), len = 40;
	const uint8_t red[] = {0x80 | OPUS_PT, 960 >> 6, (uint8_t)(960 << 2 & 0xff), (uint8_t)len, OPUS_PT};
	memcpy(packet + at, red, sizeof red);
	at += sizeof red;
	at += feed_payload(packet + at, FEED_DELTA, p->opus_seq - 1u, len);
	at += feed_payload(packet + at, FEED_DELTA, p->opus_seq, len);
	if (!lost) seal_and_send(p, packet, at);
	p->opus_seq++;
}

static void sound_is_repaired_by_the_packet_behind_it(void **state)
{
	struct bed *b = *state;
	struct phone p;
	struct client c;
	struct rtp r;
	uint8_t bytes[2048];
	unsigned seen = 0;
	on_air(b, &p, &c);
	sound(&p, false);
	assert_true(client_rtp(&c, bytes, sizeof bytes, 2000, &r)); /* a viewer's sound begins with the newest there is: from here on it gets all */
	assert_int_equal(r.pt, OPUS_PT);
	seen = 1;
	for (int i = 1; i < 8; i++) sound(&p, i == 3 || i == 6);
	while (seen != 0xff && client_rtp(&c, bytes, sizeof bytes, 2000, &r)) {
		assert_int_equal(r.pt, OPUS_PT);
		assert_int_equal(r.payload_len, 40);
		for (unsigned i = 0; i < 8; i++) {
			uint8_t want[40];
			feed_payload(want, FEED_DELTA, 40 + i, sizeof want);
			if (memcmp(want, r.payload, sizeof want) == 0) seen |= 1u << i;
		}
	}
	assert_int_equal(seen, 0xff);
	off_air(&p, &c);
}

static void the_sender_is_told_what_came_and_when(void **state)
{
	struct bed *b = *state;
	struct phone p;
	struct client c;
	struct rtcp_event e;
	uint8_t bytes[2048];
	on_air(b, &p, &c);
	assert_true(client_hears(&p.client, RTCP_TWCC, bytes, sizeof bytes, 2000, &e));
	assert_int_equal(rtp_u16(e.raw.bytes), 0);
	assert_int_equal(rtp_u16(e.raw.bytes + 2), 3);
	assert_true(client_hears(&p.client, RTCP_REPORT, bytes, sizeof bytes, 2000, &e));
	assert_int_equal(e.about, SSRC);
	assert_int_equal(e.report.highest_seq, 65502);
	off_air(&p, &c);
}

static void a_viewer_without_a_key_frame_makes_the_phone_send_one(void **state)
{
	struct bed *b = *state;
	struct phone p;
	struct client c;
	struct rtcp_event e;
	uint8_t bytes[2048], out[128];
	on_air(b, &p, &c);
	struct rtcp_writer w = {.out = out, .cap = sizeof out - SRTP_ROOM};
	rtcp_add_rr(&w, 1, NULL, 0);
	rtcp_add_pli(&w, 1, 0);
	client_rtcp(&c, &w);
	assert_true(client_hears(&p.client, RTCP_PLI, bytes, sizeof bytes, 3000, &e));
	assert_int_equal(e.about, SSRC);
	off_air(&p, &c);
}

static void what_comes_twice_is_seen_once(void **state)
{
	struct bed *b = *state;
	struct phone p;
	struct client c;
	uint8_t packet[1600];
	on_air(b, &p, &c);
	size_t at = head(&p, packet, PT, true, p.seq, p.ts, SSRC), len = at + feed_payload(packet + at, FEED_DELTA, p.seq, BYTES);
	assert_int_equal(srtp_seal(p.client.srtp, packet, len, &len), OK);
	for (int i = 0; i < 5; i++) client_send(&p.client, packet, len);
	expect(&c, p.seq, FEED_DELTA);
	expect_nothing(&c);
	off_air(&p, &c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_browser_sees_what_the_phone_sent, setup, teardown),
		cmocka_unit_test_setup_teardown(by_tcp_too, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_lost_is_asked_for_and_repaired, setup, teardown),
		cmocka_unit_test_setup_teardown(sound_is_repaired_by_the_packet_behind_it, setup, teardown),
		cmocka_unit_test_setup_teardown(the_sender_is_told_what_came_and_when, setup, teardown),
		cmocka_unit_test_setup_teardown(a_viewer_without_a_key_frame_makes_the_phone_send_one, setup, teardown),
		cmocka_unit_test_setup_teardown(what_comes_twice_is_seen_once, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
