/* call.c — the offer is made once all candidates are there (no trickle), and says H264 42e01f, whatever x264 prints. */
#define GST_USE_UNSTABLE_API
#include "tests/tools/phone/call.h"

#include <gst/app/gstappsrc.h>
#include <gst/webrtc/webrtc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define VIDEO_PT 96
#define AUDIO_PT 111
#define VOICE_CHUNK (VOICE_RATE / 50)
#define GATHER_US 5000000

struct call {
	struct call_config config;
	GstElement *pipeline, *webrtc, *voice;
	size_t said;
	GstClockTime said_until;
	_Atomic bool gathered, failed, up;
	_Atomic int64_t heard_us;
	_Atomic unsigned keyframes_asked;
};

/* ---- picture and sound ---- */

static void on_draw(GstElement *overlay, cairo_t *cr, guint64 stamp, guint64 duration, gpointer arg)
{
	(void)overlay, (void)stamp, (void)duration;
	const struct call *c = arg;
	scene_draw(c->config.scene, cr, clock_wall_ms());
}

/* Twenty milliseconds of speech each time; clocksync behind holds them back to real time. */
static void on_need_data(GstElement *source, guint length, gpointer arg)
{
	(void)length;
	struct call *c = arg;
	const struct voice *v = c->config.voice;
	GstBuffer *b = gst_buffer_new_allocate(NULL, VOICE_CHUNK * sizeof(int16_t), NULL);
	for (size_t i = 0; i < VOICE_CHUNK; i++) {
		gst_buffer_fill(b, i * sizeof(int16_t), &v->samples[c->said], sizeof(int16_t));
		c->said = (c->said + 1) % v->count;
	}
	GST_BUFFER_PTS(b) = c->said_until;
	GST_BUFFER_DURATION(b) = GST_SECOND / 50;
	c->said_until += GST_SECOND / 50;
	gst_app_src_push_buffer(GST_APP_SRC(source), b);
}

static GstPadProbeReturn on_upstream(GstPad *pad, GstPadProbeInfo *info, gpointer arg)
{
	(void)pad;
	struct call *c = arg;
	if (gst_event_has_name(GST_PAD_PROBE_INFO_EVENT(info), "GstForceKeyUnit")) atomic_fetch_add(&c->keyframes_asked, 1);
	return GST_PAD_PROBE_OK;
}

static void describe_video(const struct call_config *k, struct buf *b)
{
	int frames = k->fps * CALL_KEY_S;
	buf_printf(b, "webrtcbin name=w bundle-policy=max-bundle latency=50 "
	           "videotestsrc is-live=true pattern=solid-color ! video/x-raw,format=BGRx,width=%d,height=%d,framerate=%d/1 "
	           "! cairooverlay name=scene ! videoconvert ! video/x-raw,format=I420 ! queue max-size-buffers=2 leaky=downstream ! ",
	           k->scene->width, k->scene->height, k->fps);
	if (k->vp8)
		buf_printf(b, "vp8enc name=enc deadline=1 cpu-used=10 threads=1 target-bitrate=%d keyframe-max-dist=%d error-resilient=default "
		           "lag-in-frames=0 ! rtpvp8pay pt=%d mtu=1200 picture-id-mode=15-bit ! application/x-rtp,media=video,encoding-name=VP8,payload=%d ! w. ",
		           k->kbps * 1000, frames, VIDEO_PT, VIDEO_PT);
	else
		buf_printf(b, "x264enc name=enc tune=zerolatency speed-preset=ultrafast threads=1 bitrate=%d key-int-max=%d "
		           "! video/x-h264,profile=constrained-baseline,stream-format=byte-stream "
		           "! rtph264pay pt=%d mtu=1200 config-interval=-1 aggregate-mode=zero-latency "
		           "! application/x-rtp,media=video,encoding-name=H264,payload=%d ! w. ",
		           k->kbps, frames, VIDEO_PT, VIDEO_PT);
}

static void describe_audio(struct buf *b)
{
	buf_printf(b, "appsrc name=voice is-live=true format=time block=true max-bytes=4096 caps=audio/x-raw,format=S16LE,layout=interleaved,rate=%d,channels=1 "
	           "! clocksync ! audioconvert ! audioresample ! opusenc bitrate=32000 "
	           "! rtpopuspay pt=%d ! application/x-rtp,media=audio,encoding-name=OPUS,payload=%d ! w. ",
	           VOICE_RATE, AUDIO_PT, AUDIO_PT);
}

