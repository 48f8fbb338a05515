/* sdp_answer.c — the WHEP answer, m-line by m-line. */
#include "media/sdp_answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "media/agree.h"
#include "media/sdp_words.h"

struct answering {
	const struct sdp *offer;
	const struct sdp_answer *a;
	struct buf *ret;
	bool candidates_done;            /* they stand in the first live m-line only */
};

static bool receives(const struct sdp_media *m)
{
	return m->live && (m->direction == SDP_RECVONLY || m->direction == SDP_SENDRECV);
}

/* What can be sent in an m-line of the offer. */
static void agree(const struct sdp *offer, const struct sdp_media *m, struct sdp_sending *ret)
{
	*ret = (struct sdp_sending){ .rtcp_rsize = m->rtcp_rsize };
	memcpy(ret->mid, m->mid, sizeof ret->mid);
	ret->mid_ext = m->mid[0] ? sdp_ext_id(offer, m, SDP_EXT_MID) : 0;
	ret->playout_delay_ext = m->kind == SDP_VIDEO ? sdp_ext_id(offer, m, SDP_EXT_PLAYOUT_DELAY) : 0;
	for (uint16_t i = 0; i < m->codec_count && ret->format_count < SDP_FORMATS_MAX; i++) {
		const struct sdp_codec *c = &offer->codecs[m->codec_first + i];
		if (c->codec == CODEC_NONE) continue;
		int rtx = m->kind == SDP_VIDEO ? sdp_rtx_pt(offer, m, c->pt) : -1, red = m->kind == SDP_AUDIO ? sdp_red_pt(offer, m, c->pt) : -1;
		bool h264 = c->codec == CODEC_H264;
		ret->formats[ret->format_count++] = (struct sdp_format){
			.codec = c->codec, .pt = c->pt, .rtx_pt = (uint8_t)(rtx > 0 ? rtx : 0), .red_pt = (uint8_t)(red > 0 ? red : 0),
			.nack = c->fb & SDP_FB_NACK, .pli = c->fb & SDP_FB_PLI, .fir = c->fb & SDP_FB_FIR, .remb = c->fb & SDP_FB_REMB,
			.h264_mode = (uint8_t)(h264 ? sdp_h264_mode(c) : 0), .h264_profile = h264 ? sdp_h264_profile(c) : 0,
		};
	}
	ret->on = ret->format_count > 0;
}

static const struct sdp_codec *codec_of(const struct answering *w, const struct sdp_media *m, uint8_t pt)
{
	const struct sdp_codec *c = w->offer->codecs + m->codec_first;
	while (c->pt != pt) c++;  /* it came from there */
	return c;
}

static void write_red(const struct answering *w, const struct sdp_codec *c, uint8_t pt)
{
	buf_printf(w->ret, "a=rtpmap:%u red/%u%s\r\na=fmtp:%u %u/%u\r\n", pt, c->clock, c->channels > 1 ? "/2" : "", pt, c->pt, c->pt);
}

static void write_format(const struct answering *w, const struct sdp_media *m, const struct sdp_format *f)
{
	const struct sdp_codec *c = codec_of(w, m, f->pt);
	buf_printf(w->ret, "a=rtpmap:%u %s/%u", f->pt, c->name, c->clock);
	if (c->channels > 1) buf_printf(w->ret, "/%u", c->channels);
	buf_puts(w->ret, "\r\n");
	for (size_t i = 0; i < SDP_FEEDBACKS; i++) {
		uint8_t bit = sdp_feedbacks[i].bit;
		if (bit != SDP_FB_TRANSPORT_CC && c->fb & bit) buf_printf(w->ret, "a=rtcp-fb:%u %s\r\n", f->pt, sdp_feedbacks[i].name);
	}
	if (c->fmtp[0]) buf_printf(w->ret, "a=fmtp:%u %s\r\n", f->pt, c->fmtp);
	if (f->rtx_pt) buf_printf(w->ret, "a=rtpmap:%u rtx/%u\r\na=fmtp:%u apt=%u\r\n", f->rtx_pt, c->clock, f->rtx_pt, f->pt);
	if (f->red_pt) write_red(w, c, f->red_pt);
}

static void write_extensions(const struct answering *w, const struct sdp_sending *s)
{
	if (s->mid_ext) buf_printf(w->ret, "a=extmap:%u %s\r\n", s->mid_ext, sdp_ext_uri(SDP_EXT_MID));
	if (s->playout_delay_ext) buf_printf(w->ret, "a=extmap:%u %s\r\n", s->playout_delay_ext, sdp_ext_uri(SDP_EXT_PLAYOUT_DELAY));
}

