/* ipc.c — headers and checks. A control message is { header, body, text NUL }, a packets message { header, record… }. */
#include "media/ipc.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#define IPC_VERSION 1

struct control_header { uint16_t version, kind; uint32_t text_bytes; };      /* text_bytes counts the NUL; 0: no text */
struct packets_header { uint16_t version, count; uint32_t zero; uint64_t dropped; };
struct record_header { int64_t arrival_us; uint16_t bytes; uint8_t record, track; uint32_t zero; };

static const struct { size_t body_bytes; bool text; } kinds[IPC_KIND_COUNT] = {
#define IPC_KIND(id, type, has_text) [IPC_##id] = {sizeof(type), has_text},
	IPC_KINDS(IPC_KIND)
#undef IPC_KIND
};

static bool answer_ok(const struct ipc_control *c)
{
	const struct ipc_answer *a = &c->answer;
	bool video = a->video_codec == CODEC_NONE || a->video_codec == CODEC_H264 || a->video_codec == CODEC_VP8;
	bool audio = a->audio_codec == CODEC_NONE || a->audio_codec == CODEC_OPUS;
	bool text = (a->error == OK) == (c->text[0] != 0);
	return video && audio && text && a->video_pt < 128 && a->audio_pt < 128 && a->error < ERR_COUNT;
}

static bool fragment_ok(const struct ipc_control *c) { return c->fragment.error < ERR_COUNT && c->fragment.zero == 0; }
static bool state_ok(const struct ipc_control *c) { return c->state.phase < IPC_PHASE_COUNT && c->state.error < ERR_COUNT; }
static bool render_ok(const struct ipc_control *c)
{
	static const uint8_t zero[sizeof c->render.zero];
	bool codec = c->render.codec == CODEC_H264 || c->render.codec == CODEC_VP8;
	return codec && c->render.pt < 128 && memcmp(c->render.zero, zero, sizeof zero) == 0;
}

static bool stats_ok(const struct ipc_control *c) { return c->stats.trip_us >= 0 && c->stats.trip_us <= IPC_TRIP_MAX_US; }
static bool nothing_ok(const struct ipc_control *c) { return c->nothing.zero == 0; }
static bool any_ok(const struct ipc_control *c) { return c->text != NULL; }

/* What a right size alone does not say about a body. */
static bool (*const body_ok[IPC_KIND_COUNT])(const struct ipc_control *) = {
	[IPC_READY] = nothing_ok, [IPC_HEARTBEAT] = nothing_ok, [IPC_OFFER] = nothing_ok, [IPC_ANSWER] = answer_ok,
	[IPC_PATCH] = any_ok, [IPC_FRAGMENT] = fragment_ok, [IPC_STATE] = state_ok, [IPC_STATS] = stats_ok,
	[IPC_KEYFRAME] = nothing_ok, [IPC_STOP] = nothing_ok, [IPC_RENDER] = render_ok,
};

err_t ipc_control_parse(const void *msg, size_t len, struct ipc_control *ret)
{
	struct control_header h;
	const char *at = msg;
	if (len < sizeof h) return ERR_MALFORMED;
	memcpy(&h, at, sizeof h);
	if (h.version != IPC_VERSION || h.kind >= IPC_KIND_COUNT) return ERR_MALFORMED;
	size_t body = kinds[h.kind].body_bytes;
	if (h.text_bytes > IPC_SDP_BYTES + 1 || len != sizeof h + body + h.text_bytes) return ERR_MALFORMED;
	if (kinds[h.kind].text != (h.text_bytes > 0)) return ERR_MALFORMED;
	struct ipc_control c = {.kind = (enum ipc_kind)h.kind, .text = ""};
	memcpy((char *)&c + offsetof(struct ipc_control, nothing), at + sizeof h, body);
	if (h.text_bytes) {
		c.text = at + sizeof h + body;
		if (memchr(c.text, 0, h.text_bytes) != c.text + h.text_bytes - 1) return ERR_MALFORMED;
	}
	if (!body_ok[c.kind](&c)) return ERR_MALFORMED;
	*ret = c;
	return OK;
}

