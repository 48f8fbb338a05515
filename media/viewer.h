/* viewer.h — one WHEP connection as its media worker sees it: ICE-lite, the way in and out, SRTP, and two tracks.
 *
 *   made on the floor ─> checks arrive (ICE) ─> DTLS in the handshake lane ─> viewer_secure ─> packets ─> gone
 *
 * Only an address that has passed an authentic check is listened to for anything else; packets go to the one nominated
 * last. An ICE restart changes ufrag and password and keeps keys and streams.
 * Owns    its SRTP state.   Lends its source.      Thread  the floor until it is handed over, then one media worker.
 * Limits  VIEWER_RTCP_PER_S, VIEWER_CONNECT_US, and those of ice.h.
 * RFC     5764, 3550, 4585; ICE: ice.h                                       */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/address.h"
#include "media/chooser.h"
#include "media/dtls.h"
#include "media/ice.h"
#include "media/port.h"
#include "media/rung.h"
#include "media/source.h"
#include "media/srtp.h"
#include "media/stun.h"
#include "media/track_out.h"

#define VIEWER_CNAME_CHARS   24
#define VIEWER_CONNECT_US    30000000   /* until its keys; checks alone keep no place */
#define VIEWER_RTCP_PER_S    200
#define VIEWER_LOSSES        4          /* asked for again within a second or two: a viewer that loses packets */
#define VIEWER_PATIENT_US    30000000   /* so long after the last loss it goes on holding pictures back */
#define VIEWER_PATIENCE_MAX_MS 800
#define VIEWER_LATE_US       20000      /* packets of the source that come less late need no patience */
#define VIEWER_PROBE_US      100000     /* repeats that try the network are spread: no more than belong to so long at a time */
#define VIEWER_TRAIN_US        400000     /* of each second in which a probe grows, repeats are sent: a network that is too narrow for them has filled its queue by then, and loses little */
#define VIEWER_LOSSY         18         /* of 256, 7 %: what was asked for twice is missing too often */
#define VIEWER_NOTICE_MS     120        /* until a loss is noticed: the next frame, and the browser's own interval */

struct viewer;

struct viewer_setup {
	uint64_t id;                        /* generation << 32 | index */
	uint32_t source;
	struct ice_words ice;
	uint8_t fingerprint[DTLS_FINGERPRINT_BYTES];
	enum srtp_backend backend;
	char cname[VIEWER_CNAME_CHARS + 1];
	struct track_out tracks[TRACKS];
};

/* Copies the setup; the consent clock starts now. */
struct viewer *viewer_new(const struct viewer_setup *setup, int64_t now_us);
void viewer_free(struct viewer *v);
uint64_t viewer_id(const struct viewer *v);
uint32_t viewer_source_id(const struct viewer *v);
const uint8_t *viewer_fingerprint(const struct viewer *v);
void viewer_watch(struct viewer *v, struct source *s);

/* Answers a check that names this viewer. ERR_UNAUTHENTIC, ERR_TOO_FAST: nothing was sent. *ret_added is set when `from`
 * became one of its paths; *ret_dropped then tells the path it took the place of, if any (stream ICE_NO_STREAM if none). */
err_t viewer_on_check(struct viewer *v, const struct stun_msg *m, const struct path *from, int64_t now_us, struct port *port,
                      bool *ret_added, struct path *ret_dropped);
/* Its validated paths; for whoever finds viewers by path. */
size_t viewer_paths(const struct viewer *v, const struct path **ret);
/* Where packets go now; NULL before the first check. */
const struct path *viewer_path(const struct viewer *v);
void viewer_restart(struct viewer *v, const struct ice_words *words, int64_t now_us);

/* The handshake is done. */
err_t viewer_secure(struct viewer *v, const struct srtp_keys *keys, int64_t now_us);
bool viewer_secured(const struct viewer *v);
/* True for one call, some time after it first spoke authentic SRTCP: the handshake's last flight has certainly arrived
 * and its SSL may go. From then on viewer_shakes is false, and DTLS of this viewer is not listened to. */
#define VIEWER_SETTLED_US 2000000
bool viewer_settled(struct viewer *v, int64_t now_us);
bool viewer_shakes(const struct viewer *v);

/* One SRTCP packet of its own, unsealed in place. */
void viewer_on_rtcp(struct viewer *v, uint8_t *packet, size_t len, int64_t now_us, struct port *port);
/* All of a batch that this viewer is to get. */
void viewer_deliver(struct viewer *v, const struct source_batch *b, int64_t now_us, struct port *port);
/* Asks the processor for what viewer_deliver will touch. It is found from pointer to pointer, so call it for a viewer once at each
 * distance from its turn, from VIEWER_FETCH_AHEAD down to 1. */
#define VIEWER_FETCH_AHEAD 3
void viewer_fetch(const struct viewer *v, uint32_t ahead);
/* True while it is to be shown the small copy, by its own choice or ours. */
bool viewer_needs_low(const struct viewer *v);
/* Sends that rung from now on. Its place, its keys and its streams stay. */
void viewer_choose(struct viewer *v, enum rung r);
/* Sender reports, new allowances, repeated wishes. ERR_TIMEOUT when its consent has run out, or it does not connect. */
err_t viewer_second(struct viewer *v, int64_t now_us, struct port *port);
/* Says BYE. */
void viewer_bye(struct viewer *v, struct port *port);
uint64_t viewer_remb_bps(const struct viewer *v);
