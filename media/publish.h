/* publish.h — publishers on the floor: one WHIP connection each, from the offer to the end of its child.
 *
 *   publish_start ─> child answers ─> on_answered (the picture may be fed to its source) ─> … ─> on_over, once
 *
 * Owns    the nursery, and each packet socket until it is handed over by on_answered.
 * Thread  the floor; callbacks come from the loop.
 * Limits  `children_max` booths, and twice as many children, for those who take over; PUBLISH_PATCHES_MAX unanswered patches each, then ERR_TOO_FAST.    RFC 9725 */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/loop.h"
#include "media/media.h"
#include "media/nursery.h"

#define PUBLISH_PATCHES_MAX 8

struct publishing;

struct publish_events {
	void *arg;
	/* The child has answered: `packets_fd` is the callee's now. An error refuses the publisher, whose client hears it. */
	err_t (*on_answered)(void *arg, struct publisher_id p, const struct booth_id *booth, const struct ipc_answer *a, int packets_fd);
	/* It was answered once and is over now, for whatever reason. */
	void (*on_over)(void *arg, struct publisher_id p, const struct booth_id *booth, err_t why);
};

err_t publish_open(struct loop *loop, const struct nursery_config *config, const struct publish_events *events, struct publishing **ret);
/* Kills the children, without events. NULL is accepted. */
void publish_close(struct publishing *p);

err_t publish_start(struct publishing *p, const struct booth_id *booth, const char *offer, media_answer_fn *fn, void *arg, struct publisher_id *ret);
err_t publish_patch(struct publishing *p, struct publisher_id id, const char *sdpfrag, media_answer_fn *fn, void *arg);
/* Ends the child; on_over follows with `why` at once or later. ERR_NOT_FOUND. */
err_t publish_stop(struct publishing *p, struct publisher_id id, err_t why);
/* The newest numbers of its child; false before the first. For the health report. */
bool publish_stats(const struct publishing *p, struct publisher_id id, struct ipc_stats *ret);
