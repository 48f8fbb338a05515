/* codec.c — H264 and VP8 payloads, as far as a forwarder must see into them. */
#include "media/codec.h"

#include <string.h>
#include <strings.h>

#include "media/rtp.h"

static const struct { const char *name; uint32_t clock; } codecs[CODEC_COUNT] = {
	[CODEC_NONE] = { "none", 0 },
	[CODEC_OPUS] = { "opus", 48000 },
	[CODEC_H264] = { "H264", 90000 },
	[CODEC_VP8] = { "VP8", 90000 },
};

const char *codec_name(enum codec c) { return codecs[c].name; }
uint32_t codec_clock(enum codec c) { return codecs[c].clock; }

enum codec codec_find(const char *name, size_t len)
{
	for (enum codec c = CODEC_OPUS; c < CODEC_COUNT; c++)
		if (strlen(codecs[c].name) == len && strncasecmp(codecs[c].name, name, len) == 0) return c;
	return CODEC_NONE;
}

/* ---- H264 ---- */

enum nal { NAL_IDR = 5, NAL_SPS = 7, NAL_PPS = 8, NAL_STAP_A = 24, NAL_FU_A = 28 };

static void see_nal(struct codec_look *l, uint8_t header)
{
	uint8_t type = header & 31;
	if (type == NAL_IDR || type == NAL_SPS) l->key = true;
	if (type == NAL_SPS || type == NAL_PPS) l->parameters = true;
	if (header & 0x60) l->disposable = false;
}

/* The NAL unit at *at within a STAP-A, and moves behind it; NULL at the end or where lengths do not fit. */
static const uint8_t *next_in_stap(const uint8_t *payload, size_t len, size_t *at, size_t *ret_len)
{
	if (*at + 3 > len) return NULL;
	size_t nal_len = rtp_u16(payload + *at);
	if (nal_len == 0 || *at + 2 + nal_len > len) return NULL;
	const uint8_t *nal = payload + *at + 2;
	*at += 2 + nal_len;
	*ret_len = nal_len;
	return nal;
}

static err_t look_h264(const uint8_t *p, size_t len, struct codec_look *ret)
{
	struct codec_look l = { .begins = true, .disposable = true };
	uint8_t type = p[0] & 31;
	if (type >= 1 && type <= 23) {
		see_nal(&l, p[0]);
	} else if (type == NAL_STAP_A) {
		size_t at = 1, nal_len = 0;
		while (at < len) {
			const uint8_t *nal = next_in_stap(p, len, &at, &nal_len);
			if (!nal) return ERR_MALFORMED;
			see_nal(&l, nal[0]);
		}
		if (at == 1) return ERR_MALFORMED;
	} else if (type == NAL_FU_A) {
		if (len < 2) return ERR_MALFORMED;
		l.begins = p[1] & 0x80;
		l.disposable = (p[0] & 0x60) == 0;
		if (l.begins) see_nal(&l, (uint8_t)((p[0] & 0xe0) | (p[1] & 31)));
	} else {
		return ERR_MALFORMED;  /* STAP-B, MTAP and FU-B belong to interleaved mode, which is never agreed on */
	}
	*ret = l;
	return OK;
}

static uint32_t profile_of(const uint8_t *nal, size_t len)
{
	return len >= 4 && (nal[0] & 31) == NAL_SPS ? (uint32_t)nal[1] << 16 | (uint32_t)nal[2] << 8 | nal[3] : 0;
}

uint32_t h264_profile_level(const uint8_t *payload, size_t len)
{
	if (len == 0) return 0;
	if ((payload[0] & 31) != NAL_STAP_A) return profile_of(payload, len);
	size_t at = 1, nal_len = 0;
	const uint8_t *nal;
	while ((nal = next_in_stap(payload, len, &at, &nal_len))) {
		uint32_t profile = profile_of(nal, nal_len);
		if (profile != 0) return profile;
	}
	return 0;
}

/* ---- VP8 ---- */

err_t vp8_parse(const uint8_t *p, size_t len, struct vp8_descriptor *ret)
{
	if (len < 2) return ERR_MALFORMED;
	struct vp8_descriptor d = { .start = p[0] & 0x10, .reference_free = p[0] & 0x20, .partition = p[0] & 7 };
	uint8_t at = 1, x = 0;
	if (p[0] & 0x80) x = p[at++];
	if (x & 0x80) {
		if (at >= len) return ERR_MALFORMED;
		d.has_picture_id = true;
		d.picture_id_at = at;
		d.wide = p[at] & 0x80;
		if (d.wide && at + 1u >= len) return ERR_MALFORMED;
		d.picture_id = d.wide ? rtp_u16(p + at) & 0x7fff : p[at];
		at = (uint8_t)(at + (d.wide ? 2 : 1));
	}
	if (x & 0x40) {
		if (at >= len) return ERR_MALFORMED;
		d.has_tl0 = true;
		d.tl0_at = at;
		d.tl0 = p[at++];
	}
	if (x & 0x30) {
		if (at >= len) return ERR_MALFORMED;
		d.has_tid = x & 0x20;
		d.has_keyidx = x & 0x10;
		d.tid = d.has_tid ? p[at] >> 6 : 0;
		d.sync = d.has_tid && p[at] & 0x20;
		d.keyidx = d.has_keyidx ? p[at] & 31 : 0;
		at++;
	}
	if (at >= len) return ERR_MALFORMED;  /* a payload without a picture */
	d.header_len = at;
	*ret = d;
	return OK;
}

void vp8_rewrite(uint8_t *payload, const struct vp8_descriptor *d, uint16_t picture_id, uint8_t tl0)
{
	if (d->has_picture_id && d->wide) rtp_put16(payload + d->picture_id_at, (uint16_t)(0x8000 | (picture_id & 0x7fff)));
	else if (d->has_picture_id) payload[d->picture_id_at] = picture_id & 0x7f;
	if (d->has_tl0) payload[d->tl0_at] = tl0;
}

static err_t look_vp8(const uint8_t *p, size_t len, struct codec_look *ret)
{
	struct vp8_descriptor d;
	TRY(vp8_parse(p, len, &d));
	bool begins = d.start && d.partition == 0;
	*ret = (struct codec_look){
		.begins = begins,
		.key = begins && (p[d.header_len] & 1) == 0,  /* P bit of the frame tag, RFC 7741 §4.3 */
		.disposable = d.reference_free,
		.layer = d.tid,
	};
	return OK;
}

err_t codec_look(enum codec c, const uint8_t *payload, size_t len, struct codec_look *ret)
{
	if (len == 0) return ERR_MALFORMED;
	if (c == CODEC_H264) return look_h264(payload, len, ret);
	if (c == CODEC_VP8) return look_vp8(payload, len, ret);
	*ret = (struct codec_look){ .begins = true };
	return OK;
}
