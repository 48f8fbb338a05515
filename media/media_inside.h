/* media_inside.h — what media.c, media_told.c and media_views.c share; nobody else includes it.
 * Thread  the floor. */
#pragma once
#include "media/announce.h"
#include "media/handshake.h"
#include "media/media.h"
#include "media/publish.h"
#include "media/reception.h"
#include "media/rendering.h"
#include "media/sdp.h"
#include "media/stage.h"
#include "media/worker.h"

/* A viewer as the floor knows it; its place is the index part of its id. */
struct seat {
	uint64_t id;             /* 0: free */
	uint32_t generation, stage, ts_shift;
	int worker;
	bool up;
	struct booth_id booth;
	char client_ufrag[SDP_UFRAG_CHARS + 1], mid[SDP_MID_CHARS + 1];
};

struct media {
	struct loop *loop;
	struct media_config config;
	struct media_events events;
	enum srtp_backend backend;
	bool ends_here;                  /* the phones' connections, in a worker */
	struct announce announce;
	struct dtls_context *dtls;
	struct handshake *lane;
	struct publishing *publishing;   /* where children end the phones' connections; NULL: */
	struct reception *reception;     /* the workers do */
	struct rendering *rendering;
	struct stages *stages;
	struct queue *from_workers;
	struct loop_watch *watch;
	int workers_n;
	struct worker *workers[WORKERS_MAX];
	uint32_t load[WORKERS_MAX];      /* viewers */
	uint32_t owned[WORKERS_MAX];     /* sources */
	uint32_t seats_n;
	struct seat *seats;
};

/* NULL if nobody by this id sits here (any more). */
struct seat *media_find_seat(const struct media *m, uint64_t id);
/* The booth's stage; made, with its source on the worker that owns the fewest, if there is none. */
err_t media_open_stage(struct media *m, const struct booth_id *booth, struct stage **ret);
/* The worker with the least on its list. */
int media_least(const struct media *m, const uint32_t *load);

/* media_told.c: what waits in the workers' queue; `arg` is the media. */
void media_on_workers(void *arg);
