/* peer.c — webrtcbin's promises and signals as one straight line. */
#define GST_USE_UNSTABLE_API
#include "media/ingest/peer.h"

#include <gst/webrtc/webrtc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "media/ingest/answer.h"
#include "media/ingest/trip.h"
#include "media/sdp_frag.h"

#define BUNDLE_STREAM 1          /* max-bundle: libnice has one stream, numbered from 1 */

struct peer {
	struct peer_events events;
	struct reach reach;
	struct tap *tap;
	struct trip trip;
	GstElement *pipeline, *webrtc;
	NiceAgent *agent;
	struct sdp offer;
	struct agreement agreement;
	bool offered, gathered, answered, candidate_seen;
	char *answer;                        /* without candidates; set when webrtcbin has made it */
};

/* Something that happened on another thread, on its way to the main one. */
struct news { struct peer *peer; void (*fn)(struct peer *p, struct news *n); char *text; int value; };

static gboolean on_news(gpointer arg)
{
	struct news *n = arg;
	n->fn(n->peer, n);
	g_free(n->text);
	g_free(n);
	return G_SOURCE_REMOVE;
}

static void post(struct peer *p, void (*fn)(struct peer *, struct news *), char *text, int value)
{
	struct news *n = g_new0(struct news, 1);
	*n = (struct news){p, fn, text, value};
	g_idle_add_full(G_PRIORITY_DEFAULT, on_news, n, NULL);
}

static void refuse(struct peer *p, err_t e)
{
	if (p->answered) return;
	p->answered = true;
	p->events.on_answer(p->events.arg, e, NULL, NULL);
}

/* ---- the answer ---- */

static void try_answer(struct peer *p)
{
	if (p->answered || !p->answer || !p->gathered) return;
	struct sdp_candidate list[SDP_ANSWER_CANDIDATES_MAX];
	size_t n = reach_candidates(&p->reach, p->agent, BUNDLE_STREAM, list);
	if (n == 0) { refuse(p, ERR_FULL); return; }
	struct buf text;
	buf_init(&text);
	answer_write(p->answer, &p->agreement, list, n, &text);
	p->answered = true;
	p->events.on_answer(p->events.arg, OK, &p->agreement, text.data);
	buf_fini(&text);
}

static void take_answer(struct peer *p, struct news *n)
{
	p->answer = g_steal_pointer(&n->text);
	try_answer(p);
}

static void take_failure(struct peer *p, struct news *n)
{
	log_warn("ingest", "webrtcbin: %s", n->text);
	if (!p->answered) refuse(p, ERR_BAD_SDP);
	else p->events.on_phase(p->events.arg, IPC_PHASE_FAILED, ERR_IO);
}

/* The description in a promise's reply, or NULL and the failure told. The promise is given back. */
static GstWebRTCSessionDescription *reply_take(struct peer *p, GstPromise *promise, const char *field)
{
	GstWebRTCSessionDescription *d = NULL;
	const GstStructure *reply = gst_promise_wait(promise) == GST_PROMISE_RESULT_REPLIED ? gst_promise_get_reply(promise) : NULL;
	if (reply) gst_structure_get(reply, field, GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &d, NULL);
	if (!d) post(p, take_failure, g_strdup("no answer can be made"), 0);
	gst_promise_unref(promise);
	return d;
}

static void on_answer_made(GstPromise *promise, gpointer arg)
{
	struct peer *p = arg;
	GstWebRTCSessionDescription *answer = reply_take(p, promise, "answer");
	if (!answer) return;
	post(p, take_answer, gst_sdp_message_as_text(answer->sdp), 0);
	g_signal_emit_by_name(p->webrtc, "set-local-description", answer, NULL);
	gst_webrtc_session_description_free(answer);
}

/* The reply is empty, or has an error. */
static void on_remote_set(GstPromise *promise, gpointer arg)
{
	struct peer *p = arg;
	const GstStructure *reply = gst_promise_wait(promise) == GST_PROMISE_RESULT_REPLIED ? gst_promise_get_reply(promise) : NULL;
	bool failed = reply && gst_structure_has_field(reply, "error");
	gst_promise_unref(promise);
	if (failed) post(p, take_failure, g_strdup("the offer was refused"), 0);
	else g_signal_emit_by_name(p->webrtc, "create-answer", NULL, gst_promise_new_with_change_func(on_answer_made, p, NULL));
}

