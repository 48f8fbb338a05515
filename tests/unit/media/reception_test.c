/* A phone whose connection ends in the worker, from end to end behind media.h: one client of STUN, DTLS and SRTP publishes, another
 * one watches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "browser.h"
#include "feed.h"
#include "media/media.h"
#include "media/sdp_frag.h"

#define LIMIT     2
#define BYTES     700
#define PT        109   /* as Chromium offers H264 constrained baseline; its RTX; Opus; RED */
#define RTX_PT    114
#define OPUS_PT   111
#define RED_PT    63
#define TWCC_EXT  3
#define SSRC      0x1111
#define RTX_SSRC  0x2222
#define OPUS_SSRC 0x3333

struct bed {
	struct loop *loop;
	struct media *media;
	struct booth_id booths[LIMIT + 1];
	int ups, viewer_ups, answers, gones, patches;
	err_t answer_error, why;
	struct publisher_id gone;
	struct buf answer;
};

struct phone {
	struct client client;
	struct publisher_id id;
	uint16_t seq, rtx_seq, twcc, opus_seq;
	uint32_t ts;
};

/* ---- the house around media ---- */

static void on_up(void *arg, struct publisher_id p, struct booth_id booth) { (void)p, (void)booth; ((struct bed *)arg)->ups++; }
static void on_viewer_up(void *arg, struct viewer_id v, struct booth_id booth) { (void)v, (void)booth; ((struct bed *)arg)->viewer_ups++; }

static void on_gone(void *arg, struct publisher_id p, struct booth_id booth, err_t why)
{
	struct bed *b = arg;
	(void)booth;
	b->gones++;
	b->gone = p;
	b->why = why;
}

static void on_answer(void *arg, err_t e, struct publisher_id p, const char *sdp)
{
	struct bed *b = arg;
	(void)p;
	b->answers++;
	b->answer_error = e;
	buf_clear(&b->answer);
	if (sdp) buf_puts(&b->answer, sdp);
}

static void nudge(void *arg) { (void)arg; }

static void until(struct bed *b, const int *what, int n)
{
	struct loop_timer *t = loop_timer_start(b->loop, 5, 5, nudge, NULL);
	int64_t limit = clock_mono_us() + 10000000;
	while (*what < n && clock_mono_us() < limit) loop_turn(b->loop, true);
	loop_timer_stop(t);
	assert_true(*what >= n);
}

static int setup(void **state)
{
	struct bed *b = calloc(1, sizeof *b);
	for (int i = 0; i <= LIMIT; i++) id_new(b->booths[i].s);
	b->loop = loop_new();
	buf_init(&b->answer);
	struct media_config config = {.announce = "127.0.0.1", .workers = 1, .ingest = "native", .srtp = "builtin", .viewers_max = 4, .publishers_max = LIMIT};
	struct media_events events = {.arg = b, .publisher_up = on_up, .publisher_gone = on_gone, .viewer_up = on_viewer_up};
	assert_int_equal(media_open(b->loop, &config, &events, &b->media), OK);
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bed *b = *state;
	media_close(b->media);
	loop_free(b->loop);
	buf_fini(&b->answer);
	free(b);
	return 0;
}

/* ---- the phone ---- */

static err_t post(struct bed *b, int booth, struct phone *p)
{
	int answers = b->answers;
	client_init(&p->client, 9);
	char *offer = browser_offer(&p->client, CHROME_WHIP);
	err_t e = media_publish(b->media, b->booths[booth], offer, on_answer, b, &p->id);
	free(offer);
	if (e != OK) return e;
	until(b, &b->answers, answers + 1);
	return b->answer_error;
}

static void publish_by(struct bed *b, int booth, bool tcp, struct phone *p)
{
	struct sdp *sdp = malloc(sizeof *sdp);
	*p = (struct phone){.seq = 65500, .rtx_seq = 7, .opus_seq = 40};
	assert_int_equal(post(b, booth, p), OK);
	browser_take_answer(&p->client, b->answer.data, sdp);
	if (tcp) assert_true(client_by_tcp(&p->client));
	assert_true(client_join(&p->client, sdp->fingerprint));
	free(sdp);
}

static void publish(struct bed *b, struct phone *p) { publish_by(b, 0, false, p); }

static void seal_and_send(struct phone *p, uint8_t *packet, size_t len)
{
	assert_int_equal(srtp_seal(p->client.srtp, packet, len, &len), OK);
	client_send(&p->client, packet, len);
}

static size_t head(struct phone *p, uint8_t *packet, uint8_t pt, bool marker, uint16_t seq, uint32_t ts, uint32_t ssrc)
{
	uint8_t number[2], ext[RTP_EXT_BLOCK_MAX];
	rtp_put16(number, p->twcc++);
	struct rtp_ext one = {TWCC_EXT, 2, number};
	return rtp_write(packet, pt, marker, seq, ts, ssrc, ext, rtp_ext_write(ext, sizeof ext, &one, 1));
}

