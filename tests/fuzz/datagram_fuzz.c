/* Any run of datagrams at a worker's port: STUN, DTLS, RTP and RTCP are told apart, and only an authentic check is ever answered.
 * The input is cut into datagrams by a length byte each (times 8). A datagram that begins with 0xff is made into a right
 * check first, so that the paths behind ICE are reached. */
#include <stdlib.h>
#include <string.h>

#include "media/audience.h"
#include "media/rtcp.h"

#define PLACE 3

struct world { struct port *port; struct audience *audience; struct source *source; struct hmac_sha1 key; struct ice_words ice; };

static void on_dtls(void *arg, struct viewer *v, const struct path *from, const uint8_t *data, size_t len)
{
	(void)arg, (void)from;
	if (viewer_id(v) != PLACE || !viewer_path(v) || len == 0 || data[0] < 20 || data[0] > 63) abort();
}

static void begin(struct world *w)
{
	static const struct source_format format = {{CODEC_H264, CODEC_OPUS}, {102, 111}, false};
	static const struct sdp_sending agreed = {.on = true, .mid = "0", .mid_ext = 3, .format_count = 1, .formats = {{.codec = CODEC_H264, .pt = 96, .rtx_pt = 97}}};
	struct viewer_setup s = {.id = PLACE, .source = 1, .ice = {"000003ABCDEFGHIJ", "0123456789abcdef0123456789abcdef"}};
	struct srtp_keys keys = {.profile = SRTP_GCM128};
	if (port_open(0, &w->port) != OK) abort();
	w->audience = audience_new(8, on_dtls, w);
	w->source = source_new(0);
	source_feed(w->source, -1, &format);
	w->ice = s.ice;
	stun_key_init(&w->key, s.ice.pwd, strlen(s.ice.pwd));
	track_out_init(&s.tracks[TRACK_VIDEO], &agreed, &(struct sdp_track){1000, 2000}, TRACK_VIDEO);
	struct viewer *v = viewer_new(&s, 0);
	viewer_watch(v, w->source);
	if (audience_add(w->audience, v) != OK || viewer_secure(v, &keys, 0) != OK) abort();
}

static size_t right_check(const struct world *w, uint8_t *out, size_t cap, bool nominate)
{
	struct stun_request r = {.username = "000003ABCDEFGHIJ:x", .priority = 1, .controlling = true, .use_candidate = nominate};
	return stun_write_request(out, cap, &r, &w->key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world w;
	uint8_t bytes[2048];
	begin(&w);
	for (int64_t now = 0; size > 1; now += 1000) {
		size_t len = (size_t)data[0] * 8 < size - 1 ? (size_t)data[0] * 8 : size - 1;
		struct port_datagram d = {.path = {.remote = {.ip = {[10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1}, .port = (uint16_t)(9 + data[0] % 7)}, .stream = -1}, .data = bytes, .len = len};
		memcpy(bytes, data + 1, len);
		if (len && bytes[0] == 0xff) d.len = right_check(&w, bytes, sizeof bytes, len & 8);
		audience_on_datagram(w.audience, w.port, &d, now);
		data += 1 + len;
		size -= 1 + len;
	}
	port_flush(w.port);
	audience_free(w.audience);
	source_free(w.source);
	port_close(w.port);
	return 0;
}
