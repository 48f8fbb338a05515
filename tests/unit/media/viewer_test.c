/* What a viewer says and is told: reports, clocks, patience, the end of its handshake. */
#include "viewer_bed.h"

/* Only the last packet of the allowance, and the one past it, ask for something. */
static void reports_have_an_allowance(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048];
	struct rtp got;
	secure(b, 1);
	frames(b, 100, 3, true, 1);
	for (int i = 0; i < 3; i++) assert_true(client_rtp(&b->client, p, sizeof p, 100, &got));
	uint8_t out[256];
	for (int i = 0; i < VIEWER_RTCP_PER_S - 1; i++) {
		struct rtcp_writer w = {.out = out, .cap = sizeof out - SRTP_ROOM};
		rtcp_add_rr(&w, 1, NULL, 0);
		client_rtcp(&b->client, &w);
		turn(b, 2);
	}
	client_nack(&b->client, got.ssrc, got.seq);
	turn(b, 2);
	assert_true(client_rtp(&b->client, p, sizeof p, 100, &got));
	assert_int_equal(got.pt, 97);
	uint16_t asked = (uint16_t)(rtp_u16(got.payload) - 1);
	client_nack(&b->client, 1000, asked);
	turn(b, 2);
	assert_false(client_rtp(&b->client, p, sizeof p, 50, &got));
	assert_int_equal(viewer_second(b->viewer, 3, b->port), OK);
	client_nack(&b->client, 1000, asked);
	turn(b, 3);
	assert_true(client_rtp(&b->client, p, sizeof p, 100, &got));
	assert_int_equal(rtp_u16(got.payload), asked);
}

/* The least playout delay of the next packet, in ms; -1 if it tells none. */
static int delay_told(struct bed *b, uint32_t *ret_ssrc, uint16_t *ret_seq)
{
	uint8_t p[2048], len;
	struct rtp r;
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	const uint8_t *delay = rtp_ext_find(&r, 5, &len);
	*ret_ssrc = r.ssrc;
	*ret_seq = r.seq;
	return delay && len == 3 ? (delay[0] << 4 | delay[1] >> 4) * 10 : -1;
}

static void who_loses_packets_holds_pictures_back(void **state)
{
	struct bed *b = *state;
	uint32_t ssrc;
	uint16_t seq;
	secure(b, 1000000);
	frames(b, 10, 1, true, 1000000);
	assert_int_equal(delay_told(b, &ssrc, &seq), 0);
	for (uint16_t i = 1; i < VIEWER_LOSSES; i++) client_nack(&b->client, ssrc, (uint16_t)(seq + 100 + i));
	turn(b, 1000001);
	assert_int_equal(viewer_second(b->viewer, 2000000, b->port), OK);
	frames(b, 11, 1, false, 2000000);
	assert_int_equal(delay_told(b, &ssrc, &seq), 0); /* too few to be a rule */
	for (uint16_t i = 0; i < VIEWER_LOSSES; i++) client_nack(&b->client, ssrc, (uint16_t)(seq + 100 + i));
	turn(b, 2000001);
	assert_int_equal(viewer_second(b->viewer, 3000000, b->port), OK);
	frames(b, 12, 1, false, 3000000);
	assert_int_equal(delay_told(b, &ssrc, &seq), VIEWER_NOTICE_MS); /* no round trip is known yet */
	client_check_send(&b->client, true);
	turn(b, 20000000);
	assert_true(answered(&b->client));
	assert_int_equal(viewer_second(b->viewer, 2000001 + VIEWER_PATIENT_US, b->port), OK);
	frames(b, 13, 1, false, 4000000);
	assert_int_equal(delay_told(b, &ssrc, &seq), VIEWER_NOTICE_MS);
	assert_int_equal(viewer_second(b->viewer, 3000000 + VIEWER_PATIENT_US, b->port), OK);
	frames(b, 14, 1, false, 3000000 + VIEWER_PATIENT_US);
	assert_int_equal(delay_told(b, &ssrc, &seq), 0);
}

