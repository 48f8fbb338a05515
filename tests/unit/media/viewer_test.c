/* One viewer and the audience that finds it: checks, paths, restart, consent, allowances, reports. No threads; time is given. */
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
#include "media/source.h"

#define PLACE 5
#define ID (1ull << 32 | PLACE)

struct bed {
	struct port *port;
	struct audience *audience;
	struct source *source;
	struct viewer *viewer;
	struct client client;
	struct ice_words ice;
	struct srtp_keys keys;
	struct ipc_batch message;
	struct source_batch batch;
	int dtls_seen;
};

static void on_dtls(void *arg, struct viewer *v, const struct path *from, const uint8_t *data, size_t len)
{
	struct bed *b = arg;
	(void)from, (void)data;
	assert_true(len > 0);
	assert_int_equal(viewer_id(v), ID);
	b->dtls_seen++;
}

static int setup(void **state)
{
	static const struct sdp_sending agreed = {
		.on = true, .mid = "0", .mid_ext = 3, .playout_delay_ext = 5, .format_count = 1,
		.formats = {{.codec = CODEC_H264, .pt = 96, .rtx_pt = 97, .nack = true, .h264_mode = 1, .h264_profile = 0x42e01f}},
	};
	static const struct source_format format = {{CODEC_H264, CODEC_OPUS}, {FEED_PT, FEED_AUDIO_PT}, false};
	struct bed *b = calloc(1, sizeof *b);
	struct viewer_setup s = {.id = ID, .source = 1, .cname = "lips"};
	assert_int_equal(port_open(0, &b->port), OK);
	b->audience = audience_new(8, on_dtls, b);
	b->source = source_new(0);
	source_feed(b->source, -1, &format);
	client_init(&b->client, port_number(b->port));
	ice_words_new(PLACE, &s.ice);
	b->ice = s.ice;
	client_ice(&b->client, &s.ice);
	track_out_init(&s.tracks[TRACK_VIDEO], &agreed, &(struct sdp_track){1000, 2000}, TRACK_VIDEO);
	b->viewer = viewer_new(&s, 0);
	viewer_watch(b->viewer, b->source);
	assert_int_equal(audience_add(b->audience, b->viewer), OK);
	ipc_batch_start(&b->message, 0);
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bed *b = *state;
	audience_free(b->audience);
	source_free(b->source);
	port_close(b->port);
	client_fini(&b->client);
	free(b);
	return 0;
}

/* Takes in what the client has sent. */
static void turn(struct bed *b, int64_t now_us)
{
	struct port_datagram d[PORT_READ_MAX];
	size_t n = port_read(b->port, d, PORT_READ_MAX);
	for (size_t i = 0; i < n; i++) audience_on_datagram(b->audience, b->port, &d[i], now_us);
	port_flush(b->port);
}

static bool answered(struct client *c)
{
	uint8_t p[2048];
	struct stun_msg m;
	size_t n = client_read(c, p, sizeof p, 50);
	return n && stun_parse(p, n, &m) == OK && m.type == STUN_SUCCESS && stun_authentic(&m, &c->key);
}

/* Keys of both sides without a handshake. */
static void secure(struct bed *b, int64_t now_us)
{
	b->keys.profile = SRTP_GCM128;
	memset(&b->keys.local, 1, sizeof b->keys.local);
	memset(&b->keys.remote, 2, sizeof b->keys.remote);
	struct srtp_keys theirs = {b->keys.profile, b->keys.remote, b->keys.local};
	client_check_send(&b->client, true);
	turn(b, now_us);
	assert_true(answered(&b->client));
	assert_int_equal(viewer_secure(b->viewer, &b->keys, now_us), OK);
	assert_int_equal(srtp_new(SRTP_BUILTIN, &theirs, &b->client.srtp), OK);
}

