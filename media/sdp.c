/* sdp.c — one table of attributes, one small reader each; the rules that span m-lines come at the end. */
#include "media/sdp.h"

#include <string.h>

#include "media/scan.h"
#include "media/sdp_words.h"

const char *const sdp_kinds[SDP_KINDS] = { "audio", "video", "application" };
const char *const sdp_directions[SDP_DIRECTIONS] = { "sendrecv", "sendonly", "recvonly", "inactive" };
const char *const sdp_setups[SDP_SETUPS] = { "actpass", "active", "passive" };
const struct sdp_feedback sdp_feedbacks[SDP_FEEDBACKS] = {
	{ "nack", SDP_FB_NACK }, { "nack pli", SDP_FB_PLI }, { "ccm fir", SDP_FB_FIR },
	{ "goog-remb", SDP_FB_REMB }, { "transport-cc", SDP_FB_TRANSPORT_CC },
};

/* Each m-line may bring its own, or lean on the session's. */
struct transport {
	char ufrag[SDP_UFRAG_CHARS + 1], pwd[SDP_PWD_CHARS + 1];
	uint8_t fingerprint[32];
	bool has_fingerprint, has_setup;
	enum sdp_setup setup;
};

struct parser {
	struct sdp *s;
	struct sdp_media *m;             /* the present m-line; NULL in the session part */
	struct transport session, media[SDP_MEDIA_MAX];
	char bundle[SDP_MEDIA_MAX][SDP_MID_CHARS + 1];
	size_t bundle_count;
	unsigned candidates;
	bool grouped;
};

static struct transport *transport_of(struct parser *p)
{
	return p->m ? &p->media[p->s->media_count - 1] : &p->session;
}

static struct sdp_codec *codec_in(const struct parser *p, struct span number)
{
	uint32_t pt = 0;
	if (!p->m || !scan_number(number, 127, &pt)) return NULL;
	struct sdp_codec *c = p->s->codecs + p->m->codec_first;
	for (uint16_t i = 0; i < p->m->codec_count; i++)
		if (c[i].pt == pt) return &c[i];
	return NULL;
}

/* ---- attributes: each reader gets what is behind the colon; false refuses the whole description ---- */

static bool on_group(struct parser *p, struct span v)
{
	struct span word;
	if (p->m || !scan_word(&v, &word) || !scan_is(word, "BUNDLE")) return true;
	if (p->grouped) return false;
	p->grouped = true;
	while (scan_word(&v, &word)) {
		if (p->bundle_count == SDP_MEDIA_MAX || !scan_copy(word, p->bundle[p->bundle_count++], SDP_MID_CHARS + 1, false)) return false;
	}
	return true;
}

/* RFC 8839 §5.4: letters, digits, + and /. */
static bool copy_ice(struct span v, size_t min, char *ret, size_t cap)
{
	for (const char *c = v.at; c < v.end; c++) {
		bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9');
		if (!letter && *c != '+' && *c != '/') return false;
	}
	return !ret[0] && span_len(v) >= min && scan_copy(v, ret, cap, false);
}

static bool on_ufrag(struct parser *p, struct span v) { return copy_ice(v, 4, transport_of(p)->ufrag, SDP_UFRAG_CHARS + 1); }
static bool on_pwd(struct parser *p, struct span v) { return copy_ice(v, 22, transport_of(p)->pwd, SDP_PWD_CHARS + 1); }

static bool on_lite(struct parser *p, struct span v)
{
	(void)v;
	p->s->ice_lite = true;
	return true;
}

static bool on_ice_options(struct parser *p, struct span v)
{
	struct span word;
	while (scan_word(&v, &word))
		if (scan_is(word, "trickle")) p->s->trickle = true;
	return true;
}

static bool on_fingerprint(struct parser *p, struct span v)
{
	struct transport *t = transport_of(p);
	struct span hash, hex;
	if (!scan_word(&v, &hash) || !scan_word(&v, &hex)) return false;
	if (!scan_is_word(hash, "sha-256")) return true;  /* others may stand beside it, RFC 8122 §5 */
	if (t->has_fingerprint || span_len(hex) != 32 * 3 - 1) return false;
	for (size_t i = 0; i < 32; i++) {
		const char *at = hex.at + 3 * i;
		int high = scan_hex(at[0]), low = scan_hex(at[1]);
		if (high < 0 || low < 0 || (i < 31 && at[2] != ':')) return false;
		t->fingerprint[i] = (uint8_t)(high << 4 | low);
	}
	t->has_fingerprint = true;
	return true;
}