static void add_transceivers(struct peer *p)
{
	for (int i = 0; i < p->agreement.media_count; i++) {
		struct buf text;
		buf_init(&text);
		agree_caps(&p->agreement, i, &text);
		GstCaps *caps = gst_caps_from_string(text.data);
		GstWebRTCRTPTransceiver *t = NULL;
		g_signal_emit_by_name(p->webrtc, "add-transceiver", GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps, &t);
		g_object_set(t, "do-nack", TRUE, NULL);
		gst_object_unref(t);
		gst_caps_unref(caps);
		buf_fini(&text);
	}
}

/* What webrtcbin sees is our own print of what we understood, never the phone's bytes. */
static err_t set_remote(struct peer *p)
{
	struct buf text;
	buf_init(&text);
	sdp_print(&p->offer, &text);
	GstSDPMessage *m = NULL;
	GstSDPResult parsed = gst_sdp_message_new_from_text(text.data, &m);
	buf_fini(&text);
	if (parsed != GST_SDP_OK) return ERR_BAD_SDP;
	GstWebRTCSessionDescription *d = gst_webrtc_session_description_new(GST_WEBRTC_SDP_TYPE_OFFER, m);
	g_signal_emit_by_name(p->webrtc, "set-remote-description", d, gst_promise_new_with_change_func(on_remote_set, p, NULL));
	gst_webrtc_session_description_free(d);
	return OK;
}

static gboolean on_answer_late(gpointer arg)
{
	refuse(arg, ERR_TIMEOUT);
	return G_SOURCE_REMOVE;
}

static err_t start(struct peer *p, const char *sdp)
{
	TRY(sdp_parse(sdp, strlen(sdp), &p->offer));
	TRY(sdp_check_whip(&p->offer));
	TRY(agree_choose(&p->offer, &p->agreement));
	const struct agreement *a = &p->agreement;
	tap_agree(p->tap, a->video.codec ? a->video.codec->pt : TAP_NO_PT, a->audio.codec ? a->audio.codec->pt : TAP_NO_PT);
	add_transceivers(p);
	g_timeout_add(PEER_ANSWER_MS, on_answer_late, p);
	return set_remote(p);
}

void peer_offer(struct peer *p, const char *sdp)
{
	err_t e = p->offered ? ERR_BAD_STATE : OK;
	p->offered = true;
	if (e == OK) e = start(p, sdp);
	if (e != OK) refuse(p, e);
}

/* ---- what webrtcbin tells, on its threads ---- */

static gboolean on_gathered(gpointer arg)
{
	struct peer *p = arg;
	p->gathered = true;
	try_answer(p);
	return G_SOURCE_REMOVE;
}

static void take_candidate(struct peer *p, struct news *n)
{
	(void)n;
	if (p->candidate_seen) return;
	p->candidate_seen = true;
	g_timeout_add(PEER_GATHER_MS, on_gathered, p);
}

static void on_candidate(GstElement *webrtc, guint mline, const char *candidate, gpointer arg)
{
	(void)webrtc, (void)mline, (void)candidate;
	post(arg, take_candidate, NULL, 0);
}

static void take_phase(struct peer *p, struct news *n)
{
	enum ipc_phase phase = (enum ipc_phase)n->value;
	p->events.on_phase(p->events.arg, phase, phase == IPC_PHASE_FAILED ? ERR_TIMEOUT : OK);
}

/* IPC_PHASE_NEW stands for what needs not be told. */
static void on_ice_state(GstElement *webrtc, GParamSpec *spec, gpointer arg)
{
	static const enum ipc_phase phases[] = {
		[GST_WEBRTC_ICE_CONNECTION_STATE_CONNECTED] = IPC_PHASE_ICE_UP,
		[GST_WEBRTC_ICE_CONNECTION_STATE_COMPLETED] = IPC_PHASE_ICE_UP,
		[GST_WEBRTC_ICE_CONNECTION_STATE_DISCONNECTED] = IPC_PHASE_ICE_LOST,
		[GST_WEBRTC_ICE_CONNECTION_STATE_FAILED] = IPC_PHASE_ICE_LOST,
		[GST_WEBRTC_ICE_CONNECTION_STATE_CLOSED] = IPC_PHASE_NEW,
	};
	(void)spec;
	GstWebRTCICEConnectionState state;
	g_object_get(webrtc, "ice-connection-state", &state, NULL);
	if (phases[state] != IPC_PHASE_NEW) post(arg, take_phase, NULL, (int)phases[state]);
}