static void frames(struct bed *b, uint16_t seq, int n, bool key, int64_t now_us)
{
	for (int i = 0; i < n; i++) feed_video(&b->message, (uint16_t)(seq + i), seq * 100u, key && !i ? FEED_IDR : FEED_DELTA, i == n - 1, 200, now_us);
	source_batch_begin(b->source, &b->batch);
	struct { uint16_t version, count; uint32_t zero; uint64_t dropped; } head = {1, (uint16_t)b->message.count, 0, 0};
	memcpy(b->message.bytes, &head, sizeof head);
	assert_int_equal(source_take(b->source, b->message.bytes, b->message.len, &b->batch), OK);
	ipc_batch_start(&b->message, 0);
	viewer_deliver(b->viewer, &b->batch, now_us, b->port);
	port_flush(b->port);
}

static void sec_35_only_the_right_password_is_answered(void **state)
{
	struct bed *b = *state;
	struct ice_words wrong = b->ice;
	wrong.pwd[0] ^= 1;
	client_ice(&b->client, &wrong);
	client_check_send(&b->client, true);
	turn(b, 1);
	assert_false(answered(&b->client));
	wrong = b->ice;
	wrong.ufrag[ICE_UFRAG_CHARS - 1] ^= 1;
	client_ice(&b->client, &wrong);
	client_check_send(&b->client, true);
	turn(b, 1);
	assert_false(answered(&b->client));
	assert_null(viewer_path(b->viewer));
	client_ice(&b->client, &b->ice);
	client_check_send(&b->client, true);
	turn(b, 1);
	assert_true(answered(&b->client));
	assert_non_null(viewer_path(b->viewer));
	assert_int_equal(audience_counts(b->audience)->stun_refused, 2);
}

static void sec_30_dtls_is_heard_from_checked_paths_only(void **state)
{
	struct bed *b = *state;
	uint8_t hello[20] = {22, 0xfe, 0xfd};
	client_send(&b->client, hello, sizeof hello);
	turn(b, 1);
	assert_int_equal(b->dtls_seen, 0);
	client_check_send(&b->client, false);
	client_send(&b->client, hello, sizeof hello);
	turn(b, 1);
	assert_int_equal(b->dtls_seen, 1);
	assert_int_equal(audience_counts(b->audience)->strangers, 1);
}

static void checks_have_an_allowance(void **state)
{
	struct bed *b = *state;
	for (int i = 0; i < ICE_CHECKS_PER_S + 1; i++) {
		client_check_send(&b->client, true);
		turn(b, 1);
		assert_int_equal(answered(&b->client), i < ICE_CHECKS_PER_S);
	}
	assert_int_equal(viewer_second(b->viewer, 2, b->port), OK);
	client_check_send(&b->client, true);
	turn(b, 2);
	assert_true(answered(&b->client));
}

static void the_last_nominated_path_is_taken(void **state)
{
	struct bed *b = *state;
	struct client others[ICE_PATHS];
	client_check_send(&b->client, true);
	turn(b, 1);
	uint16_t first = viewer_path(b->viewer)->remote.port;
	for (int i = 0; i < ICE_PATHS; i++) {          /* one more than there is room for */
		client_init(&others[i], port_number(b->port));
		client_ice(&others[i], &b->ice);
		client_check_send(&others[i], false);
		turn(b, 1);
		assert_true(answered(&others[i]));
		assert_int_equal(viewer_path(b->viewer)->remote.port, first);
	}
	const struct path *paths;
	assert_int_equal(viewer_paths(b->viewer, &paths), ICE_PATHS);
	client_check_send(&others[ICE_PATHS - 1], true);
	turn(b, 1);
	assert_int_not_equal(viewer_path(b->viewer)->remote.port, first);
	uint8_t hello[20] = {22, 0xfe, 0xfd};
	client_send(&others[0], hello, sizeof hello);     /* its place went to the last one */
	client_send(&others[ICE_PATHS - 1], hello, sizeof hello);
	turn(b, 1);
	assert_int_equal(b->dtls_seen, 1);
	for (int i = 0; i < ICE_PATHS; i++) client_fini(&others[i]);
}

