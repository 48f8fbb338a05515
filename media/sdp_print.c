/* sdp_print.c — the one fixed form of a description that was understood. */
#include <string.h>

#include "media/sdp.h"
#include "media/sdp_words.h"

static void print_codec(const struct sdp_codec *c, struct buf *ret)
{
	if (c->name[0] && c->channels > 1) buf_printf(ret, "a=rtpmap:%u %s/%u/%u\r\n", c->pt, c->name, c->clock, c->channels);
	else if (c->name[0]) buf_printf(ret, "a=rtpmap:%u %s/%u\r\n", c->pt, c->name, c->clock);
	for (size_t i = 0; i < SDP_FEEDBACKS; i++)
		if (c->fb & sdp_feedbacks[i].bit) buf_printf(ret, "a=rtcp-fb:%u %s\r\n", c->pt, sdp_feedbacks[i].name);
	if (c->fmtp[0]) buf_printf(ret, "a=fmtp:%u %s\r\n", c->pt, c->fmtp);
}

static void print_rids(const struct sdp_media *m, struct buf *ret)
{
	for (unsigned i = 0; i < m->rids; i++) buf_printf(ret, "a=rid:%s send\r\n", m->rid[i]);
	if (!m->simulcast) return;
	buf_puts(ret, "a=simulcast:send ");
	for (unsigned i = 0; i < m->rids; i++) buf_printf(ret, "%s%s", i ? ";" : "", m->rid[i]);
	buf_puts(ret, "\r\n");
}

static void print_transport(const struct sdp *s, struct buf *ret)
{
	buf_printf(ret, "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\na=setup:%s\r\na=fingerprint:sha-256 ", s->ufrag, s->pwd, sdp_setups[s->setup]);
	for (size_t i = 0; i < sizeof s->fingerprint; i++) buf_printf(ret, i ? ":%02X" : "%02X", s->fingerprint[i]);
	buf_puts(ret, "\r\n");
}

static void print_media(const struct sdp *s, const struct sdp_media *m, struct buf *ret)
{
	const struct sdp_codec *codecs = s->codecs + m->codec_first;
	const struct sdp_extmap *extmaps = s->extmaps + m->extmap_first;
	buf_printf(ret, "m=%s %u %s", sdp_kinds[m->kind], m->port, m->proto);
	for (uint16_t i = 0; i < m->codec_count; i++) buf_printf(ret, " %u", codecs[i].pt);
	buf_printf(ret, "%s%s\r\nc=IN IP4 0.0.0.0\r\n", m->codec_count ? "" : " ", m->codec_count ? "" : m->format);
	if (m->mid[0]) buf_printf(ret, "a=mid:%s\r\n", m->mid);
	if (m->live) print_transport(s, ret);
	buf_printf(ret, "a=%s\r\n", sdp_directions[m->direction]);
	if (m->rtcp_mux) buf_puts(ret, "a=rtcp-mux\r\n");
	if (m->rtcp_rsize) buf_puts(ret, "a=rtcp-rsize\r\n");
	if (m->asks_rtt) buf_puts(ret, "a=rtcp-xr:rcvr-rtt=all\r\n");
	if (m->bundle_only) buf_puts(ret, "a=bundle-only\r\n");
	for (uint16_t i = 0; i < m->extmap_count; i++) buf_printf(ret, "a=extmap:%u %s\r\n", extmaps[i].id, extmaps[i].uri);
	for (uint16_t i = 0; i < m->codec_count; i++) print_codec(&codecs[i], ret);
	print_rids(m, ret);
}

void sdp_print(const struct sdp *s, struct buf *ret)
{
	bool grouped = false;
	buf_puts(ret, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
	for (uint8_t i = 0; i < s->media_count; i++) {
		if (!s->media[i].bundled) continue;
		buf_printf(ret, "%s %s", grouped ? "" : "a=group:BUNDLE", s->media[i].mid);
		grouped = true;
	}
	if (grouped) buf_puts(ret, "\r\n");
	if (s->ice_lite) buf_puts(ret, "a=ice-lite\r\n");
	if (s->trickle) buf_puts(ret, "a=ice-options:trickle\r\n");
	for (uint8_t i = 0; i < s->media_count; i++) print_media(s, &s->media[i], ret);
}
