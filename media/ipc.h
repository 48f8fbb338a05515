/* ipc.h — what the core and its children (mela-ingest, mela-render) say to each other, over two SOCK_SEQPACKET pairs.
 *
 *   control (child's fd 3)   floor <-> child     offers, answers, candidates, state, heartbeat
 *   packets (child's fd 4)   child  -> worker    RTP and sender reports, those that arrived together in one message
 *                            worker -> render    the picture to be made small, likewise
 *                            worker -> child     IPC_KEYFRAME, straight from the source's PLI gate
 *
 * Both ends are of one build on one machine, so bodies are plain C structs; a reader still trusts nothing: version,
 * kind, sizes, counts and text are checked before anything is believed.
 * Owns    nothing; what is parsed is lent from the message.
 * Thread  any; no state.
 * Limits  a message is at most IPC_MESSAGE_BYTES, a packet IPC_PACKET_BYTES, an SDP IPC_SDP_BYTES.       */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/codec.h"

#define IPC_CONTROL_FD 3
#define IPC_PACKETS_FD 4
#define IPC_MESSAGE_BYTES 65536
#define IPC_SDP_BYTES 32768      /* text of one control message, without its NUL */
#define IPC_PACKET_BYTES 1600    /* one RTP packet; larger ones are counted as dropped */
#define IPC_PACKETS_MAX 256      /* in one message */

/* ---- control ---- */

/* IPC_KIND(id, body, text): `body` is the struct that follows the header, `text` whether text may follow it. */
#define IPC_KINDS(IPC_KIND) \
	IPC_KIND(READY,     struct ipc_nothing, false) /* child: GStreamer is warm */ \
	IPC_KIND(HEARTBEAT, struct ipc_nothing, false) /* child: its main loop turns; every IPC_HEARTBEAT_MS */ \
	IPC_KIND(OFFER,     struct ipc_nothing, true)  /* core: a WHIP offer; once per child */ \
	IPC_KIND(ANSWER,    struct ipc_answer,  true)  /* child: the answer to OFFER; text empty unless `error` is OK */ \
	IPC_KIND(PATCH,     struct ipc_patch,   true)  /* core: an SDP fragment, candidates or an ICE restart */ \
	IPC_KIND(FRAGMENT,  struct ipc_fragment,true)  /* child: the reply to every PATCH; text only after a restart */ \
	IPC_KIND(STATE,     struct ipc_state,   false) /* child: the connection's phase has changed */ \
	IPC_KIND(STATS,     struct ipc_stats,   false) /* child: once a second from the answer on */ \
	IPC_KIND(KEYFRAME,  struct ipc_nothing, false) /* worker, on the packets socket: send a PLI to the phone */ \
	IPC_KIND(STOP,      struct ipc_nothing, false) /* core: say goodbye and exit */ \
	IPC_KIND(RENDER,    struct ipc_render,  false) /* core, to mela-render: make a small copy; once per child */

#define IPC_HEARTBEAT_MS 250
#define IPC_TRIP_MAX_US 60000000

enum ipc_kind {
#define IPC_KIND(id, body, text) IPC_##id,
	IPC_KINDS(IPC_KIND)
#undef IPC_KIND
	IPC_KIND_COUNT
};

/* How far the phone's connection is; FAILED is final and names its reason. */
enum ipc_phase { IPC_PHASE_NEW, IPC_PHASE_ICE_UP, IPC_PHASE_SECURE, IPC_PHASE_ICE_LOST, IPC_PHASE_FAILED, IPC_PHASE_COUNT };

struct ipc_nothing { uint64_t zero; };
/* What was agreed: each codec an enum codec, each pt 0..127; CODEC_NONE and 0 where the offer had no such track. */
struct ipc_answer { uint32_t error; uint8_t video_codec, video_pt, audio_codec, audio_pt; };
/* A picture of this codec comes, and goes back smaller, as RTP of this payload type. */
struct ipc_render { uint8_t codec, pt, zero[6]; };
struct ipc_patch { uint64_t serial; };
struct ipc_fragment { uint64_t serial; uint32_t error, zero; };
struct ipc_state { uint32_t phase; uint32_t error; };
/* Totals since the child began, the agreed transport-cc extension id (0: not negotiated, the phone will stay slow), and the round trip to
 * the phone (0: not known). */
struct ipc_stats { uint64_t packets, bytes, dropped; uint32_t keyframes_asked; uint32_t twcc_id; int64_t trip_us; };

struct ipc_control {
	enum ipc_kind kind;
	union {
		struct ipc_nothing nothing;
		struct ipc_answer answer;
		struct ipc_patch patch;
		struct ipc_fragment fragment;
		struct ipc_state state;
		struct ipc_stats stats;
		struct ipc_render render;
	};
	const char *text;    /* NUL-terminated, never NULL after parsing; lent from the message */
};

/* Reads one control message. ERR_MALFORMED for anything but a well-formed one. */
err_t ipc_control_parse(const void *msg, size_t len, struct ipc_control *ret);
/* Sends one control message without waiting. ERR_TOO_BIG for a text above IPC_SDP_BYTES, ERR_FULL if the socket is full, ERR_IO if it is gone. */
err_t ipc_control_send(int fd, const struct ipc_control *c);
/* Asks the child at the other end of `packets_fd` for a PLI. Errors as above. */
err_t ipc_keyframe_ask(int packets_fd);

/* ---- packets ---- */

enum ipc_track { IPC_VIDEO, IPC_AUDIO, IPC_TRACK_COUNT };
enum ipc_record { IPC_RTP, IPC_REPORT, IPC_RECORD_COUNT };

/* The publisher's sender report (RFC 3550 §6.4.1): at `ntp` the track's clock stood at `rtp_ts`. */
struct ipc_report { uint64_t ntp; uint32_t rtp_ts; uint32_t ssrc; };

struct ipc_packet {
	enum ipc_record record;
	enum ipc_track track;
	int64_t arrival_us;            /* CLOCK_MONOTONIC; when it came in at the child's socket, before any repair delay */
	const uint8_t *data;           /* IPC_RTP: the packet in the clear, header first; lent */
	size_t len;
	struct ipc_report report;      /* IPC_REPORT */
};

/* Writing: a message is gathered in memory, then sent whole. */
struct ipc_batch { size_t len; uint32_t count; uint64_t dropped; uint8_t bytes[IPC_MESSAGE_BYTES]; };
/* Empties it. `dropped` is the child's running total of packets that never crossed; the reader sees gaps by it. */
void ipc_batch_start(struct ipc_batch *b, uint64_t dropped);
/* Copies one packet in. ERR_FULL if the message has no room for it, ERR_TOO_BIG if no message has. */
err_t ipc_batch_add(struct ipc_batch *b, const struct ipc_packet *p);
/* Sends it without waiting; ERR_FULL if the reader is behind (all of it is lost), ERR_IO if it is gone. */
err_t ipc_batch_send(int fd, struct ipc_batch *b);

/* Reading: checked whole at open, so that next cannot fail. */
struct ipc_reader { const uint8_t *at, *end; uint32_t left; uint64_t dropped; };
err_t ipc_packets_open(const void *msg, size_t len, struct ipc_reader *ret);
/* Lends the next packet; false at the end. RTP comes as it arrived: out of order and duplicates are possible. */
bool ipc_packets_next(struct ipc_reader *r, struct ipc_packet *ret);
