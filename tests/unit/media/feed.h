/* feed.h — packets as a child sends them: small H264 frames whose payload tells their number. */
#pragma once
#include <stdint.h>
#include <string.h>

#include "media/ipc.h"
#include "media/rtp.h"

#define FEED_PT 102
#define FEED_AUDIO_PT 111
#define FEED_SSRC 0x11223344

/* First byte of the payload: a NAL unit header (RFC 6184 §1.3). */
enum feed_nal { FEED_DELTA = 0x41, FEED_IDR = 0x65, FEED_SPS = 0x67 };

static inline size_t feed_payload(uint8_t *out, enum feed_nal nal, uint32_t number, size_t len)
{
	out[0] = (uint8_t)nal;
	for (size_t i = 1; i < len; i++) out[i] = (uint8_t)(number * 31 + i * 7);
	return len;
}

static inline void feed_rtp(struct ipc_batch *b, enum ipc_track track, const uint8_t *packet, size_t len, int64_t at_us)
{
	struct ipc_packet p = {.record = IPC_RTP, .track = track, .arrival_us = at_us, .data = packet, .len = len};
	IGNORE(ipc_batch_add(b, &p));
}

/* One video packet of `len` payload bytes numbered by `seq`. */
static inline void feed_video(struct ipc_batch *b, uint16_t seq, uint32_t ts, enum feed_nal nal, bool marker, size_t len, int64_t at_us)
{
	uint8_t p[1600];
	size_t at = rtp_write(p, FEED_PT, marker, seq, ts, FEED_SSRC, NULL, 0);
	feed_rtp(b, IPC_VIDEO, p, at + feed_payload(p + at, nal, seq, len), at_us);
}

static inline void feed_audio(struct ipc_batch *b, uint16_t seq, uint32_t ts, size_t len, int64_t at_us)
{
	uint8_t p[1600];
	size_t at = rtp_write(p, FEED_AUDIO_PT, false, seq, ts, FEED_SSRC + 1, NULL, 0);
	feed_rtp(b, IPC_AUDIO, p, at + feed_payload(p + at, FEED_DELTA, seq, len), at_us);
}