static void write_transport(struct answering *w)
{
	const struct sdp_answer *a = w->a;
	buf_printf(w->ret, "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\na=setup:passive\r\na=fingerprint:sha-256 ", a->ufrag, a->pwd);
	for (size_t i = 0; i < 32; i++) buf_printf(w->ret, i ? ":%02X" : "%02X", a->fingerprint[i]);
	buf_puts(w->ret, "\r\n");
	if (w->candidates_done) return;
	sdp_write_candidates(a->candidates, a->candidate_count, w->ret);
	w->candidates_done = true;
}

static void write_source(const struct answering *w, const struct sdp_media *m, const struct sdp_sending *s)
{
	const struct sdp_answer *a = w->a;
	const struct sdp_track *t = m->kind == SDP_AUDIO ? &a->audio : &a->video;
	bool rtx = false;
	for (uint8_t i = 0; i < s->format_count; i++) rtx = rtx || s->formats[i].rtx_pt;
	buf_printf(w->ret, "a=msid:%s %s-%s\r\n", a->stream, a->stream, sdp_kinds[m->kind]);
	if (rtx) buf_printf(w->ret, "a=ssrc-group:FID %u %u\r\n", t->ssrc, t->rtx_ssrc);
	buf_printf(w->ret, "a=ssrc:%u cname:%s\r\n", t->ssrc, a->cname);
	if (rtx) buf_printf(w->ret, "a=ssrc:%u cname:%s\r\n", t->rtx_ssrc, a->cname);
}

static void write_live(struct answering *w, const struct sdp_media *m, const struct sdp_sending *s)
{
	buf_printf(w->ret, "m=%s 9 %s", sdp_kinds[m->kind], m->proto);
	for (uint8_t i = 0; i < s->format_count; i++) {
		buf_printf(w->ret, " %u", s->formats[i].pt);
		if (s->formats[i].rtx_pt) buf_printf(w->ret, " %u", s->formats[i].rtx_pt);
		if (s->formats[i].red_pt) buf_printf(w->ret, " %u", s->formats[i].red_pt);
	}
	buf_puts(w->ret, "\r\nc=IN IP4 0.0.0.0\r\n");
	if (m->mid[0]) buf_printf(w->ret, "a=mid:%s\r\n", m->mid);
	write_transport(w);
	buf_puts(w->ret, "a=sendonly\r\na=rtcp-mux\r\n");
	if (m->rtcp_rsize) buf_puts(w->ret, "a=rtcp-rsize\r\n");
	if (m->asks_rtt) buf_puts(w->ret, "a=rtcp-xr:rcvr-rtt=all\r\n");
	write_extensions(w, s);
	for (uint8_t i = 0; i < s->format_count; i++) write_format(w, m, &s->formats[i]);
	write_source(w, m, s);
}

static void write_refused(const struct answering *w, const struct sdp_media *m)
{
	buf_printf(w->ret, "m=%s 0 %s ", sdp_kinds[m->kind], m->proto);
	if (m->kind == SDP_APPLICATION) buf_puts(w->ret, m->format);
	else buf_printf(w->ret, "%u", w->offer->codecs[m->codec_first].pt);
	buf_puts(w->ret, "\r\nc=IN IP4 0.0.0.0\r\n");
	if (m->mid[0]) buf_printf(w->ret, "a=mid:%s\r\n", m->mid);
	buf_puts(w->ret, "a=inactive\r\n");
}

static void write_head(const struct answering *w, const struct sdp_media *const live[2])
{
	buf_printf(w->ret, "v=0\r\no=- %llu 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n", (unsigned long long)w->a->session_id);
	bool grouped = false;
	for (uint8_t i = 0; i < w->offer->media_count; i++) {
		const struct sdp_media *m = &w->offer->media[i];
		if (!m->bundled || (m != live[0] && m != live[1])) continue;
		buf_printf(w->ret, "%s %s", grouped ? "" : "a=group:BUNDLE", m->mid);
		grouped = true;
	}
	if (grouped) buf_puts(w->ret, "\r\n");
	buf_puts(w->ret, "a=ice-lite\r\n");
	if (w->a->stream) buf_printf(w->ret, "a=msid-semantic: WMS %s\r\n", w->a->stream);
}

/* The first m-line of that kind that wants to receive. */
static const struct sdp_media *first_receiving(const struct sdp *offer, enum sdp_kind kind)
{
	for (uint8_t i = 0; i < offer->media_count; i++)
		if (offer->media[i].kind == kind && receives(&offer->media[i])) return &offer->media[i];
	return NULL;
}