static void a_restart_takes_both_passwords_for_a_while(void **state)
{
	struct bed *b = *state;
	struct ice_words fresh;
	ice_words_new(PLACE, &fresh);
	viewer_restart(b->viewer, &fresh, 1000);
	client_check_send(&b->client, true);
	turn(b, 1000 + ICE_OLD_US - 1);
	assert_true(answered(&b->client));
	client_check_send(&b->client, true);
	turn(b, 1000 + ICE_OLD_US);
	assert_false(answered(&b->client));
	client_ice(&b->client, &fresh);
	client_check_send(&b->client, true);
	turn(b, 1000 + ICE_OLD_US);
	assert_true(answered(&b->client));
}

static void consent_runs_out(void **state)
{
	struct bed *b = *state;
	client_check_send(&b->client, true);
	turn(b, 5000000);
	assert_int_equal(viewer_second(b->viewer, 5000000 + ICE_CONSENT_US, b->port), OK);
	assert_int_equal(viewer_second(b->viewer, 5000000 + ICE_CONSENT_US + 1, b->port), ERR_TIMEOUT);
}

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
	struct rtcp_writer w = {.out = p, .cap = sizeof p - SRTP_ROOM};
	rtcp_add_remb(&w, 1, 20000, &(uint32_t){1000}, 1);
	size_t len;
	assert_int_equal(srtp_seal_rtcp(b->client.srtp, p, w.len, &len), OK);
	client_send(&b->client, p, len);
	turn(b, 1100000);
	for (int i = 0; i <= CHOOSER_PRESSED_S; i++) { /* the first estimate is above none */
		assert_false(viewer_needs_low(b->viewer));
		assert_int_equal(viewer_second(b->viewer, 1200000 + i, b->port), OK);
	}
	assert_true(viewer_needs_low(b->viewer));
	viewer_choose(b->viewer, RUNG_HIGH);              /* pinned */
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

