/* webrtcbin_each.c — the plain way to fan out with GStreamer, to be measured against: plain RTP in, one webrtcbin per viewer.
 *
 *   webrtcbin_each RTP_PORT HTTP_PORT        udpsrc ! tee ! queue ! webrtcbin, queue ! webrtcbin, ...
 *
 * Each POST of an SDP offer to the HTTP port is answered as WHEP would be. One thread serves HTTP, one POST at a time. */
#include <arpa/inet.h>
#include <gst/gst.h>
#include <gst/sdp/sdp.h>
#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define REQUEST_MAX 16384
#define GATHER_MS   3000

static GstWebRTCSessionDescription *parse(GstWebRTCSDPType type, const char *text)
{
	GstSDPMessage *sdp;
	gst_sdp_message_new(&sdp);
	if (gst_sdp_message_parse_buffer((const guint8 *)text, (guint)strlen(text), sdp) != GST_SDP_OK) return NULL;
	return gst_webrtc_session_description_new(type, sdp);
}

static void wait_for(GstElement *bin, const char *verb, GstWebRTCSessionDescription *d)
{
	GstPromise *p = gst_promise_new();
	g_signal_emit_by_name(bin, verb, d, p);
	gst_promise_wait(p);
	gst_promise_unref(p);
}

static GstWebRTCSessionDescription *make_answer(GstElement *bin)
{
	GstWebRTCSessionDescription *answer = NULL;
	GstPromise *p = gst_promise_new();
	g_signal_emit_by_name(bin, "create-answer", NULL, p);
	gst_promise_wait(p);
	const GstStructure *reply = gst_promise_get_reply(p);
	if (reply) gst_structure_get(reply, "answer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &answer, NULL);
	gst_promise_unref(p);
	return answer;
}

static void wait_until_gathered(GstElement *bin)
{
	for (int ms = 0; ms < GATHER_MS; ms += 5) {
		GstWebRTCICEGatheringState state;
		g_object_get(bin, "ice-gathering-state", &state, NULL);
		if (state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE) return;
		g_usleep(5000);
	}
}

static GstElement *add_viewer(GstElement *pipeline)
{
	GstElement *tee = gst_bin_get_by_name(GST_BIN(pipeline), "tee"), *queue = gst_element_factory_make("queue", NULL);
	GstElement *bin = gst_element_factory_make("webrtcbin", NULL);
	GObject *ice, *agent;
	g_object_set(bin, "bundle-policy", 3, NULL); /* max-bundle */
	g_object_get(bin, "ice-agent", &ice, NULL);
	g_object_get(ice, "agent", &agent, NULL);
	g_object_set(agent, "upnp", FALSE, "ice-tcp", FALSE, NULL);
	g_object_unref(agent);
	g_object_unref(ice);
	gst_bin_add_many(GST_BIN(pipeline), queue, bin, NULL);
	gst_element_link_pads(queue, "src", bin, "sink_0");
	gst_element_sync_state_with_parent(bin);
	gst_element_sync_state_with_parent(queue);
	gst_element_link_pads(tee, NULL, queue, "sink");
	gst_object_unref(tee);
	return bin;
}

/* The answer's SDP, to be freed; NULL if it did not come to one. */
static char *answer(GstElement *pipeline, const char *offer)
{
	GstWebRTCSessionDescription *remote = parse(GST_WEBRTC_SDP_TYPE_OFFER, offer), *local, *whole = NULL;
	if (!remote) return NULL;
	GstElement *bin = add_viewer(pipeline);
	wait_for(bin, "set-remote-description", remote);
	gst_webrtc_session_description_free(remote);
	if (!(local = make_answer(bin))) return NULL;
	wait_for(bin, "set-local-description", local);
	gst_webrtc_session_description_free(local);
	wait_until_gathered(bin);
	g_object_get(bin, "local-description", &whole, NULL);
	char *text = whole ? gst_sdp_message_as_text(whole->sdp) : NULL;
	if (whole) gst_webrtc_session_description_free(whole);
	return text;
}

static size_t read_request(int fd, char *ret)
{
	size_t have = 0;
	for (;;) {
		ssize_t n = read(fd, ret + have, REQUEST_MAX - 1 - have);
		if (n <= 0) return 0;
		have += (size_t)n;
		ret[have] = 0;
		const char *body = strstr(ret, "\r\n\r\n"), *length = strcasestr(ret, "content-length:");
		if (body && length && have >= (size_t)(body + 4 - ret) + strtoul(length + 15, NULL, 10)) return have;
		if (have == REQUEST_MAX - 1) return 0;
	}
}

static void serve(GstElement *pipeline, int fd)
{
	char request[REQUEST_MAX];
	if (!read_request(fd, request)) return;
	char *sdp = answer(pipeline, strstr(request, "\r\n\r\n") + 4);
	dprintf(fd, "HTTP/1.1 %s\r\nContent-Type: application/sdp\r\nLocation: /viewer\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n%s",
	        sdp ? "201 Created" : "500 Failed", sdp ? strlen(sdp) : 0, sdp ? sdp : "");
	g_free(sdp);
}

/* An undrained bus holds on to what its messages name. */
static GstBusSyncReply drop_message(GstBus *bus, GstMessage *m, gpointer arg)
{
	(void)bus, (void)arg;
	gst_message_unref(m);
	return GST_BUS_DROP;
}

int main(int argc, char **argv)
{
	char line[512];
	gst_init(&argc, &argv);
	if (argc != 3) return 2;
	snprintf(line, sizeof line, "udpsrc address=127.0.0.1 port=%s buffer-size=4194304 caps=\"application/x-rtp,media=video,encoding-name=H264,payload=102,clock-rate=90000,"
	         "packetization-mode=(string)1,profile-level-id=(string)42e01f\" ! tee name=tee allow-not-linked=true ! fakesink async=false", argv[1]);
	GstElement *pipeline = gst_parse_launch(line, NULL);
	GstBus *bus = gst_element_get_bus(pipeline);
	gst_bus_set_sync_handler(bus, drop_message, NULL, NULL);
	gst_element_set_state(pipeline, GST_STATE_PLAYING);
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)atoi(argv[2]))};
	int door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
	if (bind(door, (struct sockaddr *)&at, sizeof at) || listen(door, 64)) return 1;
	for (int fd; (fd = accept(door, NULL, NULL)) >= 0; close(fd)) serve(pipeline, fd);
	return 0;
}
