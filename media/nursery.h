/* nursery.h — keeps children of one program: one mela-ingest per WHIP connection and a warm spare that has GStreamer loaded
 * already; or, cold, one mela-render per small copy and no spare.
 *
 *   nursery_start ──> child gets the offer ──> on_answer ──> on_state … ──> on_gone, exactly once, whatever happens
 *
 * A child serves one connection and exits, so what it leaks dies with it. It is watched by its heartbeat and its pidfd:
 * killed by anyone, it is gone at once; stopped or hung, it is killed within NURSERY_SILENCE_MS.
 * Owns    the processes, their control sockets and pidfds; the packets socket goes to the caller.
 * Thread  the floor; events come from the loop, never from inside a call into nursery.
 * Limits  children_max at work, then ERR_FULL; memory, files and core size by rlimit.                                */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "base/loop.h"
#include "media/ipc.h"

#define NURSERY_SILENCE_MS 2500  /* heartbeats come each 250 ms */
#define NURSERY_GOODBYE_MS 1000  /* from STOP to SIGKILL */
#define NURSERY_MAX 256

struct nursery;
/* Names one child for ever; 0 is none. */
struct child_id { uint64_t v; };

struct nursery_config {
	const char *program;          /* path of mela-ingest */
	const char *announce;         /* addresses for the answers, comma separated; "" for every interface */
	uint16_t port_first, port_last; /* UDP ports for the phones, inclusive; one per child and address */
	int children_max;             /* at most NURSERY_MAX */
	bool cold;                    /* no spare: a child is started when it is asked for */
};

/* Any of them may be NULL. What they lend is good for the call. */
struct nursery_events {
	void *arg;
	/* Once per child, unless it is gone first. On error the child goes by itself afterwards. */
	void (*on_answer)(void *arg, struct child_id c, const struct ipc_answer *a, const char *sdp);
	/* The reply to each nursery_patch, in order; `fragment` is "" unless it was an ICE restart. */
	void (*on_fragment)(void *arg, struct child_id c, err_t e, const char *fragment);
	/* FAILED is followed by on_gone. No media and no RTCP for 10 s is FAILED with ERR_TIMEOUT too. */
	void (*on_state)(void *arg, struct child_id c, enum ipc_phase phase);
	void (*on_stats)(void *arg, struct child_id c, const struct ipc_stats *s);
	/* The process is dead and reaped: OK (stopped by us), ERR_TIMEOUT (the connection failed), ERR_IO (died or hung),
	 * ERR_BAD_SDP, ERR_NOT_ACCEPTABLE (after a refusing answer). */
	void (*on_gone)(void *arg, struct child_id c, err_t why);
};

/* Strings are copied. The first spare is started at once. */
err_t nursery_open(struct loop *loop, const struct nursery_config *config, const struct nursery_events *events, struct nursery **ret);
/* Kills and reaps every child, without events. NULL is accepted. */
void nursery_close(struct nursery *n);

/* Gives `offer` to the spare and starts the next one. *ret_packets_fd (non-blocking) is the caller's to close: ipc_packets_open
 * reads what comes out of it, ipc_keyframe_ask writes to it. ERR_FULL, ERR_TOO_BIG, or ERR_IO if no process is to be had. */
err_t nursery_start(struct nursery *n, const char *offer, struct child_id *ret, int *ret_packets_fd);
/* The same with any first message; a cold child finds it when it is warm. */
err_t nursery_begin(struct nursery *n, const struct ipc_control *first, struct child_id *ret, int *ret_packets_fd);
/* An SDP fragment (RFC 8840): candidates, or an ICE restart by a new ufrag. ERR_NOT_FOUND once the child is gone. */
err_t nursery_patch(struct nursery *n, struct child_id c, const char *fragment);
/* Says goodbye to the phone and ends the child; on_gone follows with OK. ERR_NOT_FOUND once it is gone. */
err_t nursery_stop(struct nursery *n, struct child_id c);

/* Children at work, without the spare; and the process id of one (0 once gone), for tests and the log. */
int nursery_count(const struct nursery *n);
int nursery_pid(const struct nursery *n, struct child_id c);
