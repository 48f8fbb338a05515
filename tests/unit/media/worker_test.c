/* Workers and the lane as they run: a child at one end of a socket, browsers at the other end of the port. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client.h"
#include "feed.h"
#include "media/audience.h"
#include "media/worker.h"

#define PLACES 64
#define SOURCE 0x10003

struct bed {
	struct worker *workers[2];
	struct queue *events;
	struct handshake *lane;
	struct dtls_context *dtls;
	int child;
	struct ipc_batch message;
	uint16_t seq;
	uint32_t ts;
};

static void feed(struct bed *b, uint64_t publisher)
{
	int pair[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair), 0);
	if (b->child >= 0) close(b->child);
	b->child = pair[1];
	struct worker_command c = {.order = WORKER_FEED, .source = SOURCE, .id = publisher, .fd = pair[0], .format = {{CODEC_H264, CODEC_OPUS}, {FEED_PT, FEED_AUDIO_PT}, false}};
	assert_int_equal(worker_order(b->workers[0], &c), OK);
	ipc_batch_start(&b->message, 0);
}

static int setup(void **state)
{
	struct bed *b = calloc(1, sizeof *b);
	struct queue *lane_queues[2];
	b->child = -1;
	b->seq = 100;
	b->events = queue_new(4096, sizeof(struct worker_event));
	assert_int_equal(dtls_context_new(100, &b->dtls), OK);
	for (int i = 0; i < 2; i++) {
		struct worker_config config = {.number = i, .places = PLACES, .events = b->events};
		assert_int_equal(worker_new(&config, &b->workers[i]), OK);
		lane_queues[i] = worker_lane_queue(b->workers[i]);
	}
	assert_int_equal(handshake_open(b->dtls, lane_queues, 2, PLACES, &b->lane), OK);
	for (int i = 0; i < 2; i++) worker_start(b->workers[i], b->lane, b->workers, 2);
	assert_int_equal(worker_order(b->workers[0], &(struct worker_command){.order = WORKER_OPEN, .source = SOURCE, .worker = 0}), OK);
	feed(b, 7);
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bed *b = *state;
	for (int i = 0; i < 2; i++) worker_stop(b->workers[i]);
	handshake_close(b->lane);
	for (int i = 0; i < 2; i++) worker_free(b->workers[i]);
	dtls_context_free(b->dtls);
	queue_free(b->events);
	if (b->child >= 0) close(b->child);
	free(b);
	return 0;
}

/* Four packets of a frame, as a child sends them. */
static void frame(struct bed *b, bool key)
{
	int64_t now = clock_mono_us();
	for (int i = 0; i < 4; i++) feed_video(&b->message, b->seq++, b->ts, key && i == 0 ? FEED_SPS : key ? FEED_IDR : FEED_DELTA, i == 3, 900, now);
	b->ts += 3000;
	assert_int_equal(ipc_batch_send(b->child, &b->message), OK);
	ipc_batch_start(&b->message, 0);
}

/* Waits for an event of this kind; others are passed over. */
static struct worker_event await(struct bed *b, enum worker_said said)
{
	struct worker_event e;
	for (int64_t limit = clock_mono_us() + 20000000;;) {
		assert_true(clock_mono_us() < limit && queue_wait(b->events, 5000));
		while (queue_pop(b->events, &e))
			if (e.said == said) return e;
	}
}

static const struct sdp_sending AGREED = {
	.on = true, .mid = "1", .mid_ext = 4, .format_count = 1,
	.formats = {{.codec = CODEC_H264, .pt = 96, .rtx_pt = 97, .nack = true, .h264_mode = 1, .h264_profile = 0x42e01f}},
};

/* To its keys; returns its id. */
static uint64_t join_by(struct bed *b, int worker, uint32_t place, bool rtx, bool tcp, struct client *c)
{
	struct viewer_setup s = {.id = 1ull << 32 | place, .source = SOURCE, .cname = "someone"};
	struct sdp_track ids = {.ssrc = 1000 + place, .rtx_ssrc = 2000 + place};
	struct sdp_sending agreed = AGREED;
	if (!rtx) agreed.formats[0].rtx_pt = 0;
	client_init(c, worker_port(b->workers[worker]));
	if (tcp) assert_true(client_by_tcp(c));
	ice_words_new(place, &s.ice);
	client_ice(c, &s.ice);
	memcpy(s.fingerprint, dtls_context_fingerprint(c->context), sizeof s.fingerprint);
	track_out_init(&s.tracks[TRACK_VIDEO], &agreed, &ids, TRACK_VIDEO);
	struct worker_command view = {.order = WORKER_VIEW, .new_viewer = viewer_new(&s, clock_mono_us())};
	assert_int_equal(worker_order(b->workers[worker], &view), OK);
	assert_true(client_join(c, dtls_context_fingerprint(b->dtls)));
	return s.id;
}

