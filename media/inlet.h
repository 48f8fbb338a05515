/* inlet.h — one WHIP connection as its media worker sees it: ICE-lite, SRTP, and the packets of up to three layers.
 *
 *   made on the floor ─> checks arrive (ICE) ─> DTLS in the handshake lane ─> inlet_secure ─> packets ─> gone
 *
 *   datagrams ─> inlet_take ─> inlet_read: opened, repaired (RTX, RED), told to the source in the shape of a child's packets
 *                └─> inlet_tend: what is missing is asked for, and the sender hears what came when
 *
 * Only an address that has passed an authentic check is listened to for anything else.
 * Owns    its SRTP state.                   Thread  the floor until it is handed over, then one media worker.
 * Limits  INLET_WAITING datagrams between two reads; INLET_RTCP_PER_S; INLET_BYTES_PER_S of media, with as much again at once, and what
 *         is beyond is dropped; connected within INLET_CONNECT_US, then never silent
 *         for INLET_SILENCE_US.
 * Cost    per packet no malloc; one copy into the source's ring.
 * RFC     3550, 4585, 4588 (RTX), 2198 (RED), 8851–8853 (simulcast), 5764; ICE: ice.h                              */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/dtls.h"
#include "media/ice.h"
#include "media/port.h"
#include "media/sdp_answer.h"
#include "media/source.h"
#include "media/srtp.h"

#define INLET_WAITING     PORT_READ_MAX
#define INLET_RTCP_PER_S  200
#define INLET_BYTES_PER_S (2 * SDP_TAKEN_KBPS * 1000 / 8) /* who was told of half of it has room for repairs */
#define INLET_CONNECT_US  15000000
#define INLET_SILENCE_US  10000000   /* without RTP or a sender report the phone is gone */
#define INLET_REPORT_US   1000000

struct inlet;

struct inlet_setup {
	uint64_t id;                        /* generation << 32 | place */
	uint32_t source;
	struct ice_words ice;
	uint8_t fingerprint[DTLS_FINGERPRINT_BYTES];
	enum srtp_backend backend;
	struct sdp_take take;
};

/* Copies the setup. */
struct inlet *inlet_new(const struct inlet_setup *setup, int64_t now_us);
void inlet_free(struct inlet *i);
uint64_t inlet_id(const struct inlet *i);
uint32_t inlet_source_id(const struct inlet *i);
const uint8_t *inlet_fingerprint(const struct inlet *i);
/* Lent, also to be changed. */
struct ice *inlet_ice(struct inlet *i);
/* What its tracks are, for source_feed. */
struct source_format inlet_format(const struct inlet *i);

/* The handshake is done. ERR_BAD_STATE if it was before. */
err_t inlet_secure(struct inlet *i, const struct srtp_keys *keys, int64_t now_us);
bool inlet_secured(const struct inlet *i);

/* One SRTP or SRTCP datagram of its own, which came so long before the next inlet_read; lent until then. */
void inlet_take(struct inlet *i, uint8_t *data, size_t len, int64_t age_us);
/* What waits is dropped. */
void inlet_forget(struct inlet *i);
/* Opens what waits and tells the source, into a begun batch. */
void inlet_read(struct inlet *i, struct source *s, struct source_batch *b, int64_t now_us);

/* When inlet_tend has something to say. */
int64_t inlet_due_us(const struct inlet *i);
void inlet_tend(struct inlet *i, int64_t now_us, struct port *port);
/* Asks the phone for a key frame of that layer (TRACK_VIDEO, TRACK_LOW). */
void inlet_ask_key(struct inlet *i, enum track layer, struct port *port);
/* New allowances. ERR_TIMEOUT when it does not connect, or is silent for too long. */
err_t inlet_second(struct inlet *i, int64_t now_us);
/* Says BYE. */
void inlet_bye(struct inlet *i, struct port *port);
/* Its round trip; 0: not known yet. */
int64_t inlet_trip_us(const struct inlet *i);
