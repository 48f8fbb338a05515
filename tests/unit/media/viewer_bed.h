/* viewer_bed.h — one viewer, its audience and its source, and a client that stands for its browser. No threads; time is given. */
#pragma once
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

static inline void on_dtls(void *arg, struct viewer *v, const struct path *from, const uint8_t *data, size_t len)
{
	struct bed *b = arg;
	(void)from, (void)data;
	assert_true(len > 0);
	assert_int_equal(viewer_id(v), ID);
	b->dtls_seen++;
}

/* `sound`: what was agreed on beside the picture; NULL: nothing. */
static inline int setup_with(void **state, const struct sdp_sending *sound)
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
	if (sound) track_out_init(&s.tracks[TRACK_AUDIO], sound, &(struct sdp_track){3000, 0}, TRACK_AUDIO);
	b->viewer = viewer_new(&s, 0);
	viewer_watch(b->viewer, b->source);
	assert_int_equal(audience_add(b->audience, b->viewer), OK);
	ipc_batch_start(&b->message, 0);
	*state = b;
	return 0;
}

static inline int setup(void **state) { return setup_with(state, NULL); }

static inline int teardown(void **state)
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
static inline void turn(struct bed *b, int64_t now_us)
{
	struct port_datagram d[PORT_READ_MAX];
	size_t n = port_read(b->port, d, PORT_READ_MAX);
	for (size_t i = 0; i < n; i++) audience_on_datagram(b->audience, b->port, &d[i], now_us);
	port_flush(b->port);
}

static inline bool answered(struct client *c)
{
	uint8_t p[2048];
	struct stun_msg m;
	size_t n = client_read(c, p, sizeof p, 50);
	return n && stun_parse(p, n, &m) == OK && m.type == STUN_SUCCESS && stun_authentic(&m, &c->key);
}

/* Keys of both sides without a handshake. */
static inline void secure(struct bed *b, int64_t now_us)
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

/* What was fed crosses and goes out. */
static inline void fed(struct bed *b, int64_t now_us)
{
	source_batch_begin(b->source, &b->batch);
	struct { uint16_t version, count; uint32_t zero; uint64_t dropped; } head = {1, (uint16_t)b->message.count, 0, 0};
	memcpy(b->message.bytes, &head, sizeof head);
	assert_int_equal(source_take(b->source, b->message.bytes, b->message.len, &b->batch), OK);
	ipc_batch_start(&b->message, 0);
	viewer_deliver(b->viewer, &b->batch, now_us, b->port);
	port_flush(b->port);
}

static inline void frames(struct bed *b, uint16_t seq, int n, bool key, int64_t now_us)
{
	for (int i = 0; i < n; i++) feed_video(&b->message, (uint16_t)(seq + i), seq * 100u, key && !i ? FEED_IDR : FEED_DELTA, i == n - 1, 200, now_us);
	fed(b, now_us);
}

/* n packets of sound, 20 ms each; what was fed before goes with them. */
static inline void sounds(struct bed *b, uint16_t seq, int n, int64_t now_us)
{
	for (int i = 0; i < n; i++) feed_audio(&b->message, (uint16_t)(seq + i), (uint32_t)(seq + i) * 960, 80, now_us);
	fed(b, now_us);
}
