/* trip.c — two signals of an RTPSession. */
#include "media/ingest/trip.h"

#include <gst/gst.h>

#include "base/clock.h"
#include "media/rtcp.h"

#define SECOND 65536             /* of the middle of NTP time */

/* Behind what the session says; nothing where its packet has no room. TRUE would forbid it to leave its own words out. */
static gboolean on_sending(GObject *session, GstBuffer *buffer, gboolean early, gpointer arg)
{
	(void)session, (void)early;
	const struct trip *t = arg;
	GstMapInfo m;
	gsize offset, room, len = gst_buffer_get_sizes(buffer, &offset, &room);
	if (room - offset <= len) return FALSE;
	gst_buffer_set_size(buffer, (gssize)(room - offset));
	if (!gst_buffer_map(buffer, &m, GST_MAP_WRITE)) {
		gst_buffer_set_size(buffer, (gssize)len);
		return FALSE;
	}
	struct rtcp_writer w = {.out = m.data, .len = len, .cap = m.size};
	rtcp_add_clock(&w, t->ssrc, rtcp_ntp(clock_mono_us()));
	gst_buffer_unmap(buffer, &m);
	gst_buffer_set_size(buffer, (gssize)w.len);
	return FALSE;
}

static void on_receiving(GObject *session, GstBuffer *buffer, gpointer arg)
{
	(void)session;
	struct trip *t = arg;
	GstMapInfo m;
	struct rtcp_reader r;
	struct rtcp_event e;
	if (!gst_buffer_map(buffer, &m, GST_MAP_READ)) return;
	bool good = rtcp_open(&r, m.data, m.size) == OK;
	while (good && rtcp_next(&r, &e)) {
		if (e.kind != RTCP_CLOCK_BACK || e.about != t->ssrc || !e.back.last) continue;
		uint32_t trip = rtcp_ntp_middle(rtcp_ntp(clock_mono_us())) - e.back.last - e.back.since;
		if (trip < TRIP_MAX_S * SECOND) atomic_store(&t->us, (int64_t)trip * 1000000 / SECOND);
	}
	gst_buffer_unmap(buffer, &m);
}

void trip_init(struct trip *t)
{
	atomic_init(&t->us, 0);
	t->ssrc = g_random_int();
}

void trip_attach(struct trip *t, GObject *session)
{
	g_signal_connect(session, "on-sending-rtcp", G_CALLBACK(on_sending), t);
	g_signal_connect(session, "on-receiving-rtcp", G_CALLBACK(on_receiving), t);
}

int64_t trip_us(const struct trip *t) { return atomic_load(&t->us); }
