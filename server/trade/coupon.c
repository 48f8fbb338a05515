/* coupon.c — rows of coupons, and the sharing out. */
#include "trade/coupon.h"

#include <string.h>

#include "base/text.h"

static const char *const verdicts[COUPON_VERDICTS] = {
	[COUPON_NONE] = "", [COUPON_APPLIED] = "applied", [COUPON_UNKNOWN] = "unknown", [COUPON_EARLY] = "early", [COUPON_OVER] = "over",
	[COUPON_USED_UP] = "used-up", [COUPON_USED_BY_YOU] = "used-by-you", [COUPON_NOT_THESE] = "not-these", [COUPON_MINIMUM] = "minimum",
	[COUPON_PAUSED] = "paused",
};

const char *coupon_verdict_wire(enum coupon_verdict v) { return verdicts[v]; }

bool coupon_code(const char *text, char ret[static COUPON_CODE_MAX + 1])
{
	size_t n = 0;
	while (*text == ' ') text++;
	for (; *text && *text != ' '; text++) {
		char c = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;
		bool good = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
		if (!good || n == COUPON_CODE_MAX) return false;
		ret[n++] = c;
	}
	ret[n] = 0;
	return n >= COUPON_CODE_MIN && text[strspn(text, " ")] == 0;
}

static const char *fault_in(const struct coupon *c)
{
	const struct { const char *field; int64_t value, most; } numbers[] = {
		{"off_bps", c->off_bps, 10000}, {"off_minor", c->off_minor, MONEY_MINOR_MAX}, {"most_minor", c->most_minor, MONEY_MINOR_MAX},
		{"min_total_minor", c->min_total_minor, MONEY_MINOR_MAX}, {"uses_max", c->uses_max, 1000000000}, {"per_person", c->per_person, 1000},
		{"budget_minor", c->budget_minor, MONEY_MINOR_MAX},
	};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (numbers[i].value < 0 || numbers[i].value > numbers[i].most) return numbers[i].field;
	if ((c->off_bps == 0) == (c->off_minor == 0)) return "off_bps";
	if (c->until_ms <= c->from_ms) return "until";
	if (c->funder == FUNDER_NONE || c->funder >= FUNDERS) return "funder";
	return c->funder == FUNDER_ARTISAN && !*c->seller.s ? "seller" : NULL; /* nobody pays for another's goods unasked */
}

err_t coupon_new(struct tx *tx, const struct coupon *c, const char *person, const char **ret_field, char ret_id[static ID_CHARS + 1])
{
	char id[ID_CHARS + 1], code[COUPON_CODE_MAX + 1];
	*ret_field = coupon_code(c->code, code) ? fault_in(c) : "code";
	if (*ret_field) return ERR_BAD_FIELD;
	id_new(id);
	TRY(db_exec(tx_db(tx), Q_COUPON_INSERT, V(id), V(code), V(funder_wire(c->funder)), V(c->seller.s), V(c->district), V(c->off_bps), V(c->off_minor),
	            V(c->most_minor), V(c->min_total_minor), V(c->uses_max), V(c->per_person), V(c->budget_minor), V(c->from_ms), V(c->until_ms), V(person),
	            V(tx_now_ms(tx))));
	memcpy(ret_id, id, sizeof id);
	return OK;
}

static void read_row(struct rows *r, struct coupon *c)
{
	const struct { int col; char *to; size_t cap; } texts[] = {
		{0, c->id, sizeof c->id}, {1, c->code, sizeof c->code}, {3, c->seller.s, sizeof c->seller.s}, {4, c->district, sizeof c->district}};
	const struct { int col; int64_t *to; } numbers[] = {
		{5, &c->off_bps}, {6, &c->off_minor}, {7, &c->most_minor}, {8, &c->min_total_minor}, {9, &c->uses_max}, {10, &c->uses},
		{11, &c->per_person}, {12, &c->budget_minor}, {13, &c->spent_minor}, {14, &c->from_ms}, {15, &c->until_ms}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rows_copy(r, texts[i].col, texts[i].to, texts[i].cap);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) *numbers[i].to = rows_int(r, numbers[i].col);
	c->funder = funder_parse(rows_text(r, 2));
	c->paused = rows_int(r, 16) != 0;
}

static err_t find(struct db *db, enum query q, const char *key, struct coupon *ret)
{
	struct rows r;
	db_query(db, &r, q, V(key));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t coupon_find(struct db *db, const char *id, struct coupon *ret) { return find(db, Q_COUPON_BY_ID, id, ret); }

err_t coupon_stop(struct tx *tx, const char *id)
{
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_COUPON_STOP, V(id), V(tx_now_ms(tx))));
	return changed ? OK : ERR_NOT_FOUND;
}

err_t coupon_pause(struct tx *tx, const char *id, bool paused)
{
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_COUPON_PAUSE, V(id), V(paused), V(tx_now_ms(tx))));
	return changed ? OK : ERR_NOT_FOUND;
}

