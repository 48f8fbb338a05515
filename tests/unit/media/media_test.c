/* The picture from end to end behind media.h: this very program plays the child (mela-ingest) when it is started as one,
 * and a client made of STUN, DTLS and SRTP plays the browser. */
#include "media_bed.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#define CHILD_ARGS 4          /* program, two ports, addresses: see nursery.c */
#define FRAME_US   33333
#define KEY_EVERY  30
#define SEATS      4

/* ---- the child ---- */

static void child_say(const struct ipc_control *c) { IGNORE(ipc_control_send(IPC_CONTROL_FD, c)); }

/* False when the core says stop or is gone. */
static bool child_hears(bool *ret_live)
{
	static char message[IPC_MESSAGE_BYTES];
	struct ipc_control c;
	ssize_t n = recv(IPC_CONTROL_FD, message, sizeof message, MSG_DONTWAIT);
	if (n < 0) return true;
	if (n == 0 || ipc_control_parse(message, (size_t)n, &c) != OK || c.kind == IPC_STOP) return false;
	if (c.kind == IPC_OFFER) {
		struct ipc_control answer = {.kind = IPC_ANSWER, .text = "v=0\r\n", .answer = {OK, CODEC_H264, FEED_PT, CODEC_OPUS, FEED_AUDIO_PT}};
		child_say(&answer);
		*ret_live = true;
	}
	if (c.kind == IPC_PATCH) child_say(&(struct ipc_control){.kind = IPC_FRAGMENT, .text = "", .fragment = {.serial = c.patch.serial}});
	return true;
}

static bool child_asked_for_key(void)
{
	char message[256];
	bool asked = false;
	while (recv(IPC_PACKETS_FD, message, sizeof message, MSG_DONTWAIT) > 0) asked = true;
	return asked;
}

static void child_frame(uint16_t *seq, uint32_t ts, bool key)
{
	static struct ipc_batch b;
	int64_t now = clock_mono_us();
	ipc_batch_start(&b, 0);
	for (int i = 0; i < 3; i++) feed_video(&b, (*seq)++, ts, !key ? FEED_DELTA : i ? FEED_IDR : FEED_SPS, i == 2, BYTES, now);
	IGNORE(ipc_batch_send(IPC_PACKETS_FD, &b));
}

static int child(void)
{
	uint16_t seq = (uint16_t)(getpid() * 7);
	bool live = false;
	child_say(&(struct ipc_control){.kind = IPC_READY});
	for (int frame = 0; child_hears(&live); frame++) {
		if (live) child_frame(&seq, (uint32_t)frame * 3000, child_asked_for_key() || frame % KEY_EVERY == 0);
		if (frame % 5 == 0) child_say(&(struct ipc_control){.kind = IPC_HEARTBEAT});
		usleep(FRAME_US);
	}
	return 0;
}

/* ---- the bed ---- */

static struct publisher_id publish(struct bed *b)
{
	struct publisher_id p;
	int ups = b->ups;
	assert_int_equal(media_publish(b->media, b->booths[0], CHROME_WHIP, on_answer, b, &p), OK);
	until(b, &b->ups, ups + 1);
	assert_int_equal(b->answer_error, OK);
	return p;
}

static int setup(void **state)
{
	static char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	assert_true(n > 0);
	self[n] = 0;
	return bed_open(&(struct media_config){.announce = "127.0.0.1", .ingest_port_first = 40000, .ingest_port_last = 40010, .workers = 2, .ingest = "webrtcbin",
	                                       .ingest_program = self, .srtp = "builtin", .viewers_max = SEATS, .publishers_max = 4}, state);
}

/* ---- the browser ---- */