static void on_connection_state(GstElement *webrtc, GParamSpec *spec, gpointer arg)
{
	(void)spec;
	GstWebRTCPeerConnectionState state;
	g_object_get(webrtc, "connection-state", &state, NULL);
	if (state == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED) post(arg, take_phase, NULL, IPC_PHASE_SECURE);
	if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED) post(arg, take_phase, NULL, IPC_PHASE_FAILED);
}

/* webrtcbin 1.22 asks again only for the SSRCs that the offer lists; ours lists none, and the phone may change them. A packet is
 * missed when a later one has come, not when it is merely late. */
static void ask_again(GstElement *rtpbin, GstElement *jitterbuffer, guint session, guint ssrc, gpointer arg)
{
	(void)rtpbin, (void)session, (void)ssrc, (void)arg;
	g_object_set(jitterbuffer, "do-retransmission", TRUE, "rtx-next-seqnum", FALSE, NULL);
}

static void on_deep_element(GstBin *bin, GstBin *sub, GstElement *e, gpointer arg)
{
	(void)bin, (void)sub;
	struct peer *p = arg;
	GstElementFactory *f = gst_element_get_factory(e);
	if (f && !strcmp(GST_OBJECT_NAME(f), "rtpjitterbuffer")) tap_attach(p->tap, e);
	if (!f || strcmp(GST_OBJECT_NAME(f), "rtpsession") != 0) return;
	GObject *session = NULL;
	g_object_set(e, "rtcp-min-interval", (guint64)PEER_RTCP_NS, NULL);
	g_object_get(e, "internal-session", &session, NULL);
	if (session) trip_attach(&p->trip, session);
	g_clear_object(&session);
}

static void on_pad(GstElement *webrtc, GstPad *pad, gpointer arg)
{
	(void)webrtc;
	struct peer *p = arg;
	if (GST_PAD_DIRECTION(pad) != GST_PAD_SRC) return;
	GstElement *sink = gst_element_factory_make("fakesink", NULL);
	g_object_set(sink, "async", FALSE, "sync", FALSE, NULL);
	gst_bin_add(GST_BIN(p->pipeline), sink);
	GstPad *in = gst_element_get_static_pad(sink, "sink");
	gst_pad_link(pad, in);
	gst_object_unref(in);
	gst_element_sync_state_with_parent(sink);
}

/* Every message is dropped here: one left on the bus would keep its element, threads and sockets. */
static GstBusSyncReply on_message(GstBus *bus, GstMessage *m, gpointer arg)
{
	(void)bus;
	if (GST_MESSAGE_TYPE(m) == GST_MESSAGE_ERROR) {
		GError *e = NULL;
		gst_message_parse_error(m, &e, NULL);
		post(arg, take_failure, g_strdup_printf("%s: %s", GST_MESSAGE_SRC_NAME(m), e->message), 0);
		g_error_free(e);
	}
	gst_message_unref(m);
	return GST_BUS_DROP;
}

/* ---- life ---- */

/* The first use of a plugin loads a library: 240 ms in all, paid before the phone calls. */
static void warm(void)
{
	static const char *const used[] = {
		"nicesrc", "nicesink", "dtlssrtpdec", "dtlssrtpenc", "dtlsenc", "dtlsdec", "srtpenc", "srtpdec", "rtpbin", "rtpsession",
		"rtpssrcdemux", "rtpptdemux", "rtpjitterbuffer", "rtprtxreceive", "rtprtxsend", "rtpfunnel", "rtpulpfecdec",
		"rtpreddec", "rtpstorage", "funnel", "capsfilter", "clocksync", "identity", "tee", "fakesink",
	};
	for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
		GstElement *e = gst_element_factory_make(used[i], NULL);
		if (e) gst_object_unref(gst_object_ref_sink(e));
	}
}

