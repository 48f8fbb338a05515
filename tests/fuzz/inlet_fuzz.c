/* Any plain packets as an authentic phone might send them: extensions, layers, RTX, RED, reports; each behind its length of two bytes. */
#include <stdlib.h>
#include <string.h>

#include "media/inlet.h"
#include "media/rtp.h"

static const struct inlet_setup SETUP = {
	.id = 1ull << 32, .ice = {"000000abcdefghij", "0123456789abcdef0123456789abcdef"},
	.take = {
		.audio = {.codec = CODEC_OPUS, .pt = 111, .red_pt = 63, .twcc_ext = 3}, .video = {.codec = CODEC_H264, .pt = 102, .rtx_pt = 103, .twcc_ext = 3, .nack = true},
		.rid_ext = 10, .repaired_ext = 11, .rids = 2, .rid = {"h", "l"},
	},
};

static void feed(struct inlet *i, struct srtp *phone, const uint8_t *p, size_t len)
{
	uint8_t bytes[1600];
	size_t n;
	memcpy(bytes, p, len);
	bool rtcp = rtp_kind(bytes, len) == RTP_KIND_RTCP;
	if ((rtcp ? srtp_seal_rtcp(phone, bytes, len, &n) : srtp_seal(phone, bytes, len, &n)) != OK) return;
	struct source *s = source_new(0);
	static struct source_batch batch;
	struct source_format f = inlet_format(i);
	source_feed(s, -1, &f);
	source_batch_begin(s, &batch);
	inlet_take(i, bytes, n, 0);
	inlet_read(i, s, &batch, 1000000);
	source_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct srtp_keys keys = {.profile = SRTP_GCM128, .local = {.key = {1}}, .remote = {.key = {1}}};
	static struct port *port;
	struct srtp *phone;
	struct inlet *i = inlet_new(&SETUP, 0);
	if (!port && port_open(0, &port) != OK) abort();
	if (inlet_secure(i, &keys, 0) != OK || srtp_new(SRTP_BUILTIN, &keys, &phone) != OK) abort();
	while (size >= 2) {
		size_t len = rtp_u16(data) % 1500;
		data += 2;
		size -= 2;
		if (len > size) len = size;
		if (len >= RTP_HEADER_BYTES) feed(i, phone, data, len);
		data += len;
		size -= len;
	}
	inlet_tend(i, 2000000, port);
	srtp_free(phone);
	inlet_free(i);
	return 0;
}
