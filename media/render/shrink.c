/* shrink.c — the pipeline, a probe that thins it, and timestamps to nanoseconds and back. */
#include "media/render/shrink.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/log.h"
#include "media/rtp.h"

#define HZ      90000
#define NS      1000000000ull
#define MTU     1200
#define RATE_KBPS "150"
#define KEY_MAX "120" /* frames; the probe asks for key frames long before */

struct shrink {
	shrink_packet_fn *on_packet;
	void *arg;
	GstElement *pipeline;
	GstAppSrc *in;
	uint64_t newest;                  /* main thread: newest timestamp in, extended */
	bool begun;
	uint64_t due, second;             /* streaming thread: the next frame that is let through; the last key frame's second */
	_Atomic bool failed;
};

static const struct { const char *name, *depay, *decode, *encode, *pay; } ways[CODEC_COUNT] = {
	[CODEC_H264] = {
		"H264", "rtph264depay ! h264parse", "openh264dec",
		"x264enc tune=zerolatency speed-preset=veryfast bframes=0 aud=false threads=1 vbv-buf-capacity=800 option-string=scenecut=0 bitrate=" RATE_KBPS " key-int-max=" KEY_MAX
		" ! video/x-h264,profile=constrained-baseline",
		"rtph264pay config-interval=-1 aggregate-mode=zero-latency"},
	[CODEC_VP8] = {
		"VP8", "rtpvp8depay", "vp8dec threads=1",
		"vp8enc deadline=1 cpu-used=8 threads=1 end-usage=cbr lag-in-frames=0 buffer-size=1000 target-bitrate=" RATE_KBPS "000 keyframe-max-dist=" KEY_MAX,
		"rtpvp8pay picture-id-mode=none"},
};

/* RTP time to nanoseconds, rounded up, so that the way back gives the same again. */
static uint64_t ns_of(uint64_t ts) { return ts / HZ * NS + (ts % HZ * NS + HZ - 1) / HZ; }
static uint64_t ts_of(uint64_t ns) { return ns / NS * HZ + ns % NS * HZ / NS; }

/* GstForceKeyUnit, downstream: the next frame becomes a key frame (gstvideo's event, without linking it for one structure). */
static void ask_key(GstPad *pad)
{
	GstStructure *s = gst_structure_new("GstForceKeyUnit", "timestamp", GST_TYPE_CLOCK_TIME, GST_CLOCK_TIME_NONE, "stream-time", GST_TYPE_CLOCK_TIME, GST_CLOCK_TIME_NONE,
		"running-time", GST_TYPE_CLOCK_TIME, GST_CLOCK_TIME_NONE, "all-headers", G_TYPE_BOOLEAN, TRUE, "count", G_TYPE_UINT, 0u, NULL);
	gst_pad_push_event(pad, gst_event_new_custom(GST_EVENT_CUSTOM_DOWNSTREAM, s));
}

static GstPadProbeReturn on_frame(GstPad *pad, GstPadProbeInfo *info, gpointer arg)
{
	struct shrink *s = arg;
	GstClockTime pts = GST_BUFFER_PTS(GST_PAD_PROBE_INFO_BUFFER(info));
	if (!GST_CLOCK_TIME_IS_VALID(pts)) return GST_PAD_PROBE_DROP;
	uint64_t ts = ts_of(pts), second = (uint32_t)ts / HZ;
	bool key = second != s->second;
	if (!key && ts < s->due) return GST_PAD_PROBE_DROP;
	s->due = (key || ts > s->due + HZ ? ts : s->due) + HZ / SHRINK_FPS;
	s->second = second;
	if (key) ask_key(pad);
	return GST_PAD_PROBE_OK;
}

static void take_buffer(struct shrink *s, GstBuffer *buffer)
{
	GstMapInfo map;
	if (!gst_buffer_map(buffer, &map, GST_MAP_READ)) return;
	s->on_packet(s->arg, map.data, map.size);
	gst_buffer_unmap(buffer, &map);
}

static GstFlowReturn on_sample(GstAppSink *sink, gpointer arg)
{
	GstSample *sample = gst_app_sink_pull_sample(sink);
	if (!sample) return GST_FLOW_EOS;
	GstBufferList *list = gst_sample_get_buffer_list(sample);
	for (guint i = 0; list && i < gst_buffer_list_length(list); i++) take_buffer(arg, gst_buffer_list_get(list, i));
	if (gst_sample_get_buffer(sample)) take_buffer(arg, gst_sample_get_buffer(sample));
	gst_sample_unref(sample);
	return GST_FLOW_OK;
}

