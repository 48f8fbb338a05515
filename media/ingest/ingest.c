/* ingest.c — mela-ingest: ends one phone's WebRTC and hands its packets to the core. Started by the nursery only.
 *   mela-ingest PORT_FIRST PORT_LAST ANNOUNCE, with the control socket as fd 3 and the packets socket as fd 4 (ipc.h).
 * It waits warm for an offer, serves it, and exits: when told to, when the connection fails, or when the core is gone. */
#include <gst/gst.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/haste.h"
#include "base/log.h"
#include "media/ingest/peer.h"
#include "media/ingest/talk.h"
#include "media/ingest/tap.h"

#define INGEST_CONNECT_US 15000000   /* from the answer until DTLS is up */
#define INGEST_SILENCE_US 10000000   /* without RTP or a sender report, then the phone is gone */
#define INGEST_GOODBYE_S 1           /* webrtcbin 1.22 may deadlock in its teardown; the alarm does not */

struct ingest {
	struct talk *talk;
	struct tap *tap;
	struct peer *peer;
	bool secure;
	uint8_t twcc_id;
	int64_t answered_us;
};

static void leave(struct ingest *g)
{
	alarm(INGEST_GOODBYE_S);
	peer_stop(g->peer);
	_exit(EXIT_SUCCESS);
}

static void on_phase(void *arg, enum ipc_phase phase, err_t why)
{
	struct ingest *g = arg;
	if (phase == IPC_PHASE_SECURE) {
		if (g->secure) return;
		g->secure = true;
	}
	talk_say(g->talk, &(struct ipc_control){.kind = IPC_STATE, .state = {phase, why}});
	if (phase == IPC_PHASE_FAILED) leave(g);
}

static void check_alive(struct ingest *g)
{
	int64_t now = clock_mono_us(), heard = tap_heard_us(g->tap);
	if (!g->secure && now - g->answered_us > INGEST_CONNECT_US) on_phase(g, IPC_PHASE_FAILED, ERR_TIMEOUT);
	if (g->secure && now - (heard ? heard : g->answered_us) > INGEST_SILENCE_US) on_phase(g, IPC_PHASE_FAILED, ERR_TIMEOUT);
}

static gboolean on_second(gpointer arg)
{
	struct ingest *g = arg;
	struct ipc_control c = {.kind = IPC_STATS, .stats = {.twcc_id = g->twcc_id}};
	tap_stats(g->tap, &c.stats);
	c.stats.trip_us = peer_trip_us(g->peer);
	talk_say(g->talk, &c);
	check_alive(g);
	return G_SOURCE_CONTINUE;
}

static void on_answer(void *arg, err_t e, const struct agreement *a, const char *sdp)
{
	struct ingest *g = arg;
	struct ipc_control c = {.kind = IPC_ANSWER, .answer = {.error = e}, .text = sdp};
	if (e == OK && a->video.codec) {
		c.answer.video_codec = (uint8_t)a->video.codec->codec;
		c.answer.video_pt = a->video.codec->pt;
		g->twcc_id = a->video.twcc_id;
	}
	if (e == OK && a->audio.codec) {
		c.answer.audio_codec = (uint8_t)a->audio.codec->codec;
		c.answer.audio_pt = a->audio.codec->pt;
	}
	talk_say(g->talk, &c);
	if (e != OK) leave(g);
	g->answered_us = clock_mono_us();
	g_timeout_add(1000, on_second, g);
}

static void on_offer(void *arg, const char *sdp)
{
	struct ingest *g = arg;
	peer_offer(g->peer, sdp);
}

static void on_patch(void *arg, uint64_t serial, const char *fragment)
{
	struct ingest *g = arg;
	struct buf reply;
	buf_init(&reply);
	err_t e = peer_patch(g->peer, fragment, &reply);
	talk_say(g->talk, &(struct ipc_control){.kind = IPC_FRAGMENT, .fragment = {serial, e, 0}, .text = reply.data});
	buf_fini(&reply);
}

static void on_keyframe(void *arg)
{
	struct ingest *g = arg;
	tap_keyframe(g->tap);
}

static void on_stop(void *arg) { leave(arg); }

static uint16_t port_read(const char *s)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);
	return *s && !*end && n <= 65535 ? (uint16_t)n : 0;
}

static err_t start(struct ingest *g, char **argv)
{
	uint16_t first = port_read(argv[1]), last = port_read(argv[2]);
	struct reach reach;
	if (!first || last < first) return ERR_CONFIG;
	TRY(reach_init(&reach, argv[3]));
	struct talk_events heard = {g, on_offer, on_patch, on_keyframe, on_stop};
	struct peer_events done = {g, on_answer, on_phase};
	g->talk = talk_new(IPC_CONTROL_FD, IPC_PACKETS_FD, &heard);
	g->tap = tap_new(IPC_PACKETS_FD);
	g->peer = peer_new(&reach, first, last, g->tap, &done);
	return g->peer ? OK : ERR_UNAVAILABLE;
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		log_error("ingest", "mela-ingest is started by mela");
		return EXIT_FAILURE;
	}
	/* A stopped child does not see its socket close; the kernel ends it with the core. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	haste_set(HASTE_PACKETS);
	/* Fifteen threads need no arena each. */
	mallopt(M_ARENA_MAX, 2);
	gst_init(NULL, NULL);
	struct ingest g = {0};
	err_t e = start(&g, argv);
	if (e != OK) {
		log_error("ingest", "cannot start: %s", err_wire(e));
		return EXIT_FAILURE;
	}
	talk_say(g.talk, &(struct ipc_control){.kind = IPC_READY});
	g_main_loop_run(g_main_loop_new(NULL, FALSE));
	return EXIT_SUCCESS;
}