/* ---- signals of webrtcbin, on its threads ---- */

static void on_gathering(GstElement *webrtc, GParamSpec *spec, gpointer arg)
{
	(void)spec;
	struct call *c = arg;
	GstWebRTCICEGatheringState state;
	g_object_get(webrtc, "ice-gathering-state", &state, NULL);
	if (state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE) atomic_store(&c->gathered, true);
}

static void on_connection(GstElement *webrtc, GParamSpec *spec, gpointer arg)
{
	(void)spec;
	struct call *c = arg;
	GstWebRTCPeerConnectionState state;
	g_object_get(webrtc, "connection-state", &state, NULL);
	if (state == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED) {
		atomic_store(&c->heard_us, clock_mono_us());
		atomic_store(&c->up, true);
	}
	if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED || state == GST_WEBRTC_PEER_CONNECTION_STATE_CLOSED) atomic_store(&c->failed, true);
}

static GstPadProbeReturn on_heard(GstPad *pad, GstPadProbeInfo *info, gpointer arg)
{
	(void)pad, (void)info;
	struct call *c = arg;
	atomic_store(&c->heard_us, clock_mono_us());
	return GST_PAD_PROBE_OK;
}

static void on_deep_element(GstBin *bin, GstBin *sub, GstElement *e, gpointer arg)
{
	(void)bin, (void)sub;
	GstElementFactory *f = gst_element_get_factory(e);
	if (!f || strcmp(GST_OBJECT_NAME(f), "nicesrc") != 0) return;
	GstPad *pad = gst_element_get_static_pad(e, "src");
	gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, on_heard, arg, NULL);
	gst_object_unref(pad);
}

static GstBusSyncReply on_message(GstBus *bus, GstMessage *m, gpointer arg)
{
	(void)bus;
	struct call *c = arg;
	if (GST_MESSAGE_TYPE(m) == GST_MESSAGE_ERROR) atomic_store(&c->failed, true);
	gst_message_unref(m);
	return GST_BUS_DROP;
}

/* ---- offer and answer ---- */

static GstWebRTCSessionDescription *make_offer(struct call *c)
{
	GstWebRTCSessionDescription *d = NULL;
	GstPromise *promise = gst_promise_new();
	g_signal_emit_by_name(c->webrtc, "create-offer", NULL, promise);
	if (gst_promise_wait(promise) == GST_PROMISE_RESULT_REPLIED)
		gst_structure_get(gst_promise_get_reply(promise), "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &d, NULL);
	gst_promise_unref(promise);
	return d;
}

static void set_description(struct call *c, const char *signal, GstWebRTCSessionDescription *d)
{
	GstPromise *promise = gst_promise_new();
	g_signal_emit_by_name(c->webrtc, signal, d, promise);
	gst_promise_wait(promise);
	gst_promise_unref(promise);
	gst_webrtc_session_description_free(d);
}

/* The phone's line about H264 instead of webrtcbin's, if there is one. */
static void write_offer(const struct call *c, const char *sdp, struct buf *ret)
{
	char rtpmap[32], fmtp[32];
	int rtpmap_len = snprintf(rtpmap, sizeof rtpmap, "a=rtpmap:%d ", VIDEO_PT), fmtp_len = snprintf(fmtp, sizeof fmtp, "a=fmtp:%d ", VIDEO_PT);
	for (const char *line = sdp, *next; *line; line = next) {
		const char *end = strstr(line, "\r\n");
		next = end ? end + 2 : line + strlen(line);
		if (!c->config.vp8 && !strncmp(line, fmtp, (size_t)fmtp_len)) continue;
		buf_add(ret, line, (size_t)(next - line));
		if (!c->config.vp8 && !strncmp(line, rtpmap, (size_t)rtpmap_len))
			buf_printf(ret, "%slevel-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n", fmtp);
	}
}

static err_t offer(struct call *c, struct buf *ret)
{
	GstWebRTCSessionDescription *d = make_offer(c);
	if (!d) return ERR_UNAVAILABLE;
	set_description(c, "set-local-description", d);
	int64_t until = clock_mono_us() + GATHER_US;
	while (!atomic_load(&c->gathered) && clock_mono_us() < until) g_usleep(5000);
	g_object_get(c->webrtc, "local-description", &d, NULL);
	if (!d) return ERR_UNAVAILABLE;
	char *text = gst_sdp_message_as_text(d->sdp);
	gst_webrtc_session_description_free(d);
	write_offer(c, text, ret);
	g_free(text);
	return OK;
}

err_t call_answer(struct call *c, const char *answer)
{
	GstSDPMessage *m = NULL;
	if (gst_sdp_message_new_from_text(answer, &m) != GST_SDP_OK) return ERR_BAD_SDP;
	set_description(c, "set-remote-description", gst_webrtc_session_description_new(GST_WEBRTC_SDP_TYPE_ANSWER, m));
	return OK;
}

/* ---- life ---- */

static void connect_signals(struct call *c)
{
	g_signal_connect(c->webrtc, "notify::ice-gathering-state", G_CALLBACK(on_gathering), c);
	g_signal_connect(c->webrtc, "notify::connection-state", G_CALLBACK(on_connection), c);
	g_signal_connect(c->pipeline, "deep-element-added", G_CALLBACK(on_deep_element), c);
	GstElement *scene = gst_bin_get_by_name(GST_BIN(c->pipeline), "scene"), *enc = gst_bin_get_by_name(GST_BIN(c->pipeline), "enc");
	g_signal_connect(scene, "draw", G_CALLBACK(on_draw), c);
	GstPad *pad = gst_element_get_static_pad(enc, "src");
	gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, on_upstream, c, NULL);
	gst_object_unref(pad);
	gst_object_unref(enc);
	gst_object_unref(scene);
	if (c->voice) g_signal_connect(c->voice, "need-data", G_CALLBACK(on_need_data), c);
	GstBus *bus = gst_element_get_bus(c->pipeline);
	gst_bus_set_sync_handler(bus, on_message, c, NULL);
	gst_object_unref(bus);
}

