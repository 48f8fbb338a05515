/* stage.h — the sources as the floor knows them: which booth, which worker, which publisher, and when each frame came.
 * Owns    the stages and their frame marks.     Thread  the floor.
 * Limits  WORKER_SOURCES_MAX stages; frame marks of STAGE_MARKS_US. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "media/nursery.h"
#include "media/worker.h"

#define STAGE_MARKS    1024     /* 10 s at 60 frames/s, and some */
#define STAGE_MARKS_US 10000000

struct stage {
	uint32_t id;                /* of worker.h; 0: free */
	struct booth_id booth;
	int owner;
	uint64_t mirrors;           /* bit per worker that has a replica */
	uint64_t publisher;         /* 0: none at the moment */
	struct source_format format;
	uint32_t viewers, by_worker[WORKERS_MAX];
	uint64_t low_by;            /* bit per worker whose viewers need the small copy */
	struct child_id render;     /* who makes it; none: 0 */
	uint32_t marks_n;           /* ever written */
	struct frame_mark marks[STAGE_MARKS];
};

struct stages;

struct stages *stages_new(void);
void stages_free(struct stages *s);
/* NULL if the booth has none. Lent until it is dropped. */
struct stage *stage_find(const struct stages *s, const struct booth_id *booth);
/* By id; NULL if it is gone. */
struct stage *stage_get(const struct stages *s, uint32_t id);
/* ERR_FULL. The booth has none yet. */
err_t stage_make(struct stages *s, const struct booth_id *booth, int owner, struct stage **ret);
void stage_drop(struct stages *s, struct stage *st);

void stage_mark(struct stage *st, const struct frame_mark *m);
/* When the frame with this source timestamp came; false if it is unknown or older than STAGE_MARKS_US. */
bool stage_moment(const struct stage *st, uint32_t ts, int64_t now_us, int64_t *ret_us);
