/* slot.h — a planned time in a booth. Two slots of one booth never overlap.
 * Limits  SLOT_LASTS_MIN_MS … SLOT_LASTS_MAX_MS. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "fair/booth_row.h"

#define SLOT_LASTS_MIN_MS (5 * 60000LL)
#define SLOT_LASTS_MAX_MS (12 * 3600000LL)

struct slot {
	struct slot_id id;
	struct booth_id booth;
	char booth_slug[SLUG_MAX + 1], name_en[BOOTH_NAME_MAX + 1], name_hi[BOOTH_NAME_MAX + 1];
	int64_t begins_ms, ends_ms;
};

/* ERR_CONFLICT if it overlaps another of this booth (touching is fine), ERR_BAD_FIELD, ERR_NO_BOOTH. */
err_t slot_new(struct tx *tx, const char *booth, int64_t begins_ms, int64_t ends_ms, struct slot_id *ret_id);
err_t slot_delete(struct tx *tx, const char *id);
/* The slot that is on or comes next. ERR_NOT_FOUND. */
err_t slot_find_next(struct db *db, const char *booth, int64_t now_ms, struct slot *ret);
/* Those not over at `now_ms`, by time. Thread: readers. */
err_t slot_list_booth(struct db *db, const char *booth, int64_t now_ms, int64_t limit, void (*each)(void *arg, const struct slot *s), void *arg);
err_t slot_list_fair(struct db *db, const char *fair, int64_t now_ms, int64_t limit, void (*each)(void *arg, const struct slot *s), void *arg);
