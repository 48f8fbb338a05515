/* display_rate.c — rows by day, and one division. */
#include "trade/display_rate.h"

#include <string.h>

#include "base/csv_read.h"
#include "base/text.h"
#include "trade/india_day.h"

#define COLUMNS 3
#define FRACTION 6

static bool currency_valid(const char *s)
{
	return strlen(s) == 3 && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 && strcmp(s, "INR") != 0;
}

err_t display_rate_put(struct tx *tx, const struct display_rate *r, const char *person)
{
	if (!*r->source) return ERR_MISSING_FIELD;
	if (!currency_valid(r->currency) || r->from_ms <= 0 || r->micro_inr < 1 || r->micro_inr > DISPLAY_MICRO_MAX || !text_printable(r->source, false)) return ERR_BAD_FIELD;
	return db_exec(tx_db(tx), Q_DISPLAY_RATE_PUT, V(r->currency), V(r->from_ms), V(r->micro_inr), V(r->source), V(person), V(tx_now_ms(tx)));
}

/* "88.7532" to millionths; at most six digits behind the point. */
static err_t micro_parse(const char *s, int64_t *ret)
{
	int64_t whole = 0;
	int digits = 0, behind = -1;
	for (; *s; s++) {
		if (*s == '.' && behind < 0) { behind = 0; continue; }
		if (*s < '0' || *s > '9' || digits == 15 || behind == FRACTION) return ERR_BAD_FIELD;
		whole = whole * 10 + (*s - '0');
		digits++;
		if (behind >= 0) behind++;
	}
	if (!digits || behind == 0) return ERR_BAD_FIELD;
	for (int i = behind < 0 ? 0 : behind; i < FRACTION; i++) {
		if (whole > DISPLAY_MICRO_MAX) return ERR_BAD_FIELD;
		whole *= 10;
	}
	*ret = whole;
	return OK;
}

static err_t import_row(struct tx *tx, char *const cells[], const char *source, const char *person)
{
	struct display_rate r = {0};
	if (!currency_valid(cells[0])) return ERR_BAD_FIELD;
	text_copy(r.currency, sizeof r.currency, cells[0]);
	text_copy(r.source, sizeof r.source, source);
	TRY(india_day_parse(cells[1], &r.from_ms));
	TRY(micro_parse(cells[2], &r.micro_inr));
	return display_rate_put(tx, &r, person);
}

err_t display_rate_import(struct tx *tx, char *text, const char *source, const char *person, int *ret_line)
{
	static const char *const head[COLUMNS] = {"currency", "date", "inr"};
	struct csv_reader c = csv_read_start(text);
	char *cells[CSV_FIELDS_MAX];
	int n, line = c.line;
	err_t e = csv_read_row(&c, cells, &n);
	if (e == OK && n != COLUMNS) e = ERR_MALFORMED;
	for (int i = 0; e == OK && i < COLUMNS; i++)
		if (strcmp(cells[i], head[i]) != 0) e = ERR_MALFORMED;
	while (e == OK) {
		line = c.line;
		e = csv_read_row(&c, cells, &n);
		if (e == OK && !n) break;
		if (e == OK) e = import_row(tx, cells, source, person);
	}
	*ret_line = line;
	return e;
}

err_t display_rate_list(struct db *db, int64_t at_ms, void (*each)(void *arg, const struct display_rate *r), void *arg)
{
	struct rows r;
	struct display_rate rate;
	db_query(db, &r, Q_DISPLAY_RATES_ON, V(at_ms), V(DISPLAY_RATES_MAX));
	while (rows_next(&r)) {
		rows_copy(&r, 0, rate.currency, sizeof rate.currency);
		rate.from_ms = rows_int(&r, 1);
		rate.micro_inr = rows_int(&r, 2);
		rows_copy(&r, 3, rate.source, sizeof rate.source);
		each(arg, &rate);
	}
	return rows_end(&r);
}

err_t display_convert(int64_t inr_minor, const struct display_rate *r, int digits, int64_t *ret_minor)
{
	__int128 scaled = (__int128)inr_minor * 10000; /* paise to millionths of a rupee */
	if (inr_minor < 0 || inr_minor > MONEY_MINOR_MAX || digits < 0 || digits > 4 || r->micro_inr < 1) return ERR_BAD_FIELD;
	for (int i = 0; i < digits; i++) scaled *= 10;
	const __int128 minor = (2 * scaled + r->micro_inr) / (2 * (__int128)r->micro_inr);
	if (minor > INT64_MAX) return ERR_BAD_FIELD;
	*ret_minor = (int64_t)minor;
	return OK;
}
