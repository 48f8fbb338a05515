/* media.h — the face of the picture to the rest of the house.
 *
 * A *source* is one booth's picture and sound; it is named by the booth's id and outlives the connections that
 * feed it, so viewers keep one continuous stream while the phone comes and goes. A *publisher* is one WHIP
 * connection (an inlet of a worker, or a mela-ingest child) feeding a source. A *viewer* is one WHEP connection.
 *
 * Owns    workers, children, the DTLS certificate.
 * Thread  the floor; all callbacks come on the floor, never from inside a call into media.
 * Limits  media_config; then ERR_FULL.                                                          */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "base/loop.h"
#include "media/rung.h"

struct media;

/* Ids with a generation: an id of something gone is never taken for something new. 0 is none. */
struct publisher_id { uint64_t v; };
struct viewer_id { uint64_t v; };

struct media_config {
	const char *announce;         /* addresses for candidates, comma separated; "" announces every interface, both families */
	uint16_t port;                /* UDP and TCP port of the first worker; the others follow */
	uint16_t ingest_port_first;   /* range for the phones' ICE, inclusive */
	uint16_t ingest_port_last;
	int workers;                  /* 0: one per core */
	const char *ingest;           /* who ends the phones' connections: "native" (the workers) or "webrtcbin" (children) */
	const char *ingest_program;   /* path of mela-ingest */
	const char *srtp;             /* "builtin" or "libsrtp" */
	int viewers_max;              /* in all */
	int publishers_max;
	const char *render_program;   /* path of mela-render */
	int renders_max;              /* small copies of pictures at a time; 0: none are made */
};

/* How a source does, once a second while it has a publisher. */
struct source_health {
	uint32_t video_kbps, audio_kbps, fps;
	uint32_t loss_permille;       /* of the last second, before repair */
	uint32_t rtt_ms;
	uint32_t pli_sent, viewers;
	uint64_t still_ms;            /* in all, without a new picture while connected */
	char codec[8];                /* "H264", "VP8" */
};

/* Upward talk; filled in by main. Any of them may be NULL. */
struct media_events {
	void *arg;
	/* The first media of a publisher has arrived. */
	void (*publisher_up)(void *arg, struct publisher_id p, struct booth_id booth);
	/* No media for 2 s (still connected), and media again. */
	void (*publisher_quiet)(void *arg, struct publisher_id p, struct booth_id booth, bool quiet);
	/* The connection is over: ERR_TIMEOUT (ICE or media gone), ERR_IO (child died or hung), ERR_CONFLICT (replaced), OK (stopped). */
	void (*publisher_gone)(void *arg, struct publisher_id p, struct booth_id booth, err_t why);
	void (*viewer_up)(void *arg, struct viewer_id v, struct booth_id booth);
	void (*viewer_gone)(void *arg, struct viewer_id v, struct booth_id booth, err_t why);
	void (*source_health)(void *arg, struct booth_id booth, const struct source_health *h);
};

err_t media_open(struct loop *loop, const struct media_config *config, const struct media_events *events, struct media **ret);
/* Ends every connection and child and joins the workers. NULL is accepted. */
void media_close(struct media *m);

/* The answer to an SDP offer, or the error; `sdp` is lent for the call. */
typedef void media_answer_fn(void *arg, err_t e, struct publisher_id p, const char *sdp);

/* WHIP POST: starts a publisher for the booth's source, making the source if there is none. A publisher already there is
 * replaced within 200 ms once the new one is answered (it hears publisher_gone with ERR_CONFLICT).
 * Bad offers fail at once (ERR_BAD_SDP, ERR_NOT_ACCEPTABLE), before any child sees them. */
err_t media_publish(struct media *m, struct booth_id booth, const char *offer, media_answer_fn *fn, void *arg, struct publisher_id *ret);
/* WHIP PATCH: trickle candidates, or an ICE restart when the fragment has a new ufrag (then `sdp` is the answering fragment, else NULL).
 * This answer alone may come from inside the call. */
err_t media_publish_patch(struct media *m, struct publisher_id p, const char *sdpfrag, media_answer_fn *fn, void *arg);
/* WHIP DELETE. */
err_t media_publish_stop(struct media *m, struct publisher_id p);
/* The broadcast is over: publisher and viewers of this booth are let go. */
void media_source_close(struct media *m, struct booth_id booth);
/* True while a source exists for this booth. */
bool media_source_exists(const struct media *m, struct booth_id booth);

/* WHEP POST: makes a viewer at once and appends the SDP answer to *ret_answer.
 * ERR_NOT_LIVE without a source, ERR_BAD_SDP, ERR_NOT_ACCEPTABLE without a codec in common, ERR_FULL. */
err_t media_view(struct media *m, struct booth_id booth, const char *offer, struct viewer_id *ret, struct buf *ret_answer);
/* A viewer of no booth: it connects like any other and is sent nothing, so that a page can try the ways to here. */
err_t media_view_nothing(struct media *m, const char *offer, struct viewer_id *ret, struct buf *ret_answer);
/* WHEP PATCH: trickle is accepted and ignored (ICE-lite); an ICE restart appends the answering fragment to *ret_fragment. */
err_t media_view_patch(struct media *m, struct viewer_id v, const char *sdpfrag, struct buf *ret_fragment);
err_t media_view_stop(struct media *m, struct viewer_id v);

/* The rungs of the ladder that this viewer can be sent, a bit each (1 << enum rung); 0 if there is no such viewer. */
unsigned media_view_rungs(const struct media *m, struct viewer_id v);
/* Sends that rung from now on; place, keys and streams stay. ERR_NOT_FOUND, ERR_NOT_ACCEPTABLE for a rung that is not there. */
err_t media_view_choose(struct media *m, struct viewer_id v, enum rung r);

/* Monotonic µs at which the first packet of the frame that this viewer shows with `rtp_ts` reached the source.
 * False if the frame is unknown (older than 10 s, another viewer's, no such viewer). */
bool media_moment(const struct media *m, struct viewer_id v, uint32_t rtp_ts, int64_t *ret_mono_us);