static void video(struct phone *p, enum feed_nal nal, bool marker)
{
	uint8_t packet[1600];
	size_t at = head(p, packet, PT, marker, p->seq, p->ts, SSRC);
	seal_and_send(p, packet, at + feed_payload(packet + at, nal, p->seq, BYTES));
	p->seq++;
	if (marker) p->ts += 3000;
}

/* Three packets; the `lost`th of them stays away. */
static void frame(struct phone *p, bool key, int lost)
{
	for (int i = 0; i < 3; i++) {
		if (i == lost) p->seq++, p->twcc++;
		else video(p, !key ? FEED_DELTA : i ? FEED_IDR : FEED_SPS, i == 2);
	}
}

static void repair(struct phone *p, uint16_t seq, uint32_t ts)
{
	uint8_t packet[1600];
	size_t at = head(p, packet, RTX_PT, false, p->rtx_seq++, ts, RTX_SSRC);
	rtp_put16(packet + at, seq);
	seal_and_send(p, packet, at + 2 + feed_payload(packet + at + 2, FEED_DELTA, seq, BYTES));
}

/* ---- the viewer ---- */

static void watch(struct bed *b, struct client *c)
{
	struct viewer_id v;
	struct buf answer;
	struct sdp *sdp = malloc(sizeof *sdp);
	int ups = b->viewer_ups;
	client_init(c, 9);
	char *offer = browser_offer(c, CHROME_WHEP);
	buf_init(&answer);
	assert_int_equal(media_view(b->media, b->booths[0], offer, &v, &answer), OK);
	browser_take_answer(c, answer.data, sdp);
	assert_true(client_join(c, sdp->fingerprint));
	until(b, &b->viewer_ups, ups + 1);
	buf_fini(&answer);
	free(sdp);
	free(offer);
}

static void expect(struct client *c, uint16_t number, enum feed_nal nal)
{
	uint8_t p[2048], want[BYTES];
	struct rtp r;
	assert_true(client_rtp(c, p, sizeof p, 3000, &r));
	assert_int_equal(r.payload_len, BYTES);
	feed_payload(want, nal, number, BYTES);
	assert_memory_equal(r.payload, want, BYTES);
}

static void expect_nothing(struct client *c)
{
	uint8_t p[2048];
	struct rtp r;
	assert_false(client_rtp(c, p, sizeof p, 150, &r));
}

/* Publisher, first frame, viewer who has seen it. */
static void on_air(struct bed *b, struct phone *p, struct client *c)
{
	publish(b, p);
	frame(p, true, -1);
	until(b, &b->ups, 1);
	watch(b, c);
	for (uint16_t i = 0; i < 3; i++) expect(c, (uint16_t)(65500 + i), i ? FEED_IDR : FEED_SPS);
}

static void off_air(struct phone *p, struct client *c)
{
	client_fini(&p->client);
	client_fini(c);
}

/* ---- */

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

/* Another socket of the same phone. The old one stays open. */
static int another_address(struct phone *p)
{
	int before = p->client.fd;
	p->client.fd = socket(AF_INET, SOCK_DGRAM, 0);
	return before;
}

static void nobody_is_heard_from_where_no_check_came(void **state)
{
	struct bed *b = *state;
	struct phone p;
	struct client c;
	on_air(b, &p, &c);
	close(another_address(&p));
	frame(&p, false, -1);
	expect_nothing(&c);
	struct hmac_sha1 key = p.client.key;
	stun_key_init(&p.client.key, "not the password at all", 23);
	assert_false(client_check(&p.client, true, 150));
	p.client.key = key;
	p.client.remote_ufrag[8] ^= 1;
	assert_false(client_check(&p.client, true, 150));
	frame(&p, false, -1);
	expect_nothing(&c);
	off_air(&p, &c);
}

static void a_nat_may_give_it_another_address(void **state)
{
	struct bed *b = *state;
	struct phone p;
	struct client c;
	struct rtcp_event e;
	uint8_t bytes[2048];
	on_air(b, &p, &c);
	close(another_address(&p));
	assert_true(client_check(&p.client, true, 2000));
	frame(&p, false, -1);
	for (uint16_t i = 3; i < 6; i++) expect(&c, (uint16_t)(65500 + i), FEED_DELTA);
	assert_true(client_hears(&p.client, RTCP_TWCC, bytes, sizeof bytes, 2000, &e));   /* what we say goes there too */
	off_air(&p, &c);
}