/* `n` packets, each whole; the number that made a payload is found in it, and goes up by one each time. */
static void expect_stream(struct client *c, int n, struct rtp *ret_last)
{
	uint8_t p[2048], want[BYTES];
	uint8_t number = 0;
	for (int i = 0; i < n; i++) {
		uint16_t before = ret_last->seq;
		assert_true(client_rtp(c, p, sizeof p, 3000, ret_last));
		assert_int_equal(ret_last->payload_len, BYTES);
		assert_int_equal(ret_last->pt, 109);
		uint8_t mine = (uint8_t)((ret_last->payload[1] - 7) * 223); /* 31 * 223 = 1 modulo 256 */
		if (i) assert_int_equal(mine, (uint8_t)(number + 1));
		if (i) assert_int_equal(ret_last->seq, (uint16_t)(before + 1));
		number = mine;
		feed_payload(want, (enum feed_nal)ret_last->payload[0], number, BYTES);
		assert_memory_equal(ret_last->payload + 1, want + 1, BYTES - 1);
	}
}

static void a_browser_sees_what_the_phone_sent(void **state)
{
	struct bed *b = *state;
	struct client c;
	struct rtp last = {0}, again;
	uint8_t p[2048];
	publish(b);
	assert_true(media_source_exists(b->media, b->booths[0]));
	struct viewer_id v = watch(b, &c);
	expect_stream(&c, 60, &last);
	client_nack(&c, last.ssrc, last.seq - 5);
	do assert_true(client_rtp(&c, p, sizeof p, 3000, &again));
	while (again.pt == 109);
	assert_int_equal(again.pt, 114);
	assert_int_equal(rtp_u16(again.payload), (uint16_t)(last.seq - 5));
	int64_t at_us;
	loop_turn(b->loop, false);
	assert_true(media_moment(b->media, v, last.ts, &at_us));
	assert_in_range(clock_mono_us() - at_us, 0, 5000000);
	assert_false(media_moment(b->media, v, last.ts + 1, &at_us));
	client_fini(&c);
}

/* Chromium's offer as of a browser whose video codecs are none of ours. */
static const char *without_picture(void)
{
	static char offer[] = CHROME_WHEP;
	for (char *at; (at = strstr(offer, " H264/"));) memcpy(at, " H260/", 6);
	for (char *at; (at = strstr(offer, " VP8/"));) memcpy(at, " VP0/", 5);
	return offer;
}

static void bad_wishes_are_refused(void **state)
{
	struct bed *b = *state;
	struct publisher_id p;
	struct viewer_id v;
	struct buf answer;
	buf_init(&answer);
	assert_int_equal(media_view(b->media, b->booths[0], CHROME_WHEP, &v, &answer), ERR_NOT_LIVE);
	assert_int_equal(media_publish(b->media, b->booths[0], "v=0\r\n", on_answer, b, &p), ERR_BAD_SDP);
	assert_int_equal(media_publish(b->media, b->booths[0], CHROME_WHEP, on_answer, b, &p), ERR_BAD_SDP);
	publish(b);
	assert_int_equal(media_view(b->media, b->booths[0], "nonsense", &v, &answer), ERR_BAD_SDP);
	assert_int_equal(media_view(b->media, b->booths[0], FIREFOX_WHEP, &v, &answer), ERR_NOT_ACCEPTABLE);  /* VP8 only, and the source is H264 */
	assert_int_equal(media_view(b->media, b->booths[0], without_picture(), &v, &answer), ERR_NOT_ACCEPTABLE); /* not even with the sound alone */
	assert_int_equal(answer.len, 0);
	for (int i = 0; i < SEATS; i++) assert_int_equal(media_view(b->media, b->booths[0], CHROME_WHEP, &v, &answer), OK);
	assert_int_equal(media_view(b->media, b->booths[0], CHROME_WHEP, &v, &answer), ERR_FULL);
	assert_int_equal(media_view_stop(b->media, v), OK);
	until(b, &b->viewer_gones, 1);
	assert_int_equal(b->viewer_why, OK);
	assert_int_equal(media_view_stop(b->media, v), ERR_NOT_FOUND);
	assert_int_equal(media_view(b->media, b->booths[0], CHROME_WHEP, &v, &answer), OK);
	buf_fini(&answer);
}