static bool on_setup(struct parser *p, struct span v)
{
	struct transport *t = transport_of(p);
	for (enum sdp_setup i = 0; i < SDP_SETUPS; i++) {
		if (!scan_is(v, sdp_setups[i])) continue;
		if (t->has_setup) return false;
		t->has_setup = true;
		t->setup = i;
		return true;
	}
	return false;
}

static bool on_candidate(struct parser *p, struct span v)
{
	(void)v;
	return ++p->candidates <= SDP_CANDIDATES_MAX;
}

static bool on_mid(struct parser *p, struct span v)
{
	if (p->m->mid[0] || !scan_copy(v, p->m->mid, sizeof p->m->mid, false)) return false;
	for (const struct sdp_media *other = p->s->media; other < p->m; other++)
		if (strcmp(other->mid, p->m->mid) == 0) return false;
	return true;
}

static bool on_rtcp_mux(struct parser *p, struct span v) { (void)v; p->m->rtcp_mux = true; return true; }
static bool on_rtcp_rsize(struct parser *p, struct span v) { (void)v; p->m->rtcp_rsize = true; return true; }
static bool on_rtcp_xr(struct parser *p, struct span v) { p->m->asks_rtt = scan_is(v, "rcvr-rtt=all"); return true; }
static bool on_bundle_only(struct parser *p, struct span v) { (void)v; p->m->bundle_only = true; return true; }
static bool on_simulcast(struct parser *p, struct span v) { (void)v; p->m->simulcast = true; return true; }

/* RFC 8851 §4: a name and a direction; what follows limits that layer and is of no matter here. */
static bool on_rid(struct parser *p, struct span v)
{
	struct span name, direction;
	struct sdp_media *m = p->m;
	if (!scan_word(&v, &name) || !scan_word(&v, &direction)) return false;
	if (!scan_is(direction, "send")) return true;
	return m->rids < SDP_RIDS_MAX && scan_copy(name, m->rid[m->rids++], SDP_RID_CHARS + 1, false);
}

static bool on_sendrecv(struct parser *p, struct span v) { (void)v; p->m->direction = SDP_SENDRECV; return true; }
static bool on_sendonly(struct parser *p, struct span v) { (void)v; p->m->direction = SDP_SENDONLY; return true; }
static bool on_recvonly(struct parser *p, struct span v) { (void)v; p->m->direction = SDP_RECVONLY; return true; }
static bool on_inactive(struct parser *p, struct span v) { (void)v; p->m->direction = SDP_INACTIVE; return true; }

static bool on_extmap(struct parser *p, struct span v)
{
	struct span number, id, uri;
	uint32_t n = 0;
	if (!scan_word(&v, &number) || !scan_until(&number, '/', &id) || !scan_word(&v, &uri)) return false;
	if (!scan_number(id, UINT16_MAX, &n) || n == 0) return false;
	if (n > 255) return true;  /* RFC 8285 §5: an id to be mapped later; nobody here will */
	struct sdp *s = p->s;
	for (uint16_t i = p->m->extmap_first; i < s->extmap_count; i++)
		if (s->extmaps[i].id == n) return false;
	if (s->extmap_count == SDP_EXTMAPS_MAX) return false;
	struct sdp_extmap *e = &s->extmaps[s->extmap_count];
	if (!scan_copy(uri, e->uri, sizeof e->uri, false)) return false;
	e->id = (uint8_t)n;
	for (enum sdp_ext x = SDP_EXT_MID; x < SDP_EXT_COUNT; x++)
		if (strcmp(e->uri, sdp_ext_uri(x)) == 0) e->ext = x;
	s->extmap_count++;
	p->m->extmap_count++;
	return true;
}

static bool on_rtpmap(struct parser *p, struct span v)
{
	struct span number, name, clock, channels;
	uint32_t n = 1;
	if (!scan_word(&v, &number)) return false;
	struct sdp_codec *c = codec_in(p, number);
	if (!c) return true;
	if (c->name[0] || !scan_until(&v, '/', &name) || !scan_until(&v, '/', &clock)) return false;
	if (!scan_copy(name, c->name, sizeof c->name, false) || !scan_number(clock, 1000000, &c->clock)) return false;
	if (scan_until(&v, '/', &channels) && (!scan_number(channels, 255, &n) || n == 0)) return false;
	c->channels = (uint8_t)n;
	c->is_rtx = scan_is_word(name, "rtx");
	c->is_red = scan_is_word(name, "red");
	enum codec codec = codec_find(c->name, strlen(c->name));
	bool right_kind = (codec == CODEC_OPUS) == (p->m->kind == SDP_AUDIO);
	if (codec != CODEC_NONE && right_kind && c->clock == codec_clock(codec)) c->codec = codec;
	return true;
}

