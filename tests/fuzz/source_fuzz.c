/* Any RTP and reports out of a child, and any whole messages: what a source keeps stays within its rings, in order, and is
 * mirrored alike. The first byte says which; packets are cut by two bytes each (track, length / 4). */
#include <stdlib.h>
#include <string.h>

#include "media/ipc.h"
#include "media/mirror.h"
#include "media/source.h"

static void check(const struct source_batch *b)
{
	if (b->count > SOURCE_BATCH_MAX || b->late_count > b->count || b->marks_count > SOURCE_MARKS_MAX) abort();
	for (uint32_t i = 0; i < b->count; i++)
		if (b->packets[i]->len > PACKET_PAYLOAD_MAX || !b->packets[i]->seq) abort();
}

static void mirror(const struct source *s, const struct source_batch *b, struct source *replica)
{
	struct source_batch copy;
	struct mirror *m = mirror_of_batch(s, 1, b);
	if (!m) return;
	source_batch_begin(replica, &copy);
	mirror_open(m, replica, &copy);
	mirror_free(m);
	check(&copy);
}

/* The packets in one message, as a child makes it. */
static size_t message_of(const uint8_t *data, size_t size, struct ipc_batch *b)
{
	struct { uint16_t version, count; uint32_t zero; uint64_t dropped; } head = {.version = 1};
	ipc_batch_start(b, 0);
	while (size > 2) {
		size_t len = (size_t)data[1] * 4 + 1;
		if (len > size - 2) len = size - 2;
		struct ipc_packet p = {.record = data[0] & 2 ? IPC_REPORT : IPC_RTP, .track = (enum ipc_track)(data[0] & 1), .arrival_us = data[0] * 10000, .data = data + 2, .len = len};
		if (len >= sizeof p.report) memcpy(&p.report, data + 2, sizeof p.report);
		if (ipc_batch_add(b, &p) != OK) break;
		data += 2 + len;
		size -= 2 + len;
	}
	head.count = (uint16_t)b->count;
	memcpy(b->bytes, &head, sizeof head);
	return b->len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct ipc_batch message;
	struct source_batch b;
	if (size < 2) return 0;
	struct source *s = source_new(0), *replica = source_new(0);
	struct source_format format = {{data[0] & 2 ? CODEC_VP8 : CODEC_H264, CODEC_OPUS}, {96, 111}, false};
	source_feed(s, -1, &format);
	source_batch_begin(s, &b);
	if (data[0] & 1) {
		size_t len = message_of(data + 1, size - 1, &message);
		if (source_take(s, message.bytes, len, &b) != OK) abort();
	} else if (source_take(s, data + 1, size - 1, &b) != OK && b.count) {
		abort();
	}
	check(&b);
	mirror(s, &b, replica);
	source_free(s);
	source_free(replica);
	return 0;
}