static void view_by(struct bed *b, int worker, uint32_t place, bool rtx, bool tcp, struct client *c)
{
	uint64_t id = join_by(b, worker, place, rtx, tcp, c);
	assert_int_equal(await(b, WORKER_SECURED).id, id);
}

static void view(struct bed *b, int worker, uint32_t place, bool rtx, struct client *c) { view_by(b, worker, place, rtx, false, c); }

/* The payloads from source number `from` on, whole and in order. */
static void expect(struct client *c, uint16_t from, int n, struct rtp *ret_last)
{
	uint8_t p[2048], want[900];
	for (int i = 0; i < n; i++) {
		assert_true(client_rtp(c, p, sizeof p, 2000, ret_last));
		assert_int_equal(ret_last->payload_len, 900);
		feed_payload(want, (enum feed_nal)ret_last->payload[0], (uint32_t)(from + i), 900);
		assert_memory_equal(ret_last->payload, want, 900);
		assert_int_equal(ret_last->pt, 96);
	}
}

static void a_viewer_gets_the_bytes_that_were_sent(void **state)
{
	struct bed *b = *state;
	struct client c;
	struct rtp last;
	frame(b, true);
	frame(b, false);
	assert_int_equal(await(b, WORKER_MEDIA).id, 7);
	view(b, 0, 3, true, &c);
	expect(&c, 100, 8, &last);                    /* replayed from the key frame */
	uint16_t seq = last.seq;
	assert_int_equal(last.ssrc, 1003);
	frame(b, false);
	expect(&c, 108, 4, &last);
	assert_int_equal((uint16_t)(last.seq - seq), 4);
	assert_true(last.marker);
	client_fini(&c);
}

static void a_lost_packet_comes_again(void **state)
{
	struct bed *b = *state;
	uint8_t p[2048], want[900];
	struct rtp last, again;
	for (int rtx = 0; rtx < 2; rtx++) {
		struct client c;
		b->seq = (uint16_t)(100 + 8 * rtx);
		frame(b, true);
		await(b, WORKER_MARKS);
		view(b, 0, (uint32_t)(5 + rtx), rtx, &c);
		uint16_t from = b->seq - 4;
		expect(&c, from, 4, &last);
		client_nack(&c, last.ssrc, last.seq - 2);
		if (!rtx) {                               /* the same packet, sealed the same: a replay for our receiver, so look at its bytes */
			size_t n;
			do n = client_read(&c, p, sizeof p, 2000);
			while (n && rtp_kind(p, n) != RTP_KIND_RTP);
			assert_true(n > 900 && rtp_u16(p + 2) == (uint16_t)(last.seq - 2));
			assert_int_equal(srtp_unseal(c.srtp, p, n, &n), ERR_REPLAYED);
		} else {
			assert_true(client_rtp(&c, p, sizeof p, 2000, &again));
			assert_int_equal(again.pt, 97);
			assert_int_equal(again.ssrc, 2006);
			assert_int_equal(rtp_u16(again.payload), (uint16_t)(last.seq - 2));
			feed_payload(want, FEED_IDR, (uint32_t)(from + 1), 900);
			assert_memory_equal(again.payload + 2, want, 900);
		}
		client_fini(&c);
	}
}

static void a_viewer_of_another_worker_gets_them_too(void **state)
{
	struct bed *b = *state;
	struct client c;
	struct rtp last;
	frame(b, true);
	await(b, WORKER_MEDIA);
	assert_int_equal(worker_order(b->workers[1], &(struct worker_command){.order = WORKER_OPEN, .source = SOURCE, .worker = 0}), OK);
	assert_int_equal(worker_order(b->workers[0], &(struct worker_command){.order = WORKER_MIRROR, .source = SOURCE, .worker = 1}), OK);
	view(b, 1, 9, true, &c);
	expect(&c, 100, 4, &last);
	frame(b, false);
	expect(&c, 104, 4, &last);
	client_fini(&c);
}

