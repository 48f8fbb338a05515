/* peer.h — the phone's WebRTC connection, ended in webrtcbin (GStreamer 1.22).
 *
 *   offer ─> set-remote ─> create-answer ─> set-local ─> candidates gathered ─> on_answer
 *   nicesrc ─> dtlssrtpdec ─> rtpbin ─[tap]─> rtpjitterbuffer ─> fakesink      (nothing is ever decoded)
 *
 * webrtcbin calls back on its own threads; whatever changes the peer is sent to the main thread first, and nothing but
 * probes and new fakesinks happens elsewhere. A peer lives as long as its process, so late callbacks find it.
 * Owns    the pipeline, the offer, the agreement.
 * Thread  the main thread with the default main context; events come there.
 * Limits  one connection, no data channel. Remote candidates are left aside: phones reach us, we never call out,
 *         so no offer can make us resolve a name or knock at an address.
 * RFC     9725 (WHIP), 8839, 8840 (restart fragments), 8842.                                                       */
#pragma once
#include "media/agree.h"
#include "media/ingest/reach.h"
#include "media/ingest/tap.h"
#include "media/ipc.h"

#define PEER_GATHER_MS 20        /* from the first candidate to the answer: the other interfaces' follow within it */
#define PEER_ANSWER_MS 3000      /* from the offer to giving up */
#define PEER_LATENCY_MS 600      /* of the jitterbuffers behind the tap, which waits for none of it: so long lost packets are asked for again */
#define PEER_RTCP_NS 200000000   /* AVPF lets one early packet pass per regular one (RFC 4585 §3.5.2); at the usual 5 s a PLI would wait */

struct peer;

struct peer_events {
	void *arg;
	/* Once per offer. `a` and `sdp` are NULL unless `e` is OK. */
	void (*on_answer)(void *arg, err_t e, const struct agreement *a, const char *sdp);
	void (*on_phase)(void *arg, enum ipc_phase phase, err_t why);
};

/* Builds the pipeline and loads what it will need, so that an offer is answered in milliseconds. Ports are inclusive.
 * NULL if webrtcbin is missing. */
struct peer *peer_new(const struct reach *reach, uint16_t port_first, uint16_t port_last, struct tap *tap, const struct peer_events *events);
/* Takes the offer; a second one is ERR_BAD_STATE. Errors come by on_answer. */
void peer_offer(struct peer *p, const char *sdp);
/* Takes a trickle fragment. If it asks for an ICE restart, the answering fragment is appended to *ret.
 * ERR_BAD_STATE before the answer, ERR_BAD_SDP. */
err_t peer_patch(struct peer *p, const char *fragment, struct buf *ret);
/* To the phone and back; 0 as long as it is not known. */
int64_t peer_trip_us(const struct peer *p);
/* Tears the connection down. May hang in a GStreamer lock: the caller sets an alarm. */
void peer_stop(struct peer *p);
