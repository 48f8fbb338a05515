/* agree.c — preferences as a rank per codec; 0 is a refusal. */
#include "media/agree.h"

#include <string.h>

/* RFC 6184 §8.1: profile_idc 0x42 is baseline; constraint_set1 (0x40) makes it the constrained one that everyone decodes.
 * Main and High may carry B-frames, which a live picture must not wait for. */
static int rank_h264(const struct sdp_codec *c)
{
	uint32_t profile = sdp_h264_profile(c);
	if (sdp_h264_mode(c) != 1 || profile >> 16 != 0x42) return 0;
	if ((profile >> 8 & 0xf0) != 0xe0) return 2;
	return (profile & 0xff) == 0x1f ? 4 : 3;
}

static int rank(const struct sdp_codec *c)
{
	switch (c->codec) {
	case CODEC_H264: return rank_h264(c);
	case CODEC_VP8: return 1;
	case CODEC_OPUS: return 1;
	default: return 0;
	}
}

static err_t choose(const struct sdp *offer, const struct sdp_media *m, struct agreed *ret)
{
	int best = 0;
	if (ret->codec) return ERR_BAD_SDP;
	for (uint16_t i = 0; i < m->codec_count; i++) {
		const struct sdp_codec *c = &offer->codecs[m->codec_first + i];
		if (rank(c) <= best) continue;
		best = rank(c);
		ret->codec = c;
	}
	ret->twcc_id = sdp_ext_id(offer, m, SDP_EXT_TRANSPORT_CC);
	return best ? OK : ERR_NOT_ACCEPTABLE;
}

err_t agree_choose(const struct sdp *offer, struct agreement *ret)
{
	struct agreement a = {.media_count = offer->media_count};
	if (offer->media_count == 0 || offer->media_count > 2) return ERR_BAD_SDP;
	for (uint8_t i = 0; i < offer->media_count; i++) {
		const struct sdp_media *m = &offer->media[i];
		if (m->kind != SDP_AUDIO && m->kind != SDP_VIDEO) return ERR_BAD_SDP;
		if (m->direction != SDP_SENDONLY && m->direction != SDP_SENDRECV) return ERR_BAD_SDP;
		a.kinds[i] = m->kind;
		TRY(choose(offer, m, m->kind == SDP_AUDIO ? &a.audio : &a.video));
	}
	*ret = a;
	return OK;
}

void agree_caps(const struct agreement *a, int i, struct buf *ret)
{
	bool audio = a->kinds[i] == SDP_AUDIO;
	const struct agreed *g = audio ? &a->audio : &a->video;
	/* GStreamer spells encoding names in capitals. */
	const char *name = audio ? "OPUS" : codec_name(g->codec->codec);
	buf_printf(ret, "application/x-rtp,media=%s,encoding-name=%s,payload=%u,clock-rate=%u", audio ? "audio" : "video", name,
	           g->codec->pt, g->codec->clock);
	if (g->twcc_id) buf_printf(ret, ",extmap-%u=(string)%s", g->twcc_id, sdp_ext_uri(SDP_EXT_TRANSPORT_CC));
}