static void another_publisher_takes_over(void **state)
{
	struct bed *b = *state;
	struct client c;
	struct rtp last = {0};
	struct publisher_id first = publish(b);
	watch(b, &c);
	expect_stream(&c, 10, &last);
	uint32_t ssrc = last.ssrc;
	publish(b);
	until(b, &b->gones, 1);
	assert_int_equal(b->gone.v, first.v);
	assert_int_equal(b->why, ERR_CONFLICT);
	uint8_t p[2048];
	uint16_t seq = last.seq;
	for (int i = 0; i < 60; i++) {
		assert_true(client_rtp(&c, p, sizeof p, 3000, &last));
		assert_int_equal(last.seq, ++seq);
		assert_int_equal(last.ssrc, ssrc);
	}
	client_fini(&c);
}

static void viewers_wait_for_the_next_publisher(void **state)
{
	struct bed *b = *state;
	struct client c;
	struct rtp last = {0};
	struct publisher_id p = publish(b);
	watch(b, &c);
	expect_stream(&c, 10, &last);
	assert_int_equal(media_publish_stop(b->media, p), OK);
	until(b, &b->gones, 1);
	assert_int_equal(b->why, OK);
	assert_true(media_source_exists(b->media, b->booths[0]));
	publish(b);
	uint8_t bytes[2048];
	for (int i = 0; i < 30; i++) assert_true(client_rtp(&c, bytes, sizeof bytes, 3000, &last));
	assert_int_equal(b->viewer_gones, 0);
	client_fini(&c);
}

static void a_restart_changes_the_way_and_not_the_keys(void **state)
{
	struct bed *b = *state;
	struct client c;
	struct rtp last = {0};
	struct buf fragment;
	struct ice_words ice;
	publish(b);
	struct viewer_id v = watch(b, &c);
	expect_stream(&c, 5, &last);
	buf_init(&fragment);
	assert_int_equal(media_view_patch(b->media, v, "a=ice-ufrag:Ab+/\r\na=ice-pwd:0123456789012345678901\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
	                 "a=candidate:1 1 udp 1 192.0.2.7 9 typ host\r\n", &fragment), OK);
	assert_int_equal(fragment.len, 0);                 /* trickle: nothing to say */
	assert_int_equal(media_view_patch(b->media, v, "a=ice-ufrag:fresh\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n", &fragment), OK);
	assert_int_equal(sscanf(strstr(fragment.data, "a=ice-ufrag:"), "a=ice-ufrag:%16s", ice.ufrag), 1);
	assert_int_equal(sscanf(strstr(fragment.data, "a=ice-pwd:"), "a=ice-pwd:%32s", ice.pwd), 1);
	assert_string_not_equal(ice.ufrag, c.remote_ufrag);
	struct sockaddr_in server = c.server;
	int fresh = socket(AF_INET, SOCK_DGRAM, 0), old = c.fd; /* the phone has another address now */
	c.fd = fresh;
	c.server = server;
	client_ice(&c, &ice);
	assert_true(client_check(&c, true, 2000));
	uint16_t seq = last.seq;
	uint8_t p[2048];
	for (int i = 0; i < 20; i++) assert_true(client_rtp(&c, p, sizeof p, 3000, &last));
	assert_true(rtp_seq_diff(last.seq, seq) >= 20);
	assert_int_equal(b->viewer_ups, 1);
	close(old);
	buf_fini(&fragment);
	client_fini(&c);
}

static void closing_a_source_lets_all_go(void **state)
{
	struct bed *b = *state;
	struct client c, d;
	publish(b);
	watch(b, &c);
	watch(b, &d);
	media_source_close(b->media, b->booths[0]);
	assert_false(media_source_exists(b->media, b->booths[0]));
	until(b, &b->viewer_gones, 2);
	until(b, &b->gones, 1);
	assert_int_equal(b->viewer_why, OK);
	assert_int_equal(b->why, OK);
	client_fini(&c);
	client_fini(&d);
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc == CHILD_ARGS) return child();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_browser_sees_what_the_phone_sent, setup, teardown),
		cmocka_unit_test_setup_teardown(bad_wishes_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(another_publisher_takes_over, setup, teardown),
		cmocka_unit_test_setup_teardown(viewers_wait_for_the_next_publisher, setup, teardown),
		cmocka_unit_test_setup_teardown(a_restart_changes_the_way_and_not_the_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(closing_a_source_lets_all_go, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