err_t coupon_list(struct db *db, const char *before, const char *seller, int64_t limit, void (*each)(void *arg, const struct coupon *c), void *arg)
{
	struct rows r;
	struct coupon c;
	db_query(db, &r, Q_COUPON_LIST, V(*before ? before : "~"), V(seller), V(limit < COUPON_PAGE_MAX ? limit : COUPON_PAGE_MAX));
	while (rows_next(&r)) {
		read_row(&r, &c);
		each(arg, &c);
	}
	return rows_end(&r);
}

static bool is_for(const struct coupon *c, const struct coupon_line *l)
{
	return !l->flash && (!*c->seller.s || strcmp(c->seller.s, l->seller) == 0) && (!*c->district || strcmp(c->district, l->district) == 0);
}

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* Each line's part is the difference of two rounded running sums: the parts add up to the whole, whatever the remainders. */
static void share_out(const struct coupon *c, struct coupon_line *lines, size_t n, int64_t total, int64_t off)
{
	int64_t seen = 0, given = 0;
	for (size_t i = 0; i < n; i++) {
		if (!is_for(c, &lines[i])) continue;
		seen += lines[i].sum_minor;
		int64_t upto = (int64_t)((__int128)off * seen / total);
		lines[i].off_minor = upto - given;
		given = upto;
	}
}

static enum coupon_verdict judge(const struct coupon *c, int64_t now_ms, int64_t used_by_you, int64_t total, int64_t off)
{
	if (c->paused) return COUPON_PAUSED;
	if (now_ms < c->from_ms) return COUPON_EARLY;
	if (now_ms >= c->until_ms) return COUPON_OVER;
	if (c->uses_max && c->uses >= c->uses_max) return COUPON_USED_UP;
	if (c->budget_minor && c->spent_minor + off > c->budget_minor) return COUPON_USED_UP;
	if (c->per_person && used_by_you >= c->per_person) return COUPON_USED_BY_YOU;
	if (!total) return COUPON_NOT_THESE;
	return total < c->min_total_minor ? COUPON_MINIMUM : COUPON_APPLIED;
}

err_t coupon_look(struct db *db, const char *text, const char *person, int64_t now_ms, struct coupon_line *lines, size_t n, struct coupon *ret,
                  enum coupon_verdict *ret_verdict)
{
	char code[COUPON_CODE_MAX + 1];
	int64_t used = 0, total = 0;
	for (size_t i = 0; i < n; i++) lines[i].off_minor = 0;
	*ret_verdict = COUPON_NONE;
	if (!*text) return OK;
	*ret_verdict = COUPON_UNKNOWN;
	if (!coupon_code(text, code)) return OK;
	err_t e = find(db, Q_COUPON_BY_CODE, code, ret);
	if (e == ERR_NOT_FOUND) return OK;
	TRY(e);
	TRY(db_int(db, &used, Q_COUPON_USED_BY, V(ret->id), V(person)));
	for (size_t i = 0; i < n; i++)
		if (is_for(ret, &lines[i])) total += lines[i].sum_minor;
	int64_t off = ret->off_bps ? (int64_t)((__int128)total * ret->off_bps / 10000) : least(ret->off_minor, total);
	if (ret->most_minor) off = least(off, ret->most_minor);
	*ret_verdict = judge(ret, now_ms, used, total, off);
	if (*ret_verdict == COUPON_APPLIED) share_out(ret, lines, n, total, off);
	return OK;
}

err_t coupon_use(struct tx *tx, const struct coupon *c, const char *person, const char *order, int64_t off_minor)
{
	int64_t uses;
	err_t e = db_int(tx_db(tx), &uses, Q_COUPON_TAKE, V(c->id), V(off_minor));
	if (e == ERR_NOT_FOUND) return ERR_COUPON;
	TRY(e);
	return db_exec(tx_db(tx), Q_COUPON_USE_INSERT, V(order), V(c->id), V(person), V(off_minor), V(tx_now_ms(tx)));
}

err_t coupon_follow_moved(struct tx *tx, const struct order *o, int child, enum order_event event)
{
	char id[ID_CHARS + 1];
	int64_t off = 0;
	struct rows r;
	if (event != ORDER_EVENT_CANCEL) return OK;
	db_query(tx_db(tx), &r, Q_COUPON_OF_ORDER, V(o->id.s));
	bool some = rows_next(&r);
	if (some) rows_copy(&r, 0, id, sizeof id);
	TRY(rows_end(&r));
	if (!some) return OK;
	for (int i = 0; i < o->n_lines; i++)
		if (o->lines[i].child == child && !o->lines[i].flash) off += o->lines[i].off_minor;
	TRY(db_exec(tx_db(tx), Q_COUPON_REFUND, V(id), V(off)));
	if (o->state != ORDER_CANCELLED) return OK;
	TRY(db_exec(tx_db(tx), Q_COUPON_USE_DELETE, V(o->id.s)));
	return db_exec(tx_db(tx), Q_COUPON_GIVE, V(id));
}
