/* booth_row.h — a booth of the fair: who is behind it, and the token with which its picture is published.
 * Owns    the rows of `booth`. What happens while it is live is sessions' concern.
 * Thread  writes on the floor; lists on readers. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "fair/slug.h"
#include "store/tick.h"

#define BOOTH_NAME_MAX 240
#define BOOTH_ABOUT_MAX 1500
#define BOOTH_LANGUAGES_MAX 40
#define BOOTH_TOKEN_CHARS 43
#define BOOTH_EPOCH 1         /* a single node owns every booth */

struct booth_row {
	struct booth_id id;
	struct fair_id fair;
	char slug[SLUG_MAX + 1];
	char name_en[BOOTH_NAME_MAX + 1], name_hi[BOOTH_NAME_MAX + 1], artisan_en[BOOTH_NAME_MAX + 1], artisan_hi[BOOTH_NAME_MAX + 1];
	char about_en[BOOTH_ABOUT_MAX + 1], about_hi[BOOTH_ABOUT_MAX + 1];
	char district[48], district_en[64], district_hi[96], category[16];
	char languages[BOOTH_LANGUAGES_MAX + 1];       /* BCP 47 tags between commas: "hi,en" */
	char publish_token[BOOTH_TOKEN_CHARS + 1];     /* a secret: host and staff only */
	struct person_id artisan;
	int64_t slow_s, seq, epoch;
};

/* What an organizer says of a booth; NULL leaves a value as it is (booth_row_change) or empty (booth_row_new). */
struct booth_words { const char *name_en, *name_hi, *artisan_en, *artisan_hi, *about_en, *about_hi, *district, *category, *languages, *hall; };

/* Makes the booth in the current fair with slug, token and its artisan's account. ERR_MISSING_FIELD, ERR_TOO_LONG, ERR_BAD_FIELD. */
err_t booth_row_new(struct tx *tx, const struct booth_words *w, struct booth_id *ret_id);
err_t booth_row_change(struct tx *tx, const char *id, const struct booth_words *w);
/* ERR_NO_BOOTH. */
err_t booth_row_find(struct db *db, const char *id, struct booth_row *ret);
/* Its artisan alone. ERR_NO_BOOTH. */
err_t booth_row_artisan(struct db *db, const char *id, struct person_id *ret);
err_t booth_row_find_by_slug(struct db *db, const char *slug, struct booth_row *ret);
/* Slow mode: seconds between two lines of one person, 0 … 300. */
err_t booth_row_set_slow(struct tx *tx, const char *id, int64_t seconds);

/* By slug, behind `after` (a slug, "" for the first page); "" filters nothing. Thread: readers. */
struct booth_filter { const char *fair, *after, *district, *category; int64_t limit; };
err_t booth_row_list(struct db *db, const struct booth_filter *f, void (*each)(void *arg, const struct booth_row *b), void *arg);

/* True if `token` is the booth's, compared in constant time. */
bool booth_row_token_fits(const struct booth_row *b, const char *token);