err_t sdp_answer_whep(const struct sdp *offer, const struct sdp_answer *a, struct buf *ret, struct sdp_view *ret_view)
{
	struct sdp_view view = { 0 };
	const struct sdp_media *live[2] = { first_receiving(offer, SDP_AUDIO), first_receiving(offer, SDP_VIDEO) };
	struct sdp_sending *sending[2] = { &view.audio, &view.video };
	if (!live[0] && !live[1]) return ERR_BAD_SDP;
	for (int i = 0; i < 2; i++) {
		if (live[i]) agree(offer, live[i], sending[i]);
		if (!sending[i]->on) live[i] = NULL;
	}
	if (!live[0] && !live[1]) return ERR_NOT_ACCEPTABLE;
	struct answering w = { .offer = offer, .a = a, .ret = ret };
	write_head(&w, live);
	for (uint8_t i = 0; i < offer->media_count; i++) {
		const struct sdp_media *m = &offer->media[i];
		if (m == live[0]) write_live(&w, m, &view.audio);
		else if (m == live[1]) write_live(&w, m, &view.video);
		else write_refused(&w, m);
	}
	*ret_view = view;
	return OK;
}

/* ---- WHIP ---- */

/* Layers are named by their place in a row (RFC 8853 §5.2: the best first), but the names in use tell it better. */
static int rid_rank(const char *rid, unsigned place)
{
	static const char known[] = "fhmlq"; /* full, half or high, middle, low, quarter */
	const char *at = strchr(known, rid[0]);
	return at && rid[0] ? (int)(at - known) : (int)(sizeof known + place);
}

static void choose_rids(const struct sdp *offer, const struct sdp_media *m, struct sdp_take *t)
{
	unsigned best = 0, least = 0;
	t->rid_ext = sdp_ext_id(offer, m, SDP_EXT_RID);
	t->repaired_ext = sdp_ext_id(offer, m, SDP_EXT_REPAIRED_RID);
	if (!m->simulcast || m->rids < SDP_TAKEN_RIDS || !t->rid_ext) return;
	for (unsigned i = 1; i < m->rids; i++) {
		if (rid_rank(m->rid[i], i) < rid_rank(m->rid[best], best)) best = i;
		if (rid_rank(m->rid[i], i) >= rid_rank(m->rid[least], least)) least = i;
	}
	if (best == least) return;
	t->rids = SDP_TAKEN_RIDS;
	memcpy(t->rid[0], m->rid[best], sizeof t->rid[0]);
	memcpy(t->rid[1], m->rid[least], sizeof t->rid[1]);
}

static struct sdp_taking taking(const struct sdp *offer, const struct sdp_media *m, const struct agreed *g)
{
	int rtx = sdp_rtx_pt(offer, m, g->codec->pt), red = sdp_red_pt(offer, m, g->codec->pt);
	bool audio = m->kind == SDP_AUDIO;
	return (struct sdp_taking){
		.codec = g->codec->codec, .pt = g->codec->pt, .rtx_pt = (uint8_t)(rtx > 0 && !audio ? rtx : 0), .red_pt = (uint8_t)(red > 0 && audio ? red : 0),
		.twcc_ext = g->codec->fb & SDP_FB_TRANSPORT_CC ? g->twcc_id : 0, .nack = g->codec->fb & SDP_FB_NACK, .remb = g->codec->fb & SDP_FB_REMB,
	};
}

err_t sdp_take_choose(const struct sdp *offer, struct sdp_take *ret)
{
	struct agreement a;
	struct sdp_take t = {0};
	TRY(agree_choose(offer, &a));
	for (uint8_t i = 0; i < offer->media_count; i++) {
		const struct sdp_media *m = &offer->media[i];
		if (!m->live) return ERR_BAD_SDP;
		if (m->kind == SDP_AUDIO) t.audio = taking(offer, m, &a.audio);
		else t.video = taking(offer, m, &a.video), choose_rids(offer, m, &t);
		t.rtcp_rsize = m->rtcp_rsize;
	}
	*ret = t;
	return OK;
}

static void write_extension(const struct answering *w, const struct sdp_media *m, enum sdp_ext ext)
{
	uint8_t id = sdp_ext_id(w->offer, m, ext);
	if (id) buf_printf(w->ret, "a=extmap:%u %s\r\n", id, sdp_ext_uri(ext));
}

static void write_feedback(const struct answering *w, const struct sdp_taking *g, const struct sdp_codec *c)
{
	if (g->twcc_ext) buf_printf(w->ret, "a=rtcp-fb:%u transport-cc\r\n", g->pt);
	else if (g->remb) buf_printf(w->ret, "a=rtcp-fb:%u goog-remb\r\n", g->pt);
	if (g->nack) buf_printf(w->ret, "a=rtcp-fb:%u nack\r\n", g->pt);
	if (c->fb & SDP_FB_PLI) buf_printf(w->ret, "a=rtcp-fb:%u nack pli\r\n", g->pt);
}

