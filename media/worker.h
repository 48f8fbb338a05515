/* worker.h — one thread per core that moves packets: phones and children's sockets in, its own port out.
 *
 *   floor ──orders──> worker ──events──> floor          worker ──mirrors, wishes──> worker
 *   lane  ──DTLS, keys──> worker ──DTLS──> lane
 *
 * Owns    its port, its viewers, its inlets, its sources and replicas.
 * Thread  its own; worker_order from any.
 * Limits  WORKER_SOURCES_MAX, `places` viewers, queues of WORKER_ORDERS_MAX; then ERR_FULL.
 * Cost    natural batching: what has come while it was busy goes out as one batch; no timer delays a packet, but the rest of a frame is waited
 *         for, at most POST_HOLD_US: a frame of one piece costs each viewer one run. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/queue.h"
#include "media/handshake.h"
#include "media/inlet.h"
#include "media/media.h"
#include "media/mirror.h"
#include "media/source.h"
#include "media/viewer.h"

#define WORKER_SOURCES_MAX 1024
#define WORKER_ORDERS_MAX  8192
#define WORKERS_MAX        HANDSHAKE_WORKERS_MAX

struct worker;

/* Source ids are generation << 16 | index below WORKER_SOURCES_MAX. */
enum worker_order {
	WORKER_OPEN,      /* a source: its owner's number in `worker`; another number than one's own makes a replica */
	WORKER_FEED,      /* the owner reads this socket from now on; takes `fd` */
	WORKER_UNFEED,    /* the feed of this publisher is over */
	WORKER_ADMIT,     /* the owner takes `new_inlet`, which feeds the source from now on */
	WORKER_EXPEL,     /* that inlet goes */
	WORKER_MIRROR,    /* the owner keeps worker `worker` supplied */
	WORKER_LOWER,     /* the owner gives its picture to this mela-render and reads the small copy; takes `fd`, format of the picture */
	WORKER_CLOSE,     /* the source and all who watch it */
	WORKER_VIEW,      /* takes `new_viewer` */
	WORKER_RESTART,   /* a viewer or an inlet, `ice` */
	WORKER_LEAVE,
	WORKER_CHOOSE,    /* a viewer, `rung` */
	WORKER_BATCH,     /* from another worker; takes `mirror` */
	WORKER_WISH,      /* from another worker: a viewer needs a key frame of `layer` */
	WORKER_STOP,
	WORKER_ORDERS
};

struct worker_command {
	enum worker_order order;
	uint32_t source;
	int worker, fd;
	uint64_t id;               /* publisher or viewer */
	struct viewer *new_viewer;
	struct inlet *new_inlet;
	struct mirror *mirror;
	struct source_format format;
	struct ice_words ice;
	enum rung rung;
	enum track layer;
};

enum worker_said { WORKER_MEDIA, WORKER_QUIET, WORKER_MARKS, WORKER_SECURED, WORKER_GONE, WORKER_HEALTH, WORKER_LOW,
                   WORKER_ADMITTED, WORKER_LOST /* an inlet */ };

struct worker_event {
	enum worker_said said;
	uint32_t source;
	uint64_t id;               /* publisher or viewer */
	bool quiet, low;           /* LOW: some viewers of worker `id` need the small copy */
	err_t why;                 /* of GONE, ADMITTED and LOST */
	uint32_t marks_count;
	struct frame_mark marks[SOURCE_MARKS_MAX];
	struct source_health health;
};

struct worker_config {
	int number;
	uint16_t port;             /* 0: any */
	uint32_t places;           /* of viewers */
	uint32_t inlet_places;     /* behind them, of publishers whose connections end here */
	int64_t wall_us;           /* wall clock minus monotonic clock */
	struct queue *events;      /* of struct worker_event, shared by all workers */
};

/* Binds the port. ERR_IO if it is taken. */
err_t worker_new(const struct worker_config *config, struct worker **ret);
/* After the thread has stopped. NULL is accepted. */
void worker_free(struct worker *w);
uint16_t worker_port(const struct worker *w);
/* What the lane is to be opened with. */
struct queue *worker_lane_queue(const struct worker *w);
/* `peers` (lent) holds every worker by number. */
void worker_start(struct worker *w, struct handshake *lane, struct worker *const *peers, int peers_n);
/* Orders it to stop and waits; viewers hear BYE. */
void worker_stop(struct worker *w);
/* ERR_FULL; then the caller keeps what it handed over. */
err_t worker_order(struct worker *w, const struct worker_command *c);