static void what_the_network_carries_is_tried_with_repeats(void **state)
{
	struct bed *b = *state;
	uint16_t seq = 100, newest = 0;
	pressed_by_its_network_a_viewer_needs_the_small_copy(state);
	viewer_choose(b->viewer, RUNG_AUTO);
	source_feed_low(b->source, -1, CODEC_H264, FEED_PT);
	unsigned until = 0, n = 0;
	for (int64_t now = 2000000; now < 2000000 + (CHOOSER_PATIENCE_S + 4) * 1000000; now += 50000) {
		frame_of(b, false, seq, 90000u + seq * 3000u, false, now); /* what would be shown again if it could */
		frame_of(b, true, seq, 90000u + seq * 3000u, seq % 20 == 0, now);
		seq++;
		if (seq % 20) continue;
		n += repeats_seen(b, &newest);
		if (now < 2000000 + CHOOSER_PATIENCE_S * 1000000) until += n;
		source_second(b->source);
		assert_int_equal(viewer_second(b->viewer, now, b->port), OK);
	}
	assert_int_equal(until, 0);
	assert_true(n > 0);
	viewer_choose(b->viewer, RUNG_LOW); /* by choice, and nothing is tried */
	for (int i = 0; i < 10; i++, seq++) frame_of(b, true, seq, 90000u + seq * 3000u, false, 10000000 + i * 50000);
	assert_int_equal(repeats_seen(b, &newest), 0);
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
	struct track_out o = {.on = true, .begun = true, .first = 5, .resends_left = TRACK_RESENDS_PER_S};
	struct ring ring;
	secure(b, 1);
	memset(o.rtx_pt, TRACK_NO_PT, sizeof o.rtx_pt);
	ring_init(&ring, 1024);
	o.base = o.next = 1000;
	o.rtx_pt[CODEC_H264] = 97;
	struct srtp *srtp;
	assert_int_equal(srtp_new(SRTP_BUILTIN, &b->keys, &srtp), OK);
	struct outlet out = {srtp, b->port, viewer_path(b->viewer)};
	for (; o.next <= 1000 + TRACK_RESENDS_PER_S; o.next++) {
		struct packet *one = ring_put(&ring, o.next);
		one->codec = CODEC_H264;
		one->len = 10;
	}
	for (uint16_t i = 0; i <= TRACK_RESENDS_PER_S; i++)
		assert_int_equal(track_out_again(&o, &ring, (uint16_t)(5 + i), 1, 0, &out), i < TRACK_RESENDS_PER_S);
	track_out_second(&o);
	assert_true(track_out_again(&o, &ring, 5 + TRACK_RESENDS_PER_S, 1 + 1000000, 0, &out));
	port_flush(b->port);
	srtp_free(srtp);
	ring_fini(&ring);
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

static void an_audience_has_so_many_places(void **state)
{
	struct bed *b = *state;
	struct viewer *beyond = viewer_new(&(struct viewer_setup){.id = 8}, 0), *twin = viewer_new(&(struct viewer_setup){.id = 2ull << 32 | PLACE}, 0);
	struct viewer *last = viewer_new(&(struct viewer_setup){.id = 7}, 0);
	assert_int_equal(audience_add(b->audience, beyond), ERR_FULL);
	assert_int_equal(audience_add(b->audience, twin), ERR_CONFLICT);
	assert_int_equal(audience_add(b->audience, last), OK);
	assert_null(audience_find(b->audience, 2ull << 32 | PLACE));
	assert_ptr_equal(audience_find(b->audience, ID), b->viewer);
	viewer_free(beyond);
	viewer_free(twin);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sec_35_only_the_right_password_is_answered, setup, teardown),
		cmocka_unit_test_setup_teardown(sec_30_dtls_is_heard_from_checked_paths_only, setup, teardown),
		cmocka_unit_test_setup_teardown(checks_have_an_allowance, setup, teardown),
		cmocka_unit_test_setup_teardown(the_last_nominated_path_is_taken, setup, teardown),
		cmocka_unit_test_setup_teardown(a_restart_takes_both_passwords_for_a_while, setup, teardown),
		cmocka_unit_test_setup_teardown(consent_runs_out, setup, teardown),
		cmocka_unit_test_setup_teardown(a_join_is_replayed_from_a_recent_key_frame, setup, teardown),
		cmocka_unit_test_setup_teardown(an_old_key_frame_is_not_replayed, setup, teardown),
		cmocka_unit_test_setup_teardown(a_picture_that_rests_begins_at_a_key_frame_and_its_numbers_go_on, setup, teardown),
		cmocka_unit_test_setup_teardown(a_frame_cut_short_by_a_rest_leaves_a_hole, setup, teardown),
		cmocka_unit_test_setup_teardown(a_viewer_goes_down_where_a_second_begins_and_up_at_a_key_frame, setup, teardown),
		cmocka_unit_test_setup_teardown(a_viewer_keeps_the_full_picture_when_the_small_one_ends, setup, teardown),
		cmocka_unit_test_setup_teardown(stills_are_key_frames_of_the_small_copy_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(pressed_by_its_network_a_viewer_needs_the_small_copy, setup, teardown),
		cmocka_unit_test_setup_teardown(what_the_network_carries_is_tried_with_repeats, setup, teardown),
		cmocka_unit_test_setup_teardown(a_packet_is_not_sent_again_within_a_round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(resends_have_an_allowance, setup, teardown),
		cmocka_unit_test_setup_teardown(reports_have_an_allowance, setup, teardown),
		cmocka_unit_test_setup_teardown(who_loses_packets_holds_pictures_back, setup, teardown),
		cmocka_unit_test_setup_teardown(a_receiver_gets_its_time_back, setup, teardown),
		cmocka_unit_test_setup_teardown(reports_tell_the_sources_clock, setup, teardown),
		cmocka_unit_test_setup_teardown(the_handshake_may_go_once_the_viewer_has_spoken, setup, teardown),
		cmocka_unit_test_setup_teardown(an_audience_has_so_many_places, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