/* The codec, and what repairs it. A sender that is told of RED first uses it. */
static void write_taken_codec(const struct answering *w, const struct sdp_media *m, const struct sdp_taking *g)
{
	const struct sdp_codec *c = codec_of(w, m, g->pt);
	const char *channels = c->channels > 1 ? "/2" : "";
	if (g->red_pt) write_red(w, c, g->red_pt);
	buf_printf(w->ret, "a=rtpmap:%u %s/%u%s\r\n", g->pt, c->name, c->clock, channels);
	write_feedback(w, g, c);
	if (m->kind == SDP_VIDEO) buf_printf(w->ret, "a=fmtp:%u %s%sx-google-min-bitrate=%d\r\n", g->pt, c->fmtp, c->fmtp[0] ? ";" : "", SDP_LEAST_KBPS);
	else if (c->fmtp[0]) buf_printf(w->ret, "a=fmtp:%u %s\r\n", g->pt, c->fmtp);
	if (g->rtx_pt) buf_printf(w->ret, "a=rtpmap:%u rtx/%u\r\na=fmtp:%u apt=%u\r\n", g->rtx_pt, c->clock, g->rtx_pt, g->pt);
}

static void write_taken(struct answering *w, const struct sdp_media *m, const struct sdp_take *t)
{
	static const enum sdp_ext kept[] = {SDP_EXT_TRANSPORT_CC, SDP_EXT_MID, SDP_EXT_RID, SDP_EXT_REPAIRED_RID};
	const struct sdp_taking *g = m->kind == SDP_AUDIO ? &t->audio : &t->video;
	buf_printf(w->ret, "m=%s 9 %s", sdp_kinds[m->kind], m->proto);
	if (g->red_pt) buf_printf(w->ret, " %u", g->red_pt);
	buf_printf(w->ret, " %u", g->pt);
	if (g->rtx_pt) buf_printf(w->ret, " %u", g->rtx_pt);
	buf_puts(w->ret, "\r\nc=IN IP4 0.0.0.0\r\n");
	if (m->kind == SDP_VIDEO) buf_printf(w->ret, "b=AS:%d\r\n", SDP_TAKEN_KBPS);
	if (m->mid[0]) buf_printf(w->ret, "a=mid:%s\r\n", m->mid);
	write_transport(w);
	buf_puts(w->ret, "a=recvonly\r\na=rtcp-mux\r\n");
	if (m->rtcp_rsize) buf_puts(w->ret, "a=rtcp-rsize\r\n");
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) write_extension(w, m, kept[i]);
	write_taken_codec(w, m, g);
	if (m->kind != SDP_VIDEO || !t->rids) return;
	for (unsigned i = 0; i < t->rids; i++) buf_printf(w->ret, "a=rid:%s recv\r\n", t->rid[i]);
	buf_printf(w->ret, "a=simulcast:recv %s;%s\r\n", t->rid[0], t->rid[1]);
}

void sdp_answer_whip(const struct sdp *offer, const struct sdp_take *take, const struct sdp_answer *a, struct buf *ret)
{
	struct answering w = {.offer = offer, .a = a, .ret = ret};
	const struct sdp_media *live[2] = {sdp_media_find(offer, SDP_AUDIO), sdp_media_find(offer, SDP_VIDEO)};
	write_head(&w, live);
	for (uint8_t i = 0; i < offer->media_count; i++) write_taken(&w, &offer->media[i], take);
}

/* ---- both ---- */

/* Preference 126 for UDP, 90 for TCP (RFC 8445 §5.1.2.2; RFC 6544 §4.2); earlier addresses first. */
void sdp_write_candidates(const struct sdp_candidate *list, size_t n, struct buf *ret)
{
	if (n > SDP_ANSWER_CANDIDATES_MAX) n = SDP_ANSWER_CANDIDATES_MAX;
	for (unsigned i = 0; i < n; i++) {
		unsigned priority = (list[i].tcp ? 90u : 126u) << 24 | (65535u - i) << 8 | 255u;
		buf_printf(ret, "a=candidate:%u 1 %s %u %s %u typ host%s\r\n", i + 1, list[i].tcp ? "tcp" : "udp", priority,
		           list[i].address, list[i].port, list[i].tcp ? " tcptype passive" : "");
	}
	buf_puts(ret, "a=end-of-candidates\r\n");
}

const struct sdp_format *sdp_format_find(const struct sdp_sending *s, enum codec codec, uint32_t h264_profile)
{
	const struct sdp_format *best = NULL;
	int best_score = -1;
	for (uint8_t i = 0; i < s->format_count; i++) {
		const struct sdp_format *f = &s->formats[i];
		if (f->codec != codec) continue;
		int score = 0;
		if (f->h264_mode == 1) score += 4;
		if (f->h264_profile >> 16 == h264_profile >> 16) score += 2;              /* profile_idc */
		if (f->h264_profile >> 8 == h264_profile >> 8) score += 1;                /* and its constraints */
		if (score > best_score) best = f, best_score = score;
	}
	return best;
}