static bool on_fmtp(struct parser *p, struct span v)
{
	struct span number;
	if (!scan_word(&v, &number)) return false;
	struct sdp_codec *c = codec_in(p, number);
	if (!c || c->fmtp[0]) return true;
	return scan_copy(v, c->fmtp, sizeof c->fmtp, true);
}

static bool on_rtcp_fb(struct parser *p, struct span v)
{
	struct span number;
	uint8_t bits = 0;
	if (!scan_word(&v, &number)) return false;
	for (size_t i = 0; i < SDP_FEEDBACKS; i++)
		if (scan_is(v, sdp_feedbacks[i].name)) bits = sdp_feedbacks[i].bit;
	struct sdp_codec *c = codec_in(p, number), *all = p->s->codecs + p->m->codec_first;
	if (c) c->fb |= bits;
	for (uint16_t i = 0; scan_is(number, "*") && i < p->m->codec_count; i++) all[i].fb |= bits;
	return true;
}

static const struct { const char *name; bool (*read)(struct parser *p, struct span v); bool in_session; } attributes[] = {
	{ "group", on_group, true },             { "ice-lite", on_lite, true },
	{ "ice-ufrag", on_ufrag, true },         { "ice-pwd", on_pwd, true },
	{ "ice-options", on_ice_options, true }, { "fingerprint", on_fingerprint, true },
	{ "setup", on_setup, true },             { "candidate", on_candidate, true },
	{ "mid", on_mid, false },                { "rtcp-mux", on_rtcp_mux, false },
	{ "rtcp-rsize", on_rtcp_rsize, false },  { "rtcp-xr", on_rtcp_xr, false },
	{ "bundle-only", on_bundle_only, false },
	{ "sendrecv", on_sendrecv, false },      { "sendonly", on_sendonly, false },
	{ "recvonly", on_recvonly, false },      { "inactive", on_inactive, false },
	{ "extmap", on_extmap, false },          { "rtpmap", on_rtpmap, false },
	{ "fmtp", on_fmtp, false },              { "rtcp-fb", on_rtcp_fb, false },
	{ "rid", on_rid, false },                { "simulcast", on_simulcast, false },
};

static bool on_attribute(struct parser *p, struct span v)
{
	struct span name;
	if (!scan_until(&v, ':', &name)) return false;
	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
		if (scan_is(name, attributes[i].name)) return (!p->m && !attributes[i].in_session) || attributes[i].read(p, v);
	return true;
}

/* ---- lines ---- */

/* Payload types of an m-line, in order of preference. */
static bool add_formats(struct parser *p, struct span v)
{
	struct span word;
	uint32_t pt = 0;
	struct sdp *s = p->s;
	if (p->m->kind == SDP_APPLICATION) return scan_word(&v, &word) && scan_copy(word, p->m->format, sizeof p->m->format, false);
	p->m->codec_first = s->codec_count;
	while (scan_word(&v, &word)) {
		if (codec_in(p, word) || s->codec_count == SDP_CODECS_MAX || !scan_number(word, 127, &pt)) return false;
		s->codecs[s->codec_count].pt = (uint8_t)pt;
		s->codecs[s->codec_count++].channels = 1;
		p->m->codec_count++;
	}
	return p->m->codec_count > 0;
}

static bool on_media(struct parser *p, struct span v)
{
	struct sdp *s = p->s;
	struct span kind, port, proto;
	uint32_t n = 0;
	if (s->media_count == SDP_MEDIA_MAX || !scan_word(&v, &kind) || !scan_word(&v, &port) || !scan_word(&v, &proto)) return false;
	p->m = &s->media[s->media_count++];
	p->m->extmap_first = s->extmap_count;
	while (p->m->kind < SDP_KINDS && !scan_is(kind, sdp_kinds[p->m->kind])) p->m->kind++;
	if (p->m->kind == SDP_KINDS || !scan_number(port, UINT16_MAX, &n) || !scan_copy(proto, p->m->proto, sizeof p->m->proto, false)) return false;
	p->m->port = (uint16_t)n;
	return add_formats(p, v);
}

/* No NUL and no control characters: what we keep may be printed, logged and handed on. */
static bool plain_text(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' && text[i] != '\r' && text[i] != '\n' && text[i] != '\t') return false;
	return true;
}

