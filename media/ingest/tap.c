/* tap.c — pad probes on one side, a thread that writes messages on the other, a bounded queue between them. */
#include "media/ingest/tap.h"

#include <gst/rtp/gstrtcpbuffer.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/queue.h"

#define TAP_QUEUE_SLOTS 512

/* What waits in the queue; `packet.data` is set anew where it is read. `last` closes a video frame or stands alone. */
struct waiting { struct ipc_packet packet; bool last, end; uint8_t bytes[IPC_PACKET_BYTES]; };

/* One SSRC: one rtpjitterbuffer. Only its streaming thread touches `track`. */
struct leg { struct tap *tap; GstPad *pad; int track; };

struct tap {
	int fd;
	uint8_t pts[IPC_TRACK_COUNT];
	struct queue *queue;
	pthread_t sender;
	struct ipc_batch batch;              /* sender thread only */
	int64_t asked_us;                    /* sender thread only: our last PLI after a drop */
	_Atomic int legs_used;
	struct leg legs[TAP_LEGS_MAX];
	_Atomic(GstPad *) video_pad;         /* of the newest video leg */
	_Atomic uint64_t packets, bytes, dropped;
	_Atomic uint32_t keyframes_asked;
	_Atomic int64_t heard_us;
};

static void put(struct tap *t, const struct waiting *w)
{
	atomic_store(&t->heard_us, w->packet.arrival_us);
	if (queue_push(t->queue, w) != OK) atomic_fetch_add(&t->dropped, 1);
}

/* RTP header (RFC 3550 §5.1): payload type and marker share the second byte. */
static void take_rtp(struct leg *leg, GstBuffer *buffer)
{
	struct tap *t = leg->tap;
	struct waiting w = {.packet = {.record = IPC_RTP, .arrival_us = clock_mono_us()}};
	gsize size = gst_buffer_get_size(buffer);
	if (size < 12 || size > sizeof w.bytes) { atomic_fetch_add(&t->dropped, 1); return; }
	gst_buffer_extract(buffer, 0, w.bytes, size);
	uint8_t pt = w.bytes[1] & 0x7f;
	if (pt != t->pts[IPC_VIDEO] && pt != t->pts[IPC_AUDIO]) return;
	w.packet.track = pt == t->pts[IPC_VIDEO] ? IPC_VIDEO : IPC_AUDIO;
	w.packet.len = size;
	w.last = w.packet.track == IPC_AUDIO || (w.bytes[1] & 0x80);
	if (leg->track != (int)w.packet.track) {
		leg->track = (int)w.packet.track;
		if (leg->track == IPC_VIDEO) atomic_store(&t->video_pad, leg->pad);
	}
	atomic_fetch_add(&t->packets, 1);
	atomic_fetch_add(&t->bytes, size);
	put(t, &w);
}

static gboolean take_rtp_of_list(GstBuffer **buffer, guint i, gpointer leg)
{
	(void)i;
	take_rtp(leg, *buffer);
	return TRUE;
}

static GstPadProbeReturn on_rtp(GstPad *pad, GstPadProbeInfo *info, gpointer leg)
{
	(void)pad;
	if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST)
		gst_buffer_list_foreach(GST_PAD_PROBE_INFO_BUFFER_LIST(info), take_rtp_of_list, leg);
	else
		take_rtp(leg, GST_PAD_PROBE_INFO_BUFFER(info));
	return GST_PAD_PROBE_OK;
}

static void take_report(struct leg *leg, GstRTCPPacket *packet)
{
	struct waiting w = {.last = true, .packet = {
		.record = IPC_REPORT, .track = (enum ipc_track)leg->track, .arrival_us = clock_mono_us(), .len = sizeof w.packet.report}};
	struct ipc_report *r = &w.packet.report;
	gst_rtcp_packet_sr_get_sender_info(packet, &r->ssrc, &r->ntp, &r->rtp_ts, NULL, NULL);
	put(leg->tap, &w);
}

static GstPadProbeReturn on_rtcp(GstPad *pad, GstPadProbeInfo *info, gpointer arg)
{
	(void)pad;
	struct leg *leg = arg;
	GstRTCPBuffer rtcp = GST_RTCP_BUFFER_INIT;
	if (leg->track < 0 || !gst_rtcp_buffer_map(GST_PAD_PROBE_INFO_BUFFER(info), GST_MAP_READ, &rtcp)) return GST_PAD_PROBE_OK;
	GstRTCPPacket packet;
	for (gboolean more = gst_rtcp_buffer_get_first_packet(&rtcp, &packet); more; more = gst_rtcp_packet_move_to_next(&packet))
		if (gst_rtcp_packet_get_type(&packet) == GST_RTCP_TYPE_SR) take_report(leg, &packet);
	gst_rtcp_buffer_unmap(&rtcp);
	return GST_PAD_PROBE_OK;
}

