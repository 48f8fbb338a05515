/* line.c — libre's loop, one session, one stream; a timer of 20 ms sends what is to be heard. */
#include "media/call/line.h"

#include <re.h>
#include <rem.h>
#include <stdlib.h>
#include <string.h>

#define FRAME_MS 20
#define FRAME (VOICE_RATE * FRAME_MS / 1000)
#define PORT_FIRST 16384
#define PORT_LAST 32767
#define CLOSE_MS 2000      /* for the answer to our BYE */
#define KEY_PT 101

struct line {
	const struct call_wish *wish;
	const struct voice *say, *thanks, *now;   /* now: what is being said, or NULL in a pause */
	size_t at;               /* sample of it */
	int said;                /* how often it was said whole */
	uint64_t pause_until;
	uint32_t timestamp;
	bool answered, over;
	struct line_result result;
	struct sip *sip;
	struct sipsess_sock *sock;
	struct sipsess *session;
	struct dnsc *dns;
	struct sdp_session *sdp;
	struct sdp_media *audio;
	struct rtp_sock *rtp;
	struct telev *keys;
	struct tmr frames, limit;
};

static void stop(void *arg)
{
	(void)arg;
	re_cancel();
}

/* Hangs up, and gives the other side a moment to say that it heard. */
static void hang_up(struct line *l)
{
	if (l->over) return;
	l->over = true;
	tmr_cancel(&l->frames);
	l->session = mem_deref(l->session);
	tmr_start(&l->limit, CLOSE_MS, stop, l);
	sip_close(l->sip, false);
}

static void end(struct line *l, enum line_end how, int code)
{
	if (l->over) return;
	if (l->result.end != LINE_PRESSED) l->result = (struct line_result){.end = how, .code = code};
	hang_up(l);
}

static void on_key(struct line *l, char key)
{
	if (l->result.end == LINE_PRESSED || l->over) return;
	l->result = (struct line_result){.end = LINE_PRESSED, .key = key};
	l->now = l->thanks;
	l->at = 0;
}

/* ── what is heard ── */

static const struct sdp_format *codec(const struct line *l) { return sdp_media_rformat(l->audio, NULL); }

static void send_frame(struct line *l)
{
	struct mbuf *mb = mbuf_alloc(RTP_HEADER_SIZE + FRAME);
	const struct sdp_format *f = codec(l);
	bool alaw = f && str_casecmp(f->name, "PCMA") == 0;
	if (!mb) return;
	mb->pos = RTP_HEADER_SIZE;
	for (size_t i = 0; i < FRAME; i++) {
		int16_t s = l->now && l->at < l->now->len ? l->now->samples[l->at++] : 0;
		mbuf_write_u8(mb, alaw ? g711_pcm2alaw(s) : g711_pcm2ulaw(s));
	}
	mb->pos = RTP_HEADER_SIZE;
	if (f) rtp_send(l->rtp, sdp_media_raddr(l->audio), false, l->timestamp == 0, (uint8_t)f->pt, l->timestamp, mb);
	l->timestamp += FRAME;
	mem_deref(mb);
}

/* When something was said whole: a pause and again, or the end. */
static void next_words(struct line *l)
{
	if (l->now && l->at < l->now->len) return;
	if (l->result.end == LINE_PRESSED) {
		hang_up(l);
		return;
	}
	if (l->now) {
		l->now = NULL;
		l->said++;
		l->pause_until = tmr_jiffies() + LINE_PAUSE_MS;
	} else if (tmr_jiffies() >= l->pause_until) {
		if (l->said == LINE_REPEATS) end(l, LINE_HEARD, 0);
		l->now = l->say;
		l->at = 0;
	}
}

static void on_frame(void *arg)
{
	struct line *l = arg;
	tmr_start(&l->frames, FRAME_MS, on_frame, l);
	send_frame(l);
	next_words(l);
}

/* ── keys ── */