static bool read_lines(struct parser *p, const char *text, size_t len)
{
	struct span rest = span_of(text, len), line;
	for (int count = 0; scan_line(&rest, &line); count++) {
		size_t n = span_len(line);
		if (count == 0 && !scan_is(line, "v=0")) return false;
		if (n == 0) continue;
		if (n < 2 || n > SDP_LINE_MAX || count == SDP_LINES_MAX || line.at[1] != '=') return false;
		struct span value = { line.at + 2, line.end };
		if (line.at[0] == 'm' && !on_media(p, value)) return false;
		if (line.at[0] == 'a' && !on_attribute(p, value)) return false;
	}
	return p->s->media_count > 0;
}

/* ---- rules across lines ---- */

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n >= k && strcmp(s + n - k, end) == 0;
}

static bool in_bundle(const struct parser *p, const struct sdp_media *m)
{
	for (size_t i = 0; i < p->bundle_count; i++)
		if (m->mid[0] && strcmp(p->bundle[i], m->mid) == 0) return true;
	return false;
}

/* The m-line whose transport counts for all (RFC 9143 §7.1.3); NULL if that is not a live one. */
static struct sdp_media *tagged(struct parser *p)
{
	for (uint8_t i = 0; i < p->s->media_count; i++) {
		struct sdp_media *m = &p->s->media[i];
		if (p->bundle_count == 0 ? m->live : strcmp(m->mid, p->bundle[0]) == 0) return m->live ? m : NULL;
	}
	return NULL;
}

static bool take_transport(struct parser *p)
{
	const struct sdp_media *m = tagged(p);
	if (!m) return false;
	const struct transport *own = &p->media[m - p->s->media], *up = &p->session;
	const struct transport *ice = own->ufrag[0] ? own : up, *print = own->has_fingerprint ? own : up, *setup = own->has_setup ? own : up;
	if (!ice->ufrag[0] || !ice->pwd[0] || !print->has_fingerprint || !setup->has_setup) return false;
	memcpy(p->s->ufrag, ice->ufrag, sizeof p->s->ufrag);
	memcpy(p->s->pwd, ice->pwd, sizeof p->s->pwd);
	memcpy(p->s->fingerprint, print->fingerprint, sizeof p->s->fingerprint);
	p->s->setup = setup->setup;
	return true;
}

static bool media_sound(const struct sdp_media *m, unsigned live)
{
	if (!m->live) return true;
	if (live > 1 && !m->bundled) return false;
	if (m->kind == SDP_APPLICATION) return true;
	return m->rtcp_mux && ends_with(m->proto, "TLS/RTP/SAVPF");
}

/* The payload type that an fmtp begins with. */
static bool leading_pt(const char *text, const char *ends, uint8_t *ret)
{
	uint32_t pt = 0;
	bool good = scan_number(span_of(text, strcspn(text, ends)), 127, &pt);
	*ret = (uint8_t)pt;
	return good;
}

/* An RTX that does not say what it repairs is of no use, nor is a RED that does not say what it carries. */
static void link_repairs(struct sdp *s)
{
	for (uint16_t i = 0; i < s->codec_count; i++) {
		struct sdp_codec *c = &s->codecs[i];
		if (c->is_rtx) c->is_rtx = strncmp(c->fmtp, "apt=", 4) == 0 && leading_pt(c->fmtp + 4, "; ", &c->apt);
		if (c->is_red) c->is_red = leading_pt(c->fmtp, "/", &c->apt);
	}
}

static bool check_whole(struct parser *p)
{
	struct sdp *s = p->s;
	unsigned live = 0;
	for (uint8_t i = 0; i < s->media_count; i++) {
		struct sdp_media *m = &s->media[i];
		m->live = m->port != 0 || m->bundle_only;
		m->bundled = m->live && in_bundle(p, m);
		live += m->live;
	}
	for (uint8_t i = 0; i < s->media_count; i++)
		if (!media_sound(&s->media[i], live)) return false;
	link_repairs(s);
	s->candidates = (uint8_t)p->candidates;
	return take_transport(p);
}

static err_t parse(const char *text, size_t len, bool answer, struct sdp *ret)
{
	memset(ret, 0, sizeof *ret);  /* padding too: descriptions are compared as bytes */
	struct parser p = { .s = ret };
	if (len > SDP_BYTES_MAX || !plain_text(text, len) || !read_lines(&p, text, len) || !check_whole(&p)) return ERR_BAD_SDP;
	if (!answer && (ret->ice_lite || ret->setup == SDP_PASSIVE)) return ERR_BAD_SDP;
	return OK;
}

err_t sdp_parse(const char *text, size_t len, struct sdp *ret) { return parse(text, len, false, ret); }
err_t sdp_parse_answer(const char *text, size_t len, struct sdp *ret) { return parse(text, len, true, ret); }
