/* look.h — who has looked at whose contact data, why, and what for: a log in a chain.
 *
 *   link = BLAKE2b-256( link before · n · person · kind · subject · whose · reason · task · at ), each behind a line's end
 *
 * Whoever changes a row, takes one out or puts one in breaks each link behind it, and `mela check` says where. The newest rows can still
 * be cut off: check prints the last link, which an operator may keep elsewhere.
 * Limits  LOOK_DAY_MS back: more than `alert` looks tell the organizers, once a crossing; more than `most` are refused (look_limits). What
 *         is printed for the road (looks.def) is written down and not counted.
 * Owns    the rows of `look`.    Thread  writes on the floor; lists on readers.    Cost  three statements by key or index. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "store/tick.h"

#define LOOK_DAY_MS 86400000LL
#define LOOK_LINK_CHARS 64
#define LOOK_PAGE_MAX 100
#define LOOK_BUSY_MAX 20

enum look_kind {
#define LOOK(id, wire, counts) LOOK_##id,
#include "schema/looks.def"
#undef LOOK
	LOOKS
};
enum look_reason {
#define LOOK_REASON(id, wire, by_hand) LOOK_FOR_##id,
#include "schema/looks.def"
#undef LOOK_REASON
	LOOK_REASONS
};

struct look_limits { int64_t alert, most; };
/* `whose` and `task` may be "". */
struct look { const char *person, *subject, *whose, *task; enum look_kind kind; enum look_reason reason; };

/* Writes it down, before anything is shown. ERR_TOO_FAST beyond the limit: nothing is to be shown. `ret_today` may be NULL. */
err_t look_add(struct tx *tx, const struct look *l, struct look_limits limits, int64_t *ret_today);
/* The same, unless this person has looked at it since `since_ms`. */
err_t look_add_once(struct tx *tx, const struct look *l, struct look_limits limits, int64_t since_ms);

/* LOOKS for what is none. */
enum look_kind look_kind_parse(const char *wire);
/* One that a person may give; ERR_BAD_FIELD. */
err_t look_reason_parse(const char *wire, enum look_reason *ret);

/* Newest first, behind number `before` (0: from the newest). */
struct look_row { int64_t n, at_ms; const char *person, *name, *kind, *subject, *reason, *task; };
err_t look_list(struct db *db, int64_t before, int64_t limit, void (*each)(void *arg, const struct look_row *l), void *arg);
/* Who looked how often since a moment, most first, at most LOOK_BUSY_MAX. */
struct look_share { const char *person, *name; int64_t n; };
err_t look_shares(struct db *db, int64_t since_ms, void (*each)(void *arg, const struct look_share *s), void *arg);

/* `broken`: number of the first row whose link does not fit, 0: none. `last` is the newest link. A log whose eldest rows were swept
 * begins at the first that is left. */
struct look_chain { int64_t rows, broken; char last[LOOK_LINK_CHARS + 1]; };
err_t look_check(struct db *db, struct look_chain *ret);