static void on_rtp(const struct sa *from, const struct rtp_header *head, struct mbuf *mb, void *arg)
{
	struct line *l = arg;
	const struct sdp_format *f = sdp_media_lformat(l->audio, head->pt);
	int event;
	bool ended;
	(void)from;
	if (f && str_casecmp(f->name, "telephone-event") == 0 && telev_recv(l->keys, mb, &event, &ended) == 0 && ended) on_key(l, (char)telev_code2digit(event));
}

/* "Signal=1", as application/dtmf-relay writes it. */
static void on_info(struct sip *sip, const struct sip_msg *msg, void *arg)
{
	struct line *l = arg;
	struct pl key;
	bool relay = msg_ctype_cmp(&msg->ctyp, "application", "dtmf-relay");
	sip_reply(sip, msg, relay ? 200 : 415, relay ? "OK" : "Unsupported Media Type");
	if (relay && re_regex((const char *)mbuf_buf(msg->mb), mbuf_get_left(msg->mb), "Signal=[ ]*[0-9*#]1", NULL, &key) == 0) on_key(l, *key.p);
}

/* ── the session ── */

static int on_answer(const struct sip_msg *msg, void *arg)
{
	struct line *l = arg;
	return mbuf_get_left(msg->mb) ? sdp_decode(l->sdp, msg->mb, false) : 0;
}

static int on_offer(struct mbuf **ret, const struct sip_msg *msg, void *arg)
{
	struct line *l = arg;
	if (mbuf_get_left(msg->mb) && sdp_decode(l->sdp, msg->mb, true)) return EPROTO;
	return sdp_encode(ret, l->sdp, !mbuf_get_left(msg->mb));
}

/* Whoever keeps the line open without a key has heard it often enough. */
static void on_too_long(void *arg)
{
	struct line *l = arg;
	end(l, l->said ? LINE_HEARD : LINE_CUT, 0);
}

static void on_established(const struct sip_msg *msg, void *arg)
{
	struct line *l = arg;
	(void)msg;
	l->answered = true;
	tmr_start(&l->limit, LINE_CALL_S * 1000ULL, on_too_long, l);
	if (!codec(l)) {
		end(l, LINE_FAILED, EPROTO);
		return;
	}
	l->now = l->say;
	on_frame(l);
}

static void on_closed(int error, const struct sip_msg *msg, void *arg)
{
	static const struct { int code; enum line_end end; } codes[] = {
		{486, LINE_BUSY}, {600, LINE_BUSY}, {408, LINE_NO_ANSWER}, {480, LINE_NO_ANSWER}, {487, LINE_NO_ANSWER}, {603, LINE_NO_ANSWER}};
	struct line *l = arg;
	int code = msg ? msg->scode : 0;
	if (l->answered) {
		end(l, l->said ? LINE_HEARD : LINE_CUT, 0);
		return;
	}
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i].code == code) end(l, codes[i].end, code);
	end(l, code ? LINE_REFUSED : LINE_FAILED, code ? code : error);
}

static void on_no_answer(void *arg) { end(arg, LINE_NO_ANSWER, 0); }

static int on_asked_who(char **user, char **password, const char *realm, void *arg)
{
	struct line *l = arg;
	(void)realm;
	if (!*l->wish->user) return ENOENT;
	int e = str_dup(user, l->wish->user);
	return e ? e : str_dup(password, l->wish->password);
}

/* The address of ours from which theirs is reached; a name is reached from the default one. */
static int own_address(const struct call_wish *w, struct sa *ret)
{
	struct pl text;
	struct uri uri;
	struct sa peer;
	struct udp_sock *probe = NULL;
	pl_set_str(&text, w->to);
	if (uri_decode(&uri, &text)) return EINVAL;
	if (sa_set(&peer, &uri.host, uri.port ? uri.port : 5060) != 0) return net_default_source_addr_get(AF_INET, ret);
	sa_init(ret, sa_af(&peer));
	int e = udp_listen(&probe, ret, NULL, NULL);
	if (!e) e = udp_connect(probe, &peer);
	if (!e) e = udp_local_get(probe, ret);
	mem_deref(probe);
	sa_set_port(ret, 0);
	return e;
}