/* A phone only sends, and repairs what is asked for. */
static void prepare_transceivers(struct call *c)
{
	GArray *all = NULL;
	GObject *ice = NULL, *agent = NULL;
	g_signal_emit_by_name(c->webrtc, "get-transceivers", &all);
	for (guint i = 0; i < all->len; i++)
		g_object_set(g_array_index(all, GObject *, i), "direction", GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY, "do-nack", TRUE, NULL);
	g_array_unref(all);
	g_object_get(c->webrtc, "ice-agent", &ice, NULL);
	g_object_get(ice, "agent", &agent, NULL);
	g_object_set(agent, "upnp", FALSE, "ice-tcp", FALSE, NULL);
	g_object_unref(agent);
	g_object_unref(ice);
}

err_t call_open(const struct call_config *config, struct call **ret, struct buf *ret_offer)
{
	struct call *c = calloc(1, sizeof *c);
	struct buf text;
	if (!c) abort();
	c->config = *config;
	buf_init(&text);
	describe_video(config, &text);
	if (config->voice) describe_audio(&text);
	GError *e = NULL;
	c->pipeline = gst_parse_launch(text.data, &e);
	buf_fini(&text);
	if (!c->pipeline || e) { g_clear_error(&e); call_close(c); return ERR_UNAVAILABLE; }
	c->webrtc = gst_bin_get_by_name(GST_BIN(c->pipeline), "w");
	c->voice = gst_bin_get_by_name(GST_BIN(c->pipeline), "voice");
	connect_signals(c);
	prepare_transceivers(c);
	gst_element_set_state(c->pipeline, GST_STATE_PLAYING);
	err_t err = offer(c, ret_offer);
	if (err != OK) { call_close(c); return err; }
	*ret = c;
	return OK;
}

void call_close(struct call *c)
{
	if (!c) return;
	if (c->pipeline) gst_element_set_state(c->pipeline, GST_STATE_NULL);
	g_clear_object(&c->webrtc);
	g_clear_object(&c->voice);
	g_clear_object(&c->pipeline);
	free(c);
}

bool call_alive(const struct call *c)
{
	return atomic_load(&c->up) && !call_failed(c) && clock_mono_us() - atomic_load(&c->heard_us) < CALL_QUIET_US;
}

bool call_failed(const struct call *c) { return atomic_load(&c->failed); }
unsigned call_keyframes_asked(const struct call *c) { return atomic_load(&c->keyframes_asked); }
