/* text_guard.h — texts cost the fair money: where they may go, and how many. Asked before each leaves; what is refused is a dead letter that
 * says why, and the desk can send it again when the reason is gone.
 * Limits  countries of sms.countries · per_prefix an hour to numbers that begin with the same TEXT_PREFIX_DIGITS · per_day in all · a prefix
 *         stops by itself where of its last TEXT_SHARE_OF texts fewer than one in TEXT_SHARE arrived (TEXT_REPORT_MS are given for the
 *         report); the desk lets it go again, and counting begins anew. What was refused counts nowhere.
 * Thread  the floor.    Cost  three statements by index. */
#pragma once
#include "notify/outbox.h"

#define TEXT_PREFIX_DIGITS 6
#define TEXT_SHARE_OF 50
#define TEXT_SHARE 5
#define TEXT_REPORT_MS 600000LL
#define TEXT_HOUR_MS 3600000LL
#define TEXT_DAY_MS 86400000LL
#define TEXT_STOPS_MAX 100

/* Lent. `countries`: ISO 3166 codes by commas, "*" for everywhere. `reported`: the gateway tells what arrived. */
struct text_limits { const char *countries; int64_t per_prefix, per_day; bool reported; };

/* ERR_CONFIG, logged, for a country whose digits are not known (schema/dial_codes.def). */
err_t text_limits_check(const struct text_limits *l);
/* ERR_TOO_FAST or ERR_FORBIDDEN with the reason; every reason begins with "limit: ". */
err_t text_guard(const struct text_limits *l, struct db *db, int64_t now_ms, const struct outbox_item *item, char *ret_why, size_t cap);

/* The first TEXT_PREFIX_DIGITS of "+919800000001"; "" for what is no number. */
void text_prefix(const char *number, char ret[static TEXT_PREFIX_DIGITS + 1]);

/* Prefixes for which texts were refused since they were last let go, the newest first, at most TEXT_STOPS_MAX. */
struct text_stop { const char *prefix, *why; int64_t refused, at_ms; };
err_t text_stops(struct db *db, void (*each)(void *arg, const struct text_stop *s), void *arg);
/* Lets it go: what was sent before does not count. ERR_BAD_FIELD for what is no prefix. */
err_t text_let_go(struct tx *tx, const char *prefix);