static err_t send_whole(int fd, struct iovec *parts, size_t n)
{
	struct msghdr m = {.msg_iov = parts, .msg_iovlen = n};
	for (;;) {
		if (sendmsg(fd, &m, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) return OK;
		if (errno == EINTR) continue;
		return errno == EAGAIN || errno == ENOBUFS ? ERR_FULL : ERR_IO;
	}
}

err_t ipc_control_send(int fd, const struct ipc_control *c)
{
	assert(c->kind < IPC_KIND_COUNT);
	const char *text = kinds[c->kind].text && c->text ? c->text : "";
	size_t text_bytes = kinds[c->kind].text ? strlen(text) + 1 : 0;
	if (text_bytes > IPC_SDP_BYTES + 1) return ERR_TOO_BIG;
	struct control_header h = {IPC_VERSION, (uint16_t)c->kind, (uint32_t)text_bytes};
	struct ipc_control body = *c;
	struct iovec parts[] = {
		{&h, sizeof h}, {&body.nothing, kinds[c->kind].body_bytes}, {(void *)(uintptr_t)text, text_bytes},
	};
	return send_whole(fd, parts, 3);
}

err_t ipc_keyframe_ask(int packets_fd) { return ipc_control_send(packets_fd, &(struct ipc_control){.kind = IPC_KEYFRAME}); }

void ipc_batch_start(struct ipc_batch *b, uint64_t dropped)
{
	b->len = sizeof(struct packets_header);
	b->count = 0;
	b->dropped = dropped;
}

err_t ipc_batch_add(struct ipc_batch *b, const struct ipc_packet *p)
{
	const void *data = p->record == IPC_REPORT ? (const void *)&p->report : p->data;
	size_t bytes = p->record == IPC_REPORT ? sizeof p->report : p->len;
	if (bytes == 0 || bytes > IPC_PACKET_BYTES) return ERR_TOO_BIG;
	struct record_header r = {p->arrival_us, (uint16_t)bytes, (uint8_t)p->record, (uint8_t)p->track, 0};
	if (b->count == IPC_PACKETS_MAX || b->len + sizeof r + bytes > sizeof b->bytes) return ERR_FULL;
	memcpy(b->bytes + b->len, &r, sizeof r);
	memcpy(b->bytes + b->len + sizeof r, data, bytes);
	b->len += sizeof r + bytes;
	b->count++;
	return OK;
}

err_t ipc_batch_send(int fd, struct ipc_batch *b)
{
	struct packets_header h = {IPC_VERSION, (uint16_t)b->count, 0, b->dropped};
	memcpy(b->bytes, &h, sizeof h);
	struct iovec whole = {b->bytes, b->len};
	return send_whole(fd, &whole, 1);
}

/* The record at `at`, if it is well-formed and lies before `end`. */
static bool record_read(const uint8_t *at, const uint8_t *end, struct record_header *ret)
{
	if ((size_t)(end - at) < sizeof *ret) return false;
	memcpy(ret, at, sizeof *ret);
	if (ret->record >= IPC_RECORD_COUNT || ret->track >= IPC_TRACK_COUNT || ret->zero) return false;
	if (ret->bytes == 0 || ret->bytes > IPC_PACKET_BYTES || ret->bytes > (size_t)(end - at) - sizeof *ret) return false;
	return ret->record != IPC_REPORT || ret->bytes == sizeof(struct ipc_report);
}

err_t ipc_packets_open(const void *msg, size_t len, struct ipc_reader *ret)
{
	struct packets_header h;
	if (len < sizeof h || len > IPC_MESSAGE_BYTES) return ERR_MALFORMED;
	memcpy(&h, msg, sizeof h);
	if (h.version != IPC_VERSION || h.zero || h.count > IPC_PACKETS_MAX) return ERR_MALFORMED;
	const uint8_t *begin = (const uint8_t *)msg + sizeof h, *end = (const uint8_t *)msg + len, *at = begin;
	for (uint32_t i = 0; i < h.count; i++) {
		struct record_header r;
		if (!record_read(at, end, &r)) return ERR_MALFORMED;
		at += sizeof r + r.bytes;
	}
	if (at != end) return ERR_MALFORMED;
	*ret = (struct ipc_reader){.at = begin, .end = end, .left = h.count, .dropped = h.dropped};
	return OK;
}

bool ipc_packets_next(struct ipc_reader *r, struct ipc_packet *ret)
{
	if (r->left == 0) return false;
	struct record_header h;
	memcpy(&h, r->at, sizeof h);
	*ret = (struct ipc_packet){
		.record = (enum ipc_record)h.record, .track = (enum ipc_track)h.track,
		.arrival_us = h.arrival_us, .data = r->at + sizeof h, .len = h.bytes,
	};
	if (ret->record == IPC_REPORT) memcpy(&ret->report, ret->data, sizeof ret->report);
	r->at += sizeof h + h.bytes;
	r->left--;
	return true;
}