/* Nothing may wait on the bus: messages keep elements alive. */
static GstBusSyncReply on_bus(GstBus *bus, GstMessage *m, gpointer arg)
{
	struct shrink *s = arg;
	GError *e = NULL;
	(void)bus;
	if (GST_MESSAGE_TYPE(m) == GST_MESSAGE_ERROR) {
		gst_message_parse_error(m, &e, NULL);
		log_error("render", "%s", e ? e->message : "the pipeline failed");
		g_clear_error(&e);
		atomic_store(&s->failed, true);
	}
	gst_message_unref(m);
	return GST_BUS_DROP;
}

static void describe(enum codec codec, uint8_t pt, struct buf *ret)
{
	buf_printf(ret, "appsrc name=in is-live=true format=time max-bytes=0 caps=\"application/x-rtp,media=video,clock-rate=%d,encoding-name=%s,payload=%u\" ! %s ! %s name=decoder ! ",
	           HZ, ways[codec].name, pt, ways[codec].depay, ways[codec].decode);
	buf_printf(ret, "videoscale ! video/x-raw,width=[16,%d],height=[16,%d],pixel-aspect-ratio=1/1 ! ", SHRINK_SIDE_MAX, SHRINK_SIDE_MAX);
	buf_printf(ret, "%s ! %s pt=%u mtu=%d timestamp-offset=0 perfect-rtptime=false ! appsink name=out sync=false", ways[codec].encode, ways[codec].pay, pt, MTU);
}

static void connect_ends(struct shrink *s)
{
	GstElement *decoder = gst_bin_get_by_name(GST_BIN(s->pipeline), "decoder"), *out = gst_bin_get_by_name(GST_BIN(s->pipeline), "out");
	GstPad *pad = gst_element_get_static_pad(decoder, "src");
	GstBus *bus = gst_element_get_bus(s->pipeline);
	s->in = GST_APP_SRC(gst_bin_get_by_name(GST_BIN(s->pipeline), "in"));
	gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, on_frame, s, NULL);
	gst_app_sink_set_callbacks(GST_APP_SINK(out), &(GstAppSinkCallbacks){.new_sample = on_sample}, s, NULL);
	gst_app_sink_set_buffer_list_support(GST_APP_SINK(out), TRUE);
	gst_bus_set_sync_handler(bus, on_bus, s, NULL);
	gst_object_unref(bus);
	gst_object_unref(pad);
	gst_object_unref(decoder);
	gst_object_unref(out);
}

err_t shrink_new(enum codec codec, uint8_t pt, shrink_packet_fn *on_packet, void *arg, struct shrink **ret)
{
	struct shrink *s = calloc(1, sizeof *s);
	struct buf text;
	GError *e = NULL;
	if (!s) abort();
	*s = (struct shrink){.on_packet = on_packet, .arg = arg, .second = UINT64_MAX};
	buf_init(&text);
	describe(codec, pt, &text);
	s->pipeline = gst_parse_launch_full(text.data, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &e);
	buf_fini(&text);
	if (!s->pipeline) {
		log_error("render", "%s", e->message);
		g_clear_error(&e);
		free(s);
		return ERR_UNAVAILABLE;
	}
	connect_ends(s);
	gst_element_set_state(s->pipeline, GST_STATE_PLAYING);
	*ret = s;
	return OK;
}

void shrink_push(struct shrink *s, const uint8_t *packet, size_t len)
{
	struct rtp r;
	if (rtp_parse(packet, len, &r) != OK) return;
	if (!s->begun) s->newest = r.ts;
	s->begun = true;
	uint64_t ts = s->newest + (uint64_t)(int64_t)rtp_ts_diff(r.ts, (uint32_t)s->newest);
	if (ts > s->newest) s->newest = ts;
	GstBuffer *b = gst_buffer_new_memdup(packet, len);
	GST_BUFFER_PTS(b) = ns_of(ts);
	gst_app_src_push_buffer(s->in, b);
}

bool shrink_full(const struct shrink *s) { return gst_app_src_get_current_level_bytes(s->in) > SHRINK_WAITING_BYTES; }
bool shrink_failed(const struct shrink *s) { return atomic_load(&s->failed); }
