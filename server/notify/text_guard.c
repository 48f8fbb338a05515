/* text_guard.c — see text_guard.h. */
#include "notify/text_guard.h"

#include <stdio.h>
#include <string.h>

#include "base/counters.h"
#include "base/log.h"

static const struct { const char *iso, *digits; } codes[] = {
#define DIAL(iso, digits) {iso, digits},
#include "schema/dial_codes.def"
#undef DIAL
};

static const char *digits_of(const char *iso)
{
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strncmp(codes[i].iso, iso, 2) == 0) return codes[i].digits;
	return NULL;
}

/* Walks "IN, NP": true if `found` says so of one of them. A part that is no two letters is given as "". */
static bool any_country(const char *list, bool (*found)(void *arg, const char *iso), void *arg)
{
	for (const char *s = list; *s;) {
		char iso[3] = "";
		s += strspn(s, " ,");
		size_t n = strcspn(s, " ,");
		if (n == 2) memcpy(iso, s, 2);
		if (n && found(arg, iso)) return true;
		s += n;
	}
	return false;
}

static bool is_unknown(void *arg, const char *iso) { (void)arg; return !*iso || !digits_of(iso); }

static bool begins_with(void *number, const char *iso)
{
	const char *digits = *iso ? digits_of(iso) : NULL;
	return digits && strncmp(number, digits, strlen(digits)) == 0;
}

static bool everywhere(const struct text_limits *l) { return strcmp(l->countries, "*") == 0; }

err_t text_limits_check(const struct text_limits *l)
{
	if (everywhere(l) || !any_country(l->countries, is_unknown, NULL)) return OK;
	log_error("notify", "sms.countries: a country that schema/dial_codes.def does not know");
	return ERR_CONFIG;
}

void text_prefix(const char *number, char ret[static TEXT_PREFIX_DIGITS + 1])
{
	*ret = '\0';
	if (*number != '+' || strspn(number + 1, "0123456789") < TEXT_PREFIX_DIGITS) return;
	memcpy(ret, number + 1, TEXT_PREFIX_DIGITS);
	ret[TEXT_PREFIX_DIGITS] = '\0';
}

static bool may_go_there(const struct text_limits *l, const char *number)
{
	return everywhere(l) || (*number == '+' && any_country(l->countries, begins_with, (void *)(number + 1)));
}

/* What the last texts to a prefix came to. */
static err_t few_arrive(struct db *db, int64_t now_ms, const char *prefix, bool *ret)
{
	struct rows r;
	int64_t n = 0, arrived = 0;
	db_query(db, &r, Q_TEXT_SHARE, V(prefix), V(now_ms - TEXT_REPORT_MS), V(TEXT_SHARE_OF));
	if (rows_next(&r)) {
		n = rows_int(&r, 0);
		arrived = rows_int(&r, 1);
	}
	*ret = n == TEXT_SHARE_OF && arrived * TEXT_SHARE < n;
	return rows_end(&r);
}

static err_t refuse(err_t e, const char *why, char *ret_why, size_t cap)
{
	counter_add(CTR_TEXTS_REFUSED, 1);
	snprintf(ret_why, cap, "limit: %s", why);
	return e;
}

err_t text_guard(const struct text_limits *l, struct db *db, int64_t now_ms, const struct outbox_item *item, char *ret_why, size_t cap)
{
	char prefix[TEXT_PREFIX_DIGITS + 1];
	int64_t n = 0;
	bool few = false;
	text_prefix(item->to, prefix);
	if (!may_go_there(l, item->to)) return refuse(ERR_FORBIDDEN, "no texts go to this country", ret_why, cap);
	TRY(db_int(db, &n, Q_TEXT_PREFIX_COUNT, V(prefix), V(now_ms - TEXT_HOUR_MS), V(item->id)));
	if (n >= l->per_prefix) return refuse(ERR_TOO_FAST, "too many texts an hour to numbers that begin alike", ret_why, cap);
	TRY(db_int(db, &n, Q_TEXT_COUNT, V(now_ms - TEXT_DAY_MS), V(item->id), V(l->per_day)));
	if (n >= l->per_day) return refuse(ERR_TOO_FAST, "too many texts a day", ret_why, cap);
	if (l->reported) TRY(few_arrive(db, now_ms, prefix, &few));
	return few ? refuse(ERR_TOO_FAST, "too few texts arrive at numbers that begin alike", ret_why, cap) : OK;
}

err_t text_stops(struct db *db, void (*each)(void *arg, const struct text_stop *s), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_TEXT_STOPS, V(TEXT_STOPS_MAX));
	while (rows_next(&r)) each(arg, &(struct text_stop){.prefix = rows_text(&r, 0), .why = rows_text(&r, 1), .refused = rows_int(&r, 2), .at_ms = rows_int(&r, 3)});
	return rows_end(&r);
}

err_t text_let_go(struct tx *tx, const char *prefix)
{
	if (strlen(prefix) != TEXT_PREFIX_DIGITS || strspn(prefix, "0123456789") != TEXT_PREFIX_DIGITS) return ERR_BAD_FIELD;
	return db_exec(tx_db(tx), Q_TEXT_LET_GO, V(prefix), V(tx_now_ms(tx)));
}