static void connect_signals(struct peer *p)
{
	g_signal_connect(p->webrtc, "on-ice-candidate", G_CALLBACK(on_candidate), p);
	g_signal_connect(p->webrtc, "notify::ice-connection-state", G_CALLBACK(on_ice_state), p);
	g_signal_connect(p->webrtc, "notify::connection-state", G_CALLBACK(on_connection_state), p);
	g_signal_connect(p->webrtc, "pad-added", G_CALLBACK(on_pad), p);
	g_signal_connect(p->pipeline, "deep-element-added", G_CALLBACK(on_deep_element), p);
	GstElement *rtpbin = gst_bin_get_by_name(GST_BIN(p->webrtc), "rtpbin");
	if (rtpbin) g_signal_connect(rtpbin, "new-jitterbuffer", G_CALLBACK(ask_again), NULL); /* after webrtcbin's own, which forbids it */
	g_clear_object(&rtpbin);
	GstBus *bus = gst_element_get_bus(p->pipeline);
	gst_bus_set_sync_handler(bus, on_message, p, NULL);
	gst_object_unref(bus);
}

struct peer *peer_new(const struct reach *reach, uint16_t port_first, uint16_t port_last, struct tap *tap, const struct peer_events *events)
{
	GstElement *webrtc = gst_element_factory_make("webrtcbin", "phone");
	if (!webrtc) return NULL;
	struct peer *p = calloc(1, sizeof *p);
	if (!p) abort();
	*p = (struct peer){.events = *events, .reach = *reach, .tap = tap, .pipeline = gst_pipeline_new("ingest"), .webrtc = webrtc};
	g_object_set(webrtc, "bundle-policy", GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE, "latency", PEER_LATENCY_MS, NULL);
	trip_init(&p->trip);
	GObject *ice = NULL;
	g_object_get(webrtc, "ice-agent", &ice, NULL);
	g_object_set(ice, "min-rtp-port", (guint)port_first, "max-rtp-port", (guint)port_last, NULL);
	g_object_get(ice, "agent", &p->agent, NULL);
	g_object_unref(ice);
	reach_prepare(&p->reach, p->agent);
	warm();
	gst_bin_add(GST_BIN(p->pipeline), webrtc);
	connect_signals(p);
	gst_element_set_state(p->pipeline, GST_STATE_PLAYING);
	return p;
}

/* webrtcbin 1.22 has no ICE restart; libnice has, and below DTLS nobody notices. */
static err_t restart(struct peer *p, const struct sdp_frag *f, struct buf *ret)
{
	struct sdp_candidate list[SDP_ANSWER_CANDIDATES_MAX];
	gchar *ufrag = NULL, *pwd = NULL;
	if (!nice_agent_restart_stream(p->agent, BUNDLE_STREAM)) return ERR_BAD_STATE;
	if (!nice_agent_set_remote_credentials(p->agent, BUNDLE_STREAM, f->ufrag, f->pwd)) return ERR_BAD_SDP;
	if (!nice_agent_get_local_credentials(p->agent, BUNDLE_STREAM, &ufrag, &pwd)) return ERR_INTERNAL;
	size_t n = reach_candidates(&p->reach, p->agent, BUNDLE_STREAM, list);
	sdp_frag_answer(false, p->offer.media[0].mid, ufrag, pwd, list, n, ret);
	snprintf(p->offer.ufrag, sizeof p->offer.ufrag, "%s", f->ufrag);
	g_free(ufrag);
	g_free(pwd);
	return OK;
}

err_t peer_patch(struct peer *p, const char *fragment, struct buf *ret)
{
	struct sdp_frag f;
	if (!p->answered || !p->answer) return ERR_BAD_STATE;
	TRY(sdp_frag_parse(fragment, strlen(fragment), &f));
	return sdp_frag_restarts(&f, p->offer.ufrag) ? restart(p, &f, ret) : OK;
}

int64_t peer_trip_us(const struct peer *p) { return trip_us(&p->trip); }

void peer_stop(struct peer *p) { gst_element_set_state(p->pipeline, GST_STATE_NULL); }
