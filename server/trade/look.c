/* look.c — see look.h. */
#include "trade/look.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "trade/tell.h"

#define CHECK_STEP 500
#define ORGANIZERS_MAX 50

static const struct { const char *wire; bool counts; } kinds[LOOKS] = {
#define LOOK(id, wire, counts) [LOOK_##id] = {wire, counts},
#include "schema/looks.def"
#undef LOOK
};
static const struct { const char *wire; bool by_hand; } reasons[LOOK_REASONS] = {
#define LOOK_REASON(id, wire, by_hand) [LOOK_FOR_##id] = {wire, by_hand},
#include "schema/looks.def"
#undef LOOK_REASON
};

enum look_kind look_kind_parse(const char *wire)
{
	enum look_kind k = 0;
	while (k < LOOKS && strcmp(kinds[k].wire, wire) != 0) k++;
	return k;
}

err_t look_reason_parse(const char *wire, enum look_reason *ret)
{
	for (enum look_reason r = 0; r < LOOK_REASONS; r++) {
		if (!reasons[r].by_hand || strcmp(reasons[r].wire, wire) != 0) continue;
		*ret = r;
		return OK;
	}
	return ERR_BAD_FIELD;
}

/* ── the chain ── */

struct entry { int64_t n, at_ms; const char *person, *kind, *subject, *whose, *reason, *task; };

/* No field holds a line's end: all are ids and words of our own. */
static void link_of(const char *before, const struct entry *e, char ret[static LOOK_LINK_CHARS + 1])
{
	unsigned char raw[LOOK_LINK_CHARS / 2];
	struct buf text;
	buf_init(&text);
	buf_printf(&text, "%s\n%lld\n%s\n%s\n%s\n%s\n%s\n%s\n%lld\n", before, (long long)e->n, e->person, e->kind, e->subject, e->whose, e->reason, e->task, (long long)e->at_ms);
	crypto_generichash(raw, sizeof raw, (const unsigned char *)text.data, text.len, NULL, 0);
	buf_fini(&text);
	sodium_bin2hex(ret, LOOK_LINK_CHARS + 1, raw, sizeof raw);
}

static err_t find_last(struct db *db, int64_t *ret_n, char ret_link[static LOOK_LINK_CHARS + 1])
{
	struct rows r;
	*ret_n = 0;
	*ret_link = '\0';
	db_query(db, &r, Q_LOOK_LAST);
	if (rows_next(&r)) {
		*ret_n = rows_int(&r, 0);
		rows_copy(&r, 1, ret_link, LOOK_LINK_CHARS + 1);
	}
	return rows_end(&r);
}

static err_t append(struct tx *tx, const struct look *l)
{
	char before[LOOK_LINK_CHARS + 1], link[LOOK_LINK_CHARS + 1];
	struct entry e = {.at_ms = tx_now_ms(tx), .person = l->person, .kind = kinds[l->kind].wire, .subject = l->subject, .whose = l->whose,
	                  .reason = reasons[l->reason].wire, .task = l->task};
	TRY(find_last(tx_db(tx), &e.n, before));
	e.n++;
	link_of(before, &e, link);
	return db_exec(tx_db(tx), Q_LOOK_INSERT, V(e.n), V(e.person), V(e.kind), V(e.subject), V(e.whose), V(e.reason), V(e.task), V(e.at_ms), V(link));
}

/* ── the limits ── */

static err_t alarm_one(struct tx *tx, const char *organizer, const char *name, const char *count)
{
	return tell(tx, &(struct telling){.notice = NOTICE_LOOKS_MANY_DESK, .person = organizer, .about = "", .path = "/desk#looks", .values = {.name = name, .quantity = count}},
	            NULL, NULL);
}

