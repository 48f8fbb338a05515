/* post.h — a source at its place on one worker: who watches it there, who keeps a replica, and what the floor is told of it.
 * Owns    the source and the list of watchers, not the viewers.     Thread  one media worker.
 * Limits  those of source.h and fan.h; a small copy nobody needs is given up after POST_LINGER_US. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/queue.h"
#include "media/fan.h"
#include "media/source.h"
#include "media/supply.h"

#define POST_LINGER_US 3000000
#define POST_HOLD_US   1000      /* the rest of a frame is not waited for any longer */

struct post {
	uint32_t id;                 /* of the source; 0: nobody is here */
	int owner;                   /* the worker that has the inlet, or reads the child */
	struct source *source;
	struct fan fan;
	struct source_batch *batch;  /* what has been read, until it is delivered */
	int64_t held_us;             /* since when it waits for the rest of a frame; 0: it does not */
	uint64_t mirrors;            /* bit per worker that keeps a replica */
	uint64_t publisher;
	bool fed, heard, quiet;      /* of the present publisher; fed: there is one */
	int64_t fed_us;
	struct supply supply;
	bool low_told;               /* the floor knows that viewers here need the small copy */
	int64_t low_until_us;
	struct source_counts told;   /* at the last health report */
	uint64_t told_next;
};

void post_open(struct post *p, uint32_t id, int owner, int64_t wall_us);
/* Its viewers have left. */
void post_close(struct post *p);
/* `fd` -1: packets come from an inlet. */
void post_feed(struct post *p, int fd, const struct source_format *f, uint64_t publisher, int64_t now_us);
/* The publisher is over; source and viewers stay. */
void post_unfeed(struct post *p);
/* True while the batch ends within a frame whose rest is worth waiting for: a frame of one piece costs its viewers one run. */
bool post_holds(struct post *p, int64_t now_us);
/* Packets have come: tells the floor (struct worker_event on `events`) the first time, and after a silence. */
void post_heard(struct post *p, struct queue *events);
/* Once a second, at every worker that has it: tells whether any viewer here needs the small copy. */
void post_tell_low(struct post *p, int worker, int64_t now_us, struct queue *events);
/* Once a second, at the owner: tells of silence and of health. `trip_us`: to the phone and back; 0: not known. */
void post_second(struct post *p, int64_t now_us, int64_t trip_us, struct queue *events);