static int open_stream(struct line *l, const struct sa *own)
{
	int e = rtp_listen(&l->rtp, IPPROTO_UDP, own, PORT_FIRST, PORT_LAST, false, on_rtp, NULL, l);
	if (!e) e = telev_alloc(&l->keys, TELEV_PTIME);
	if (!e) e = sdp_session_alloc(&l->sdp, own);
	if (!e) e = sdp_media_add(&l->audio, l->sdp, sdp_media_audio, sa_port(rtp_local(l->rtp)), sdp_proto_rtpavp);
	if (!e) e = sdp_format_add(NULL, l->audio, false, "8", "PCMA", VOICE_RATE, 1, NULL, NULL, NULL, false, NULL);
	if (!e) e = sdp_format_add(NULL, l->audio, false, "0", "PCMU", VOICE_RATE, 1, NULL, NULL, NULL, false, NULL);
	if (!e) e = sdp_format_add(NULL, l->audio, false, "101", "telephone-event", VOICE_RATE, 1, NULL, NULL, NULL, false, "0-15");
	return e;
}

static int open_sip(struct line *l, const struct sa *own)
{
	struct sa servers[8];
	uint32_t n = sizeof servers / sizeof *servers;
	if (dns_srv_get(NULL, 0, servers, &n)) n = 0;
	int e = dnsc_alloc(&l->dns, NULL, servers, n);
	if (!e) e = sip_alloc(&l->sip, l->dns, 32, 32, 32, "mela-call", stop, l);
	if (!e) e = sip_transp_add(l->sip, SIP_TRANSP_UDP, own);
	if (!e) e = sip_transp_add(l->sip, SIP_TRANSP_TCP, own);
	if (!e) e = sipsess_listen(&l->sock, l->sip, 32, NULL, l);
	return e;
}

static int ring(struct line *l)
{
	struct mbuf *offer = NULL;
	int seconds = atoi(l->wish->ring);
	int e = sdp_encode(&offer, l->sdp, true);
	if (!e) e = sipsess_connect(&l->session, l->sock, l->wish->to, "Mela", l->wish->from, "mela", NULL, 0, "application/sdp", offer, on_asked_who, l, false,
	                            on_offer, on_answer, NULL, on_established, on_info, NULL, on_closed, l, NULL);
	mem_deref(offer);
	if (!e) tmr_start(&l->limit, (uint64_t)(seconds > 0 ? seconds : LINE_RING_S) * 1000, on_no_answer, l);
	return e;
}

static void close_all(struct line *l)
{
	tmr_cancel(&l->frames);
	tmr_cancel(&l->limit);
	mem_deref(l->session);
	mem_deref(l->sock);
	if (l->sip) sip_close(l->sip, true); /* whoever has not answered by now will not */
	mem_deref(l->sip);
	mem_deref(l->sdp);
	mem_deref(l->keys);
	mem_deref(l->rtp);
	mem_deref(l->dns);
}

struct line_result line_call(const struct call_wish *w, const struct voice *say, const struct voice *thanks)
{
	struct line l = {.wish = w, .say = say, .thanks = thanks, .result = {.end = LINE_FAILED}};
	struct sa own;
	tmr_init(&l.frames);
	tmr_init(&l.limit);
	int e = libre_init();
	if (!e) e = own_address(w, &own);
	if (!e) e = open_stream(&l, &own);
	if (!e) e = open_sip(&l, &own);
	if (!e) e = ring(&l);
	if (!e) e = re_main(NULL);
	if (e) l.result = (struct line_result){.end = LINE_FAILED, .code = e};
	close_all(&l);
	libre_close();
	return l.result;
}
