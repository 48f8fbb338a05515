/* fair.h — the fair that is on, and the register of districts it draws from.
 * Owns    the rows of `fair`, `hall` and `district`.   Thread  writes on the floor; lists on readers. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"

#define FAIR_NAME_MAX 240     /* bytes; a Devanagari letter takes three */
#define FAIR_ZONE_MAX 40
#define FAIR_LASTS_MAX_MS (366 * 86400000LL)

struct fair {
	struct fair_id id;
	char name_en[FAIR_NAME_MAX + 1], name_hi[FAIR_NAME_MAX + 1], time_zone[FAIR_ZONE_MAX + 1];
	int64_t begins_ms, ends_ms;
};

/* Makes the fair and makes it the current one; f->id is ignored. ERR_BAD_FIELD, ERR_TOO_LONG, ERR_MISSING_FIELD. */
err_t fair_new(struct tx *tx, const struct fair *f, struct fair_id *ret_id);
err_t fair_change(struct tx *tx, const struct fair *f);
/* ERR_NOT_FOUND before the first one is made. */
err_t fair_find_current(struct db *db, struct fair *ret);
err_t hall_new(struct tx *tx, const char *fair, const char *name_en, const char *name_hi, int64_t place, struct hall_id *ret_id);

/* A district of the register and its product. */
struct district {
	char code[48], name_en[64], name_hi[96], product_en[120], product_hi[160], category[16], hsn[40];
	bool gi;                  /* a geographical indication is known */
	char grade;               /* evidence: A official, B press, C memory */
	int64_t booths, products; /* in the fair that was asked for */
};
/* No badge is shown on memory alone. */
static inline bool district_shows_gi(const struct district *d) { return d->gi && d->grade != 'C'; }

err_t district_put(struct tx *tx, const struct district *d);
/* ERR_NOT_FOUND. Counts are 0. */
err_t district_find(struct db *db, const char *code, struct district *ret);
/* By English name; with the counts of `fair`. Thread: readers. */
err_t district_list(struct db *db, const char *fair, void (*each)(void *arg, const struct district *d), void *arg);
/* Products per category code in `fair`; categories without any are left out. Thread: readers. */
err_t category_counts(struct db *db, const char *fair, void (*each)(void *arg, const char *category, int64_t products), void *arg);
