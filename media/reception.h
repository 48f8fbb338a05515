/* reception.h — publishers on the floor whose connections end in a worker: from the offer to the end.
 *
 *   reception_start ─> inlet to the source's worker ─> ADMITTED: the source is its, the client hears the answer ─> … ─> LOST: on_over
 *
 * Beside publish.h, where a child ends the connection; media.c has one of the two.
 * Owns    its list; inlets belong to their workers.     Thread  the floor; callbacks come with workers' events.
 * Limits  `limit` publishers, not counting one that takes over its booth; else ERR_FULL.        RFC 9725 */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "media/announce.h"
#include "media/media.h"
#include "media/srtp.h"
#include "media/stage.h"
#include "media/worker.h"

/* How many places there are for `limit` publishers: those who are replaced leave theirs a moment later. */
#define RECEPTION_PLACES(limit) (2u * (uint32_t)(limit) + 8)

struct reception;

struct reception_terms {
	const struct announce *announce;
	const uint8_t *fingerprint;          /* of our certificate */
	struct worker *const *workers;       /* by number; all lent */
	enum srtp_backend backend;
	uint32_t first;                      /* its first place */
	int limit;
};

struct reception_events {
	void *arg;
	/* The booth's stage, made if there is none. */
	err_t (*stage_for)(void *arg, const struct booth_id *booth, struct stage **ret);
	/* The source is this publisher's from now on. */
	void (*on_admitted)(void *arg, struct publisher_id p, struct stage *st, const struct source_format *f);
	/* It was admitted once and is over now, for whatever reason. */
	void (*on_over)(void *arg, struct publisher_id p, const struct booth_id *booth, err_t why);
};

struct reception *reception_open(const struct reception_terms *terms, const struct reception_events *events);
/* Without events. NULL is accepted. */
void reception_close(struct reception *r);

err_t reception_start(struct reception *r, const struct booth_id *booth, const char *offer, media_answer_fn *fn, void *arg, struct publisher_id *ret);
/* Candidates are of no use to an ICE-lite agent; new credentials restart ICE. The reply is called from the loop. */
err_t reception_patch(struct reception *r, struct publisher_id id, const char *sdpfrag, media_answer_fn *fn, void *arg);
/* Ends it; on_over follows with `why`. ERR_NOT_FOUND. */
err_t reception_stop(struct reception *r, struct publisher_id id, err_t why);

/* What the workers say. */
void reception_on_admitted(struct reception *r, struct stages *stages, const struct worker_event *e);
void reception_on_lost(struct reception *r, const struct worker_event *e);