static void a_receiver_gets_its_time_back(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048], xr[64] = {0x80, 207, 0, 4, 0, 0, 0, 9, 4, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8};
	size_t n = 20;
	secure(b, 1000000);
	assert_int_equal(srtp_seal_rtcp(b->client.srtp, xr, n, &n), OK);
	client_send(&b->client, xr, n);
	turn(b, 1000001);
	assert_true((n = client_read(&b->client, p, sizeof p, 50)) > 0);
	assert_int_equal(srtp_unseal_rtcp(b->client.srtp, p, n, &n), OK);
	static const uint8_t want[] = {0x80, 201, 0, 1, 0, 0, 3, 0xe8, 0x80, 207, 0, 5, 0, 0, 3, 0xe8, 5, 0, 0, 3, 0, 0, 0, 9, 3, 4, 5, 6, 0, 0, 0, 0};
	assert_int_equal(n, sizeof want);
	assert_memory_equal(p, want, n);
}

static void reports_tell_the_sources_clock(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048];
	struct rtcp_reader reader;
	struct rtcp_event e;
	struct rtp r;
	secure(b, 1000000);
	frames(b, 10, 2, true, 1000000);
	assert_true(client_rtp(&b->client, p, sizeof p, 50, &r));
	uint32_t ts = r.ts;
	assert_int_equal(viewer_second(b->viewer, 2000000, b->port), OK);
	port_flush(b->port);
	int seen = 0;
	for (size_t n; (n = client_read(&b->client, p, sizeof p, 50));) {
		if (rtp_kind(p, n) != RTP_KIND_RTCP) continue;
		assert_int_equal(srtp_unseal_rtcp(b->client.srtp, p, n, &n), OK);
		assert_int_equal(rtcp_open(&reader, p, n), OK);
		assert_true(rtcp_next(&reader, &e) && e.kind == RTCP_SENDER && e.from == 1000);
		uint32_t at = seen ? ts + 90000 : ts;         /* the first goes out with the first packets */
		assert_in_range(e.sender.rtp_ts - at + 2, 0, 4);
		assert_true(e.sender.ntp == rtcp_ntp(seen ? 2000000 : 1000000));
		assert_true(rtcp_next(&reader, &e) && e.kind == RTCP_CNAME && e.cname.len == 4);
		seen++;
	}
	assert_int_equal(seen, 2);
}

static void the_handshake_may_go_once_the_viewer_has_spoken(void **state)
{
	struct bed *b = *state;
	secure(b, 1000000);
	assert_false(viewer_settled(b->viewer, 99000000));
	client_nack(&b->client, 1, 1);
	turn(b, 1000000);
	assert_false(viewer_settled(b->viewer, 1000000 + VIEWER_SETTLED_US - 1));
	assert_true(viewer_shakes(b->viewer));
	assert_true(viewer_settled(b->viewer, 1000000 + VIEWER_SETTLED_US));
	assert_false(viewer_settled(b->viewer, 1000001 + VIEWER_SETTLED_US));
	assert_false(viewer_shakes(b->viewer));
}

static void who_comes_by_another_path_is_shown_a_key_frame(void **state)
{
	struct bed *b = *state;
	int before = b->client.fd;
	secure(b, 1000000);
	frames(b, 10, 1, true, 1000000);
	(void)source_tick(b->source, 2000000);
	client_check_send(&b->client, true);
	turn(b, 4000000);
	assert_false(source_tick(b->source, 4000000)); /* the same path once more */
	b->client.fd = socket(AF_INET, SOCK_DGRAM, 0);
	client_check_send(&b->client, true);
	turn(b, 6000000);
	assert_true(source_tick(b->source, 6000000));
	close(before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reports_have_an_allowance, setup, teardown),
		cmocka_unit_test_setup_teardown(who_loses_packets_holds_pictures_back, setup, teardown),
		cmocka_unit_test_setup_teardown(a_receiver_gets_its_time_back, setup, teardown),
		cmocka_unit_test_setup_teardown(reports_tell_the_sources_clock, setup, teardown),
		cmocka_unit_test_setup_teardown(who_comes_by_another_path_is_shown_a_key_frame, setup, teardown),
		cmocka_unit_test_setup_teardown(the_handshake_may_go_once_the_viewer_has_spoken, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