/* Every organizer hears of it, also the one whose looks they are: it may not have been them. */
static err_t alarm_desk(struct tx *tx, const char *who, int64_t looks)
{
	struct person p;
	struct rows r;
	struct person_id ids[ORGANIZERS_MAX];
	size_t n = 0;
	char count[24];
	TRY(person_find(tx_db(tx), who, &p));
	snprintf(count, sizeof count, "%lld", (long long)looks);
	db_query(tx_db(tx), &r, Q_LOOK_ORGANIZERS, V(ORGANIZERS_MAX));
	while (rows_next(&r) && n < ORGANIZERS_MAX) rows_copy(&r, 0, ids[n++].s, sizeof ids[0].s);
	TRY(rows_end(&r));
	for (size_t i = 0; i < n; i++) TRY(alarm_one(tx, ids[i].s, p.name, count));
	return OK;
}

err_t look_add(struct tx *tx, const struct look *l, struct look_limits limits, int64_t *ret_today)
{
	int64_t before = 0;
	TRY(db_int(tx_db(tx), &before, Q_LOOK_COUNT, V(l->person), V(tx_now_ms(tx) - LOOK_DAY_MS)));
	int64_t today = before + kinds[l->kind].counts;
	if (today > limits.most && kinds[l->kind].counts) return ERR_TOO_FAST;
	TRY(append(tx, l));
	if (today == limits.alert + 1 && kinds[l->kind].counts) TRY(alarm_desk(tx, l->person, today));
	if (ret_today) *ret_today = today;
	return OK;
}

err_t look_add_once(struct tx *tx, const struct look *l, struct look_limits limits, int64_t since_ms)
{
	int64_t seen = 0;
	err_t e = db_int(tx_db(tx), &seen, Q_LOOK_SINCE, V(l->person), V(since_ms), V(kinds[l->kind].wire), V(l->subject));
	if (e != ERR_NOT_FOUND) return e;
	return look_add(tx, l, limits, NULL);
}

/* ── read ── */

err_t look_list(struct db *db, int64_t before, int64_t limit, void (*each)(void *arg, const struct look_row *l), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_LOOK_LIST, V(before ? before : INT64_MAX), V(limit));
	while (rows_next(&r))
		each(arg, &(struct look_row){.n = rows_int(&r, 0), .person = rows_text(&r, 1), .name = rows_text(&r, 2), .kind = rows_text(&r, 3),
		                             .subject = rows_text(&r, 4), .reason = rows_text(&r, 5), .task = rows_text(&r, 6), .at_ms = rows_int(&r, 7)});
	return rows_end(&r);
}

err_t look_shares(struct db *db, int64_t since_ms, void (*each)(void *arg, const struct look_share *s), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_LOOK_BUSY, V(since_ms), V(LOOK_BUSY_MAX));
	while (rows_next(&r)) each(arg, &(struct look_share){.person = rows_text(&r, 0), .name = rows_text(&r, 1), .n = rows_int(&r, 2)});
	return rows_end(&r);
}

/* ── check ── */

/* One row against the one before it; the eldest that is left has nothing to be held against. */
static void check_row(struct rows *r, int64_t *n, struct look_chain *c)
{
	char link[LOOK_LINK_CHARS + 1];
	const struct entry e = {.n = rows_int(r, 0), .person = rows_text(r, 1), .kind = rows_text(r, 2), .subject = rows_text(r, 3), .whose = rows_text(r, 4),
	                        .reason = rows_text(r, 5), .task = rows_text(r, 6), .at_ms = rows_int(r, 7)};
	bool first = c->rows == 0, swept = first && e.n > 1;
	link_of(c->last, &e, link);
	if (!c->broken && ((!swept && strcmp(link, rows_text(r, 8)) != 0) || (!first && e.n != *n + 1))) c->broken = e.n;
	rows_copy(r, 8, c->last, sizeof c->last);
	c->rows++;
	*n = e.n;
}

err_t look_check(struct db *db, struct look_chain *ret)
{
	struct look_chain c = {0};
	int64_t n = 0;
	for (int64_t seen = -1; c.rows != seen;) {
		struct rows r;
		seen = c.rows;
		db_query(db, &r, Q_LOOK_CHAIN, V(n), V(CHECK_STEP));
		while (rows_next(&r)) check_row(&r, &n, &c);
		TRY(rows_end(&r));
	}
	*ret = c;
	return OK;
}
