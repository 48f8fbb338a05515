/* sdp_ask.c — questions to a description. */
#include <string.h>

#include "media/scan.h"
#include "media/sdp.h"

static const char *const ext_uris[SDP_EXT_COUNT] = {
	[SDP_EXT_OTHER] = "",
	[SDP_EXT_MID] = "urn:ietf:params:rtp-hdrext:sdes:mid",
	[SDP_EXT_RID] = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
	[SDP_EXT_REPAIRED_RID] = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
	[SDP_EXT_TRANSPORT_CC] = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
	[SDP_EXT_ABS_SEND_TIME] = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
	[SDP_EXT_PLAYOUT_DELAY] = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
	[SDP_EXT_AUDIO_LEVEL] = "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
};

static err_t check_direction(const struct sdp *s, enum sdp_direction wanted)
{
	bool any = false;
	for (uint8_t i = 0; i < s->media_count; i++) {
		const struct sdp_media *m = &s->media[i];
		if (!m->live || m->kind == SDP_APPLICATION || (m->direction != wanted && m->direction != SDP_SENDRECV)) continue;
		any = true;
		for (uint16_t k = 0; k < m->codec_count; k++)
			if (s->codecs[m->codec_first + k].codec != CODEC_NONE) return OK;
	}
	return any ? ERR_NOT_ACCEPTABLE : ERR_BAD_SDP;
}

err_t sdp_check_whip(const struct sdp *s) { return check_direction(s, SDP_SENDONLY); }
err_t sdp_check_whep(const struct sdp *s) { return check_direction(s, SDP_RECVONLY); }

const struct sdp_media *sdp_media_find(const struct sdp *s, enum sdp_kind kind)
{
	for (uint8_t i = 0; i < s->media_count; i++)
		if (s->media[i].live && s->media[i].kind == kind) return &s->media[i];
	return NULL;
}

uint8_t sdp_ext_id(const struct sdp *s, const struct sdp_media *m, enum sdp_ext ext)
{
	for (uint16_t i = 0; i < m->extmap_count; i++)
		if (s->extmaps[m->extmap_first + i].ext == ext) return s->extmaps[m->extmap_first + i].id;
	return 0;
}

const char *sdp_ext_uri(enum sdp_ext ext) { return ext_uris[ext]; }

int sdp_rtx_pt(const struct sdp *s, const struct sdp_media *m, uint8_t pt)
{
	for (uint16_t i = 0; i < m->codec_count; i++) {
		const struct sdp_codec *c = &s->codecs[m->codec_first + i];
		if (c->is_rtx && c->apt == pt) return c->pt;
	}
	return -1;
}

int sdp_red_pt(const struct sdp *s, const struct sdp_media *m, uint8_t pt)
{
	for (uint16_t i = 0; i < m->codec_count; i++) {
		const struct sdp_codec *c = &s->codecs[m->codec_first + i];
		if (c->is_red && c->apt == pt) return c->pt;
	}
	return -1;
}

/* The value of a parameter in "a=1;b=2". */
static bool fmtp_find(const char *fmtp, const char *name, struct span *ret)
{
	struct span rest = span_of(fmtp, strlen(fmtp)), one, key;
	while (scan_until(&rest, ';', &one)) {
		while (one.at < one.end && *one.at == ' ') one.at++;
		if (!scan_until(&one, '=', &key) || !scan_is_word(key, name)) continue;
		*ret = one;
		return true;
	}
	return false;
}

uint32_t sdp_h264_profile(const struct sdp_codec *c)
{
	struct span v;
	uint32_t profile = 0;
	if (!fmtp_find(c->fmtp, "profile-level-id", &v) || span_len(v) != 6) return 0x420010;
	for (; v.at < v.end; v.at++) {
		int digit = scan_hex(*v.at);
		if (digit < 0) return 0x420010;
		profile = profile << 4 | (uint32_t)digit;
	}
	return profile;
}

int sdp_h264_mode(const struct sdp_codec *c)
{
	struct span v;
	uint32_t mode = 0;
	return fmtp_find(c->fmtp, "packetization-mode", &v) && scan_number(v, 2, &mode) ? (int)mode : 0;
}
