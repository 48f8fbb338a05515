/* reception_bed.h — a phone whose connection ends in the worker, from end to end behind media.h: one client of STUN, DTLS and SRTP publishes,
 * another one watches. */
#pragma once
#include "media/sdp_frag.h"
#include "media_bed.h"

#define LIMIT     (BED_BOOTHS - 1)
#define PT        109   /* as Chromium offers H264 constrained baseline; its RTX; Opus; RED */
#define RTX_PT    114
#define OPUS_PT   111
#define RED_PT    63
#define TWCC_EXT  3
#define SSRC      0x1111
#define RTX_SSRC  0x2222
#define OPUS_SSRC 0x3333

struct phone {
	struct client client;
	struct publisher_id id;
	uint16_t seq, rtx_seq, twcc, opus_seq;
	uint32_t ts;
};

static inline int setup(void **state)
{
	return bed_open(&(struct media_config){.announce = "127.0.0.1", .workers = 1, .ingest = "native", .srtp = "builtin", .viewers_max = 4, .publishers_max = LIMIT}, state);
}

static inline err_t post(struct bed *b, int booth, struct phone *p)
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

static inline void publish_by(struct bed *b, int booth, bool tcp, struct phone *p)
{
	struct sdp *sdp = malloc(sizeof *sdp);
	*p = (struct phone){.seq = 65500, .rtx_seq = 7, .opus_seq = 40};
	assert_int_equal(post(b, booth, p), OK);
	browser_take_answer(&p->client, b->answer.data, sdp);
	if (tcp) assert_true(client_by_tcp(&p->client));
	assert_true(client_join(&p->client, sdp->fingerprint));
	free(sdp);
}

static inline void publish(struct bed *b, struct phone *p) { publish_by(b, 0, false, p); }

static inline void seal_and_send(struct phone *p, uint8_t *packet, size_t len)
{
	assert_int_equal(srtp_seal(p->client.srtp, packet, len, &len), OK);
	client_send(&p->client, packet, len);
}

static inline size_t head(struct phone *p, uint8_t *packet, uint8_t pt, bool marker, uint16_t seq, uint32_t ts, uint32_t ssrc)
{
	uint8_t number[2], ext[RTP_EXT_BLOCK_MAX];
	rtp_put16(number, p->twcc++);
	struct rtp_ext one = {TWCC_EXT, 2, number};
	return rtp_write(packet, pt, marker, seq, ts, ssrc, ext, rtp_ext_write(ext, sizeof ext, &one, 1));
}

static inline void video(struct phone *p, enum feed_nal nal, bool marker)
{
	uint8_t packet[1600];
	size_t at = head(p, packet, PT, marker, p->seq, p->ts, SSRC);
	seal_and_send(p, packet, at + feed_payload(packet + at, nal, p->seq, BYTES));
	p->seq++;
	if (marker) p->ts += 3000;
}

/* Three packets; the `lost`th of them stays away. */
static inline void frame(struct phone *p, bool key, int lost)
{
	for (int i = 0; i < 3; i++) {
		if (i == lost) p->seq++, p->twcc++;
		else video(p, !key ? FEED_DELTA : i ? FEED_IDR : FEED_SPS, i == 2);
	}
}

static inline void repair(struct phone *p, uint16_t seq, uint32_t ts)
{
	uint8_t packet[1600];
	size_t at = head(p, packet, RTX_PT, false, p->rtx_seq++, ts, RTX_SSRC);
	rtp_put16(packet + at, seq);
	seal_and_send(p, packet, at + 2 + feed_payload(packet + at + 2, FEED_DELTA, seq, BYTES));
}

static inline void expect(struct client *c, uint16_t number, enum feed_nal nal)
{
	uint8_t p[2048], want[BYTES];
	struct rtp r;
	assert_true(client_rtp(c, p, sizeof p, 3000, &r));
	assert_int_equal(r.payload_len, BYTES);
	feed_payload(want, nal, number, BYTES);
	assert_memory_equal(r.payload, want, BYTES);
}

static inline void expect_nothing(struct client *c)
{
	uint8_t p[2048];
	struct rtp r;
	assert_false(client_rtp(c, p, sizeof p, 150, &r));
}

/* Publisher, first frame, viewer who has seen it. */
static inline void on_air(struct bed *b, struct phone *p, struct client *c)
{
	publish(b, p);
	frame(p, true, -1);
	until(b, &b->ups, 1);
	watch(b, c);
	for (uint16_t i = 0; i < 3; i++) expect(c, (uint16_t)(65500 + i), i ? FEED_IDR : FEED_SPS);
}

static inline void off_air(struct phone *p, struct client *c)
{
	client_fini(&p->client);
	client_fini(c);
}