/* rtpbin requests the RTCP pad after it has made the jitterbuffer. */
static void on_pad_added(GstElement *jitterbuffer, GstPad *pad, gpointer leg)
{
	(void)jitterbuffer;
	if (g_strcmp0(GST_PAD_NAME(pad), "sink_rtcp") == 0)
		gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, on_rtcp, leg, NULL);
}

void tap_attach(struct tap *t, GstElement *jitterbuffer)
{
	int n = atomic_fetch_add(&t->legs_used, 1);
	if (n >= TAP_LEGS_MAX) return;
	struct leg *leg = &t->legs[n];
	*leg = (struct leg){.tap = t, .pad = gst_element_get_static_pad(jitterbuffer, "sink"), .track = -1};
	gst_pad_add_probe(leg->pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, on_rtp, leg, NULL);
	g_signal_connect(jitterbuffer, "pad-added", G_CALLBACK(on_pad_added), leg);
}

static void send_batch(struct tap *t)
{
	uint32_t count = t->batch.count;
	if (count && ipc_batch_send(t->fd, &t->batch) != OK) {
		atomic_fetch_add(&t->dropped, count);
		int64_t now = clock_mono_us();
		if (now - t->asked_us >= TAP_KEYFRAME_US) { t->asked_us = now; tap_keyframe(t); }
	}
	ipc_batch_start(&t->batch, atomic_load(&t->dropped));
}

/* Adds what waits to the batch. Returns true when it closes a frame, so that nothing is gained by waiting. */
static bool gather(struct tap *t, bool *end)
{
	struct waiting w;
	bool last = false;
	while (!*end && queue_pop(t->queue, &w)) {
		*end = w.end;
		if (w.end) break;
		w.packet.data = w.bytes;
		last = w.last;
		if (ipc_batch_add(&t->batch, &w.packet) == OK) continue;
		send_batch(t);
		IGNORE(ipc_batch_add(&t->batch, &w.packet));
	}
	return last;
}

/* The rest of a frame comes packet by packet: each wakes us, and all are waited for together. */
static void gather_frame(struct tap *t, bool *end)
{
	int64_t until_us = clock_mono_us() + TAP_GATHER_MS * 1000;
	while (!gather(t, end) && !*end && clock_mono_us() < until_us)
		if (!queue_wait(t->queue, TAP_GATHER_MS)) return;
}

static void *sender_run(void *arg)
{
	struct tap *t = arg;
	bool end = false;
	ipc_batch_start(&t->batch, 0);
	while (!end) {
		if (!queue_wait(t->queue, -1)) continue;
		gather_frame(t, &end);
		send_batch(t);
	}
	return NULL;
}

struct tap *tap_new(int packets_fd)
{
	struct tap *t = calloc(1, sizeof *t);
	if (!t) abort();
	t->fd = packets_fd;
	t->pts[IPC_VIDEO] = t->pts[IPC_AUDIO] = TAP_NO_PT;
	t->queue = queue_new(TAP_QUEUE_SLOTS, sizeof(struct waiting));
	if (!t->queue || pthread_create(&t->sender, NULL, sender_run, t)) abort();
	return t;
}

void tap_free(struct tap *t)
{
	if (!t) return;
	struct waiting w = {.end = true};
	while (queue_push(t->queue, &w) != OK) sched_yield();
	pthread_join(t->sender, NULL);
	queue_free(t->queue);
	int legs = atomic_load(&t->legs_used);
	for (int i = 0; i < legs && i < TAP_LEGS_MAX; i++) gst_object_unref(t->legs[i].pad);
	free(t);
}

void tap_agree(struct tap *t, uint8_t video_pt, uint8_t audio_pt)
{
	t->pts[IPC_VIDEO] = video_pt;
	t->pts[IPC_AUDIO] = audio_pt;
}

/* rtpssrcdemux adds the SSRC and rtpsession turns the event into a PLI (RFC 4585 §6.3.1). The payload type would be added
 * by rtpptdemux, which is behind us; an event without it is passed over. */
void tap_keyframe(struct tap *t)
{
	GstPad *pad = atomic_load(&t->video_pad);
	if (!pad) return;
	atomic_fetch_add(&t->keyframes_asked, 1);
	GstStructure *s = gst_structure_new("GstForceKeyUnit", "payload", G_TYPE_UINT, (guint)t->pts[IPC_VIDEO], "all-headers", G_TYPE_BOOLEAN, FALSE, NULL);
	gst_pad_push_event(pad, gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, s));
}

void tap_stats(const struct tap *t, struct ipc_stats *ret)
{
	ret->packets = atomic_load(&t->packets);
	ret->bytes = atomic_load(&t->bytes);
	ret->dropped = atomic_load(&t->dropped);
	ret->keyframes_asked = atomic_load(&t->keyframes_asked);
}

int64_t tap_heard_us(const struct tap *t) { return atomic_load(&t->heard_us); }
