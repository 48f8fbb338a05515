/* coupon.h — a reduction by code, paid for by a named party: the artisan, the fair or the State. Dates, uses in all and of one person,
 * a least total, and a budget bind it; goods at a flash price are reduced already and are left out.
 * Whoever funds it is written on every line it touches, so that settlement can charge them.
 * Owns    the rows of `coupon` and `coupon_use`.    Thread  writes on the floor; reads anywhere.
 * Limits  COUPON_CODE_MIN … COUPON_CODE_MAX characters A–Z 0–9 and -; one coupon an order. */
#pragma once
#include "trade/funder.h"
#include "trade/order.h"

#define COUPON_CODE_MIN 4
#define COUPON_CODE_MAX 24
#define COUPON_PAGE_MAX 100

struct coupon {
	char id[ID_CHARS + 1], code[COUPON_CODE_MAX + 1];
	enum funder funder;
	struct seller_id seller;                     /* whose goods it is for; .s[0] == 0: anyone's */
	char district[48];                           /* "": any */
	int64_t off_bps, off_minor;                  /* exactly one of them */
	int64_t most_minor, min_total_minor, uses_max, uses, per_person, budget_minor, spent_minor;   /* limits; 0: none */
	int64_t from_ms, until_ms;
	bool paused;
};

/* What became of it, in the order in which it is looked at. */
enum coupon_verdict { COUPON_NONE, COUPON_APPLIED, COUPON_UNKNOWN, COUPON_EARLY, COUPON_OVER, COUPON_USED_UP, COUPON_USED_BY_YOU, COUPON_NOT_THESE, COUPON_MINIMUM, COUPON_PAUSED, COUPON_VERDICTS };
/* "", "applied", "unknown", … Static. */
const char *coupon_verdict_wire(enum coupon_verdict v);

/* A line as the coupon sees it; off_minor is filled in. */
struct coupon_line { const char *seller, *district; int64_t sum_minor, off_minor; bool flash; };

/* A code as it is written on paper and typed on a phone: "diwali10 " is DIWALI10. False if no code can look like this. */
bool coupon_code(const char *text, char ret[static COUPON_CODE_MAX + 1]);
/* Takes all but id, uses, spent and paused. The field at fault goes to ret_field. ERR_BAD_FIELD; ERR_CONFLICT for a code that is there. */
err_t coupon_new(struct tx *tx, const struct coupon *c, const char *person, const char **ret_field, char ret_id[static ID_CHARS + 1]);
/* ERR_NOT_FOUND. */
err_t coupon_find(struct db *db, const char *id, struct coupon *ret);
/* Ends it now. ERR_NOT_FOUND if it is over. */
err_t coupon_stop(struct tx *tx, const char *id);
/* Lets it rest, or be used again. ERR_NOT_FOUND if it is over. */
err_t coupon_pause(struct tx *tx, const char *id, bool paused);
/* Newest first, behind `before` (an id or ""); seller "": of all. */
err_t coupon_list(struct db *db, const char *before, const char *seller, int64_t limit, void (*each)(void *arg, const struct coupon *c), void *arg);

/* Looks a code up (small letters and blanks around it do not matter) and shares its reduction out over the lines it is for, exact to the
 * paisa. Writes nothing. `code` "" is COUPON_NONE. */
err_t coupon_look(struct db *db, const char *code, const char *person, int64_t now_ms, struct coupon_line *lines, size_t n, struct coupon *ret,
                  enum coupon_verdict *ret_verdict);
/* Counts the use by an order. ERR_COUPON if it was used up meanwhile. */
err_t coupon_use(struct tx *tx, const struct coupon *c, const char *person, const char *order, int64_t off_minor);
/* For follow.c: what was cancelled is not spent. */
err_t coupon_follow_moved(struct tx *tx, const struct order *o, int child, enum order_event event);
