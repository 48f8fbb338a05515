/* codec.h — what a payload says about its frame, without decoding it.
 * RFC 6184 (H264: single NAL unit, STAP-A, FU-A), RFC 7741 (VP8).
 * Owns    nothing; payloads are lent.   Thread  any; no state.   Cost  a few bytes read per packet. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum codec { CODEC_NONE, CODEC_OPUS, CODEC_H264, CODEC_VP8, CODEC_COUNT };

/* "H264", "VP8", "opus", "none". Static. */
const char *codec_name(enum codec c);
/* By its SDP encoding name, upper or lower case; CODEC_NONE if it is another one. */
enum codec codec_find(const char *name, size_t len);
/* RTP clock in Hz. */
uint32_t codec_clock(enum codec c);

struct codec_look {
	bool begins;       /* VP8: first packet of a frame. H264: begins a NAL unit (a frame begins where the timestamp changes). Opus: always */
	bool key;          /* begins a key frame: VP8 key frame's first packet; H264: holds an SPS, or the start of an IDR slice */
	bool parameters;   /* H264: holds an SPS or PPS */
	bool disposable;   /* nothing refers to it: H264 nal_ref_idc 0, VP8 N bit */
	uint8_t layer;     /* VP8 temporal layer, 0 if none is told */
};

/* Looks at one RTP payload. ERR_MALFORMED leaves *ret untouched. */
err_t codec_look(enum codec c, const uint8_t *payload, size_t len, struct codec_look *ret);

/* The VP8 payload descriptor (RFC 7741 §4.2). Offsets are from the payload's start, 0 where absent. */
struct vp8_descriptor {
	uint8_t header_len;
	uint8_t partition;               /* PID */
	bool start, reference_free;      /* S, N */
	bool has_picture_id, wide;       /* wide: 15 bits, else 7 */
	uint16_t picture_id;
	uint8_t picture_id_at;
	bool has_tl0, has_tid, sync, has_keyidx;
	uint8_t tl0, tl0_at, tid, keyidx;
};

err_t vp8_parse(const uint8_t *payload, size_t len, struct vp8_descriptor *ret);
/* Puts another picture id and TL0PICIDX in place, where the descriptor has them; each is cut to its width. */
void vp8_rewrite(uint8_t *payload, const struct vp8_descriptor *d, uint16_t picture_id, uint8_t tl0);

/* profile-level-id of an H264 SPS in this payload (single NAL unit or STAP-A), as 24 bits; 0 if there is none. */
uint32_t h264_profile_level(const uint8_t *payload, size_t len);
