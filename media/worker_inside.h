/* worker_inside.h — what worker.c, worker_orders.c and worker_intake.c share; nobody else includes it.
 * Thread  the worker's own. */
#pragma once
#include <pthread.h>

#include "media/arrears.h"
#include "media/audience.h"
#include "media/intake.h"
#include "media/port.h"
#include "media/post.h"
#include "media/streams.h"
#include "media/worker.h"

enum tag { TAG_PORT, TAG_ORDERS, TAG_LANE, TAG_SOURCE, TAG_LOW, TAG_STREAM }; /* high half of the epoll word; the low half is a source id or a stream's place */

struct worker {
	struct worker_config config;
	pthread_t thread;
	bool running, stop;
	int epoll;
	struct port *port;
	struct streams *streams;
	struct audience *audience;
	struct intake *intake;
	struct arrears arrears;
	struct handshake *lane;
	struct queue *orders, *from_lane;
	struct worker *const *peers;
	int peers_n;
	int64_t next_tick_us;
	unsigned tick;
	struct port_counts port_told;  /* at the last tick */
	uint64_t refused_told;
	uint32_t posts_top;          /* one past the highest in use so far */
	struct post posts[WORKER_SOURCES_MAX];
	struct source_batch batch;   /* scratch: an empty one */
	struct ipc_batch message;    /* scratch, to a mela-render */
};

void worker_watch(struct worker *w, int fd, enum tag tag, uint32_t low);
/* False if the floor is too far behind to be told. */
bool worker_tell(struct worker *w, const struct worker_event *e);
/* Beginnings and ends are heard, now or later. */
void worker_tell_surely(struct worker *w, const struct worker_event *e);
/* NULL if the source is not here (any more). */
struct post *worker_find_post(struct worker *w, uint32_t source);
/* Frees the viewer, with BYE; the floor will know. */
void worker_let_go(struct worker *w, struct viewer *v, err_t why);
/* Takes the mirror; NULL is accepted. */
void worker_send_mirror(struct worker *w, int to, struct mirror *m);

/* The post's batch goes to the viewers here, to replicas, to the small copy, to the floor. */
void worker_deliver(struct worker *w, struct post *p, int64_t now_us);
/* The same, if it waits for the rest of a frame: before anything of this source is sent, or told to a replica, otherwise. */
void worker_release(struct worker *w, struct post *p, int64_t now_us);
/* To the lane; `viewer` may be an inlet's id. A full lane loses it; DTLS repeats. */
void worker_shake(struct worker *w, uint64_t viewer, bool keys_first, const uint8_t *fingerprint, const struct path *from, const uint8_t *data, size_t len);
void worker_end_shake(struct worker *w, uint64_t viewer);
void worker_send_dtls(struct worker *w, const struct path *to, const struct handshake_out *out);

/* worker_intake.c */
void worker_on_inlet_dtls(void *arg, struct inlet *i, const struct path *from, const uint8_t *data, size_t len);
/* What the lane says about an inlet. */
void worker_on_inlet_lane(struct worker *w, struct inlet *i, const struct handshake_out *out, int64_t now_us);
/* Opens what waits at the inlets. */
void worker_read_inlets(struct worker *w, int64_t now_us);
/* Says what is due, and asks for the key frames that are wished for. */
void worker_tend_inlets(struct worker *w, int64_t now_us);
void worker_ask_key(struct worker *w, const struct post *p, enum track layer);
/* Once a second. */
void worker_inlets_second(struct worker *w, int64_t now_us);
void worker_admit(struct worker *w, struct inlet *i, int64_t now_us);
/* It goes, and the floor will know. */
void worker_expel(struct worker *w, struct inlet *i, err_t why);

/* Carries out what waits in the queue of orders. */
void worker_obey(struct worker *w, int64_t now_us);
void worker_close_source(struct worker *w, uint32_t source);
/* Frees what was handed over and never reached its handler. */
void worker_drop_orders(struct worker *w);