static void the_stream_goes_on_with_another_publisher(void **state)
{
	struct bed *b = *state;
	struct client c;
	struct rtp last;
	frame(b, true);
	await(b, WORKER_MEDIA);
	view(b, 0, 3, true, &c);
	expect(&c, 100, 4, &last);
	uint16_t seq = last.seq;
	uint32_t ts = last.ts;
	feed(b, 8);
	b->seq = 40000;
	b->ts = 1;
	frame(b, true);
	assert_int_equal(await(b, WORKER_MEDIA).id, 8);
	expect(&c, 40000, 4, &last);
	assert_int_equal((uint16_t)(last.seq - seq), 4);
	assert_true(rtp_ts_diff(last.ts, ts) > 0 && rtp_ts_diff(last.ts, ts) < 90000 * 10);
	client_fini(&c);
}

static void strangers_hear_nothing(void **state)
{
	struct bed *b = *state;
	struct client c, stranger;
	struct ice_words guess;
	uint8_t p[2048];
	frame(b, true);
	await(b, WORKER_MEDIA);
	view(b, 0, 3, true, &c);
	client_init(&stranger, worker_port(b->workers[0]));
	ice_words_new(3, &guess);
	client_ice(&stranger, &guess);                /* the right place and a wrong secret */
	client_check_send(&stranger, true);
	memcpy(stranger.remote_ufrag, c.remote_ufrag, sizeof stranger.remote_ufrag);
	client_check_send(&stranger, true);           /* the right ufrag and a wrong password */
	assert_int_equal(dtls_new(stranger.context, DTLS_CLIENT, dtls_context_fingerprint(b->dtls), client_send, &stranger, &stranger.dtls), OK);
	assert_int_equal(dtls_start(stranger.dtls), OK);
	assert_int_equal(client_read(&stranger, p, sizeof p, 300), 0);
	client_fini(&stranger);
	client_fini(&c);
}

static void tcp_carries_what_udp_would(void **state)
{
	struct bed *b = *state;
	struct client c;
	struct rtp last, again;
	uint8_t p[2048];
	frame(b, true);
	await(b, WORKER_MEDIA);
	view_by(b, 0, 3, true, true, &c);
	expect(&c, 100, 4, &last);
	frame(b, false);
	expect(&c, 104, 4, &last);
	client_nack(&c, last.ssrc, last.seq);
	assert_true(client_rtp(&c, p, sizeof p, 2000, &again));
	assert_int_equal(again.pt, 97);
	client_fini(&c);
}

static void a_frame_too_long_ends_a_stream(void **state)
{
	struct bed *b = *state;
	struct client c;
	uint8_t big[1600] = {0}, byte;
	client_init(&c, worker_port(b->workers[0]));
	assert_true(client_by_tcp(&c));
	client_send(&c, big, 1500);                   /* as long as any of ours: nonsense, but not wrong */
	struct pollfd f = {.fd = c.fd, .events = POLLIN};
	assert_int_equal(poll(&f, 1, 100), 0);
	client_send(&c, big, 1501);
	assert_int_equal(poll(&f, 1, 2000), 1);
	assert_true(recv(c.fd, &byte, 1, 0) <= 0);
	client_fini(&c);
}

static void leaving_and_closing_are_told(void **state)
{
	struct bed *b = *state;
	struct client c, d;
	frame(b, true);
	await(b, WORKER_MEDIA);
	view(b, 0, 3, true, &c);
	view(b, 0, 4, true, &d);
	assert_int_equal(worker_order(b->workers[0], &(struct worker_command){.order = WORKER_LEAVE, .id = 1ull << 32 | 3}), OK);
	struct worker_event e = await(b, WORKER_GONE);
	assert_int_equal(e.id, 1ull << 32 | 3);
	assert_int_equal(worker_order(b->workers[0], &(struct worker_command){.order = WORKER_CLOSE, .source = SOURCE}), OK);
	e = await(b, WORKER_GONE);
	assert_int_equal(e.id, 1ull << 32 | 4);
	assert_int_equal(e.why, OK);
	client_fini(&c);
	client_fini(&d);
}

static void a_wrong_certificate_is_shown_out(void **state)
{
	struct bed *b = *state;
	struct client c;
	struct viewer_setup s = {.id = 1ull << 32 | 12, .source = SOURCE};
	client_init(&c, worker_port(b->workers[0]));
	ice_words_new(12, &s.ice);
	client_ice(&c, &s.ice);
	memset(s.fingerprint, 0x55, sizeof s.fingerprint);
	struct worker_command view = {.order = WORKER_VIEW, .new_viewer = viewer_new(&s, clock_mono_us())};
	assert_int_equal(worker_order(b->workers[0], &view), OK);
	client_join(&c, dtls_context_fingerprint(b->dtls));
	struct worker_event e = await(b, WORKER_GONE);
	assert_int_equal(e.id, s.id);
	assert_int_equal(e.why, ERR_UNAUTHENTIC);
	client_fini(&c);
}