/* RFC 9725 §4.3.2, RFC 8445 §9: the old pair carries on until the new one is there. */
static void ice_restarts_without_a_pause(void **state)
{
	struct bed *b = *state;
	struct phone p;
	struct client c;
	struct ice_words fresh = {0};
	struct sdp_frag frag;
	on_air(b, &p, &c);
	const char *again = "a=ice-ufrag:wxyz\r\na=ice-pwd:qqqqqqqqqqqqqqqqqqqqqqqq\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n";
	assert_int_equal(media_publish_patch(b->media, p.id, again, on_answer, b), OK);
	assert_int_equal(b->answer_error, OK);
	assert_int_equal(sdp_frag_parse(b->answer.data, b->answer.len, &frag), OK);
	memcpy(fresh.ufrag, frag.ufrag, sizeof fresh.ufrag);
	memcpy(fresh.pwd, frag.pwd, sizeof fresh.pwd);
	frame(&p, false, -1);
	for (uint16_t i = 3; i < 6; i++) expect(&c, (uint16_t)(65500 + i), FEED_DELTA);
	assert_true(client_check(&p.client, true, 2000));            /* the old words are good for a while */
	close(another_address(&p));
	client_ice(&p.client, &fresh);
	assert_true(client_check(&p.client, true, 2000));
	frame(&p, false, -1);
	for (uint16_t i = 6; i < 9; i++) expect(&c, (uint16_t)(65500 + i), FEED_DELTA);
	assert_int_equal(media_publish_patch(b->media, p.id, again, on_answer, b), OK);
	assert_int_equal(b->answer.len, 0);                          /* the same words again: a trickle */
	assert_int_equal(media_publish_patch(b->media, (struct publisher_id){7}, again, on_answer, b), ERR_NOT_FOUND);
	off_air(&p, &c);
}

static void a_second_phone_takes_over(void **state)
{
	struct bed *b = *state;
	struct phone first, second;
	struct client c;
	uint8_t bytes[2048];
	struct rtcp_event e;
	on_air(b, &first, &c);
	int64_t began = clock_mono_us();
	assert_int_equal(post(b, 0, &second), OK);
	until(b, &b->gones, 1);
	assert_in_range(clock_mono_us() - began, 0, 200000);
	assert_int_equal(b->gone.v, first.id.v);
	assert_int_equal(b->why, ERR_CONFLICT);
	client_fini(&second.client);
	publish(b, &second);
	assert_true(client_hears(&first.client, RTCP_BYE, bytes, sizeof bytes, 2000, &e));
	frame(&first, false, -1);
	expect_nothing(&c);
	frame(&second, true, -1);
	for (uint16_t i = 0; i < 3; i++) expect(&c, (uint16_t)(65500 + i), i ? FEED_IDR : FEED_SPS);
	client_fini(&first.client);
	off_air(&second, &c);
}

/* A ghost of the same booth never stands in the way, also when every place is taken. */
static void the_limit_counts_booths(void **state)
{
	struct bed *b = *state;
	struct phone p[LIMIT], again, more;
	for (int i = 0; i < LIMIT; i++) publish_by(b, i, false, &p[i]);
	assert_int_equal(post(b, LIMIT, &more), ERR_FULL);
	client_fini(&more.client);
	publish_by(b, 0, false, &again);
	until(b, &b->gones, 1);
	assert_int_equal(b->gone.v, p[0].id.v);
	assert_int_equal(media_publish_stop(b->media, p[1].id), OK);
	assert_int_equal(media_publish_stop(b->media, p[1].id), ERR_NOT_FOUND);
	until(b, &b->gones, 2);
	assert_int_equal(b->why, OK);
	publish_by(b, LIMIT, false, &more);
	for (int i = 0; i < LIMIT; i++) client_fini(&p[i].client);
	client_fini(&again.client);
	client_fini(&more.client);
}

static void who_says_goodbye_is_gone_at_once(void **state)
{
	struct bed *b = *state;
	struct phone p;
	struct client c;
	on_air(b, &p, &c);
	dtls_close(p.client.dtls);
	until(b, &b->gones, 1);
	assert_int_equal(b->why, OK);
	off_air(&p, &c);
}

static void bad_offers_cost_nothing(void **state)
{
	struct bed *b = *state;
	struct publisher_id p;
	assert_int_equal(media_publish(b->media, b->booths[0], "v=0\r\n", on_answer, b, &p), ERR_BAD_SDP);
	assert_int_equal(media_publish(b->media, b->booths[0], CHROME_WHEP, on_answer, b, &p), ERR_BAD_SDP);
	assert_false(media_source_exists(b->media, b->booths[0]));
	assert_int_equal(b->answers, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_browser_sees_what_the_phone_sent),
		TEST(by_tcp_too),
		TEST(what_is_lost_is_asked_for_and_repaired),
		TEST(sound_is_repaired_by_the_packet_behind_it),
		TEST(the_sender_is_told_what_came_and_when),
		TEST(a_viewer_without_a_key_frame_makes_the_phone_send_one),
		TEST(what_comes_twice_is_seen_once),
		TEST(nobody_is_heard_from_where_no_check_came),
		TEST(a_nat_may_give_it_another_address),
		TEST(ice_restarts_without_a_pause),
		TEST(a_second_phone_takes_over),
		TEST(the_limit_counts_booths),
		TEST(who_says_goodbye_is_gone_at_once),
		TEST(bad_offers_cost_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