/* The floor sleeps, and its queue is full of other things. */
static void an_end_is_heard_however_full_the_queue_was(void **state)
{
	struct bed *b = *state;
	struct client c[2];
	frame(b, true);
	view(b, 0, 1, true, &c[0]);
	view(b, 0, 2, true, &c[1]);
	struct worker_event noise = {.said = WORKER_MARKS, .source = SOURCE};
	while (queue_push(b->events, &noise) == OK) {}
	assert_int_equal(worker_order(b->workers[0], &(struct worker_command){.order = WORKER_LEAVE, .id = 1ull << 32 | 1}), OK);
	assert_int_equal(worker_order(b->workers[0], &(struct worker_command){.order = WORKER_CLOSE, .source = SOURCE}), OK);
	uint8_t p[2048];
	struct rtcp_event bye;
	for (int i = 0; i < 2; i++) assert_true(client_hears(&c[i], RTCP_BYE, p, sizeof p, 2000, &bye)); /* both are gone, and nobody could be told */
	assert_int_equal(await(b, WORKER_GONE).id, 1ull << 32 | 1);
	assert_int_equal(await(b, WORKER_GONE).id, 1ull << 32 | 2);
	client_fini(&c[0]);
	client_fini(&c[1]);
}

static void a_beginning_is_heard_however_full_the_queue_was(void **state)
{
	struct bed *b = *state;
	struct client c;
	struct rtp last;
	frame(b, true);
	struct worker_event noise = {.said = WORKER_MARKS, .source = SOURCE};
	while (queue_push(b->events, &noise) == OK) {}
	uint64_t id = join_by(b, 0, 3, true, false, &c);
	expect(&c, 100, 4, &last);                    /* it has its picture, and nobody could be told */
	assert_int_equal(await(b, WORKER_SECURED).id, id);
	client_fini(&c);
}

/* The floor gives a place to another source only after it has closed the one before, even if that never came through. */
static void a_place_is_free_for_the_next_source(void **state)
{
	struct bed *b = *state;
	const uint32_t next = SOURCE + 0x10000;
	struct client c;
	frame(b, true);
	view(b, 0, 1, true, &c);
	assert_int_equal(worker_order(b->workers[0], &(struct worker_command){.order = WORKER_OPEN, .source = next, .worker = 0}), OK);
	assert_int_equal(await(b, WORKER_GONE).id, 1ull << 32 | 1);
	struct viewer_setup s = {.id = 1ull << 32 | 2, .source = next, .cname = "someone"};
	assert_int_equal(worker_order(b->workers[0], &(struct worker_command){.order = WORKER_VIEW, .new_viewer = viewer_new(&s, clock_mono_us())}), OK);
	assert_int_equal(worker_order(b->workers[0], &(struct worker_command){.order = WORKER_LEAVE, .id = s.id}), OK);
	struct worker_event e = await(b, WORKER_GONE);
	assert_int_equal(e.id, s.id);
	assert_int_equal(e.why, OK);
	client_fini(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_viewer_gets_the_bytes_that_were_sent, setup, teardown),
		cmocka_unit_test_setup_teardown(a_lost_packet_comes_again, setup, teardown),
		cmocka_unit_test_setup_teardown(a_viewer_of_another_worker_gets_them_too, setup, teardown),
		cmocka_unit_test_setup_teardown(the_stream_goes_on_with_another_publisher, setup, teardown),
		cmocka_unit_test_setup_teardown(strangers_hear_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(tcp_carries_what_udp_would, setup, teardown),
		cmocka_unit_test_setup_teardown(a_frame_too_long_ends_a_stream, setup, teardown),
		cmocka_unit_test_setup_teardown(leaving_and_closing_are_told, setup, teardown),
		cmocka_unit_test_setup_teardown(a_wrong_certificate_is_shown_out, setup, teardown),
		cmocka_unit_test_setup_teardown(an_end_is_heard_however_full_the_queue_was, setup, teardown),
		cmocka_unit_test_setup_teardown(a_beginning_is_heard_however_full_the_queue_was, setup, teardown),
		cmocka_unit_test_setup_teardown(a_place_is_free_for_the_next_source, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
