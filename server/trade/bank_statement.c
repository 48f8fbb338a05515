/* bank_statement.c — headings by words, days and amounts by shape. */
#include "trade/bank_statement.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/csv_read.h"
#include "base/text.h"
#include "trade/india_day.h"
#include "trade/money.h"

enum column { COL_DAY, COL_NARRATION, COL_REFERENCE, COL_CREDIT, COL_AMOUNT, COL_SIDE, COLUMNS };

/* The words of the large Indian banks' exports, by their letters alone: "Dr / Cr" and "DR/CR" are one. The first that fits a cell takes it. */
static const struct { enum column column; const char *word; } headings[] = {
	{COL_DAY, "date"}, {COL_DAY, "txndate"}, {COL_DAY, "transactiondate"}, {COL_DAY, "trandate"}, {COL_DAY, "postdate"},
	{COL_NARRATION, "narration"}, {COL_NARRATION, "description"}, {COL_NARRATION, "particulars"}, {COL_NARRATION, "transactionremarks"}, {COL_NARRATION, "remarks"},
	{COL_REFERENCE, "chqrefno"}, {COL_REFERENCE, "chqrefnumber"}, {COL_REFERENCE, "refnochequeno"}, {COL_REFERENCE, "chequenumber"}, {COL_REFERENCE, "chequeno"},
	{COL_REFERENCE, "reference"}, {COL_REFERENCE, "referenceno"}, {COL_REFERENCE, "refno"}, {COL_REFERENCE, "utr"}, {COL_REFERENCE, "utrnumber"},
	{COL_CREDIT, "depositamt"}, {COL_CREDIT, "credit"}, {COL_CREDIT, "creditamount"}, {COL_CREDIT, "deposit"}, {COL_CREDIT, "deposits"}, {COL_CREDIT, "depositcr"},
	{COL_CREDIT, "depositamountinr"}, {COL_CREDIT, "depositamount"}, {COL_CREDIT, "cr"}, {COL_CREDIT, "cramount"},
	{COL_AMOUNT, "amount"}, {COL_AMOUNT, "amountinr"}, {COL_SIDE, "drcr"}, {COL_SIDE, "crdr"}, {COL_SIDE, "type"},
};

static bool letters_are(const char *cell, const char *word)
{
	for (; *cell; cell++) {
		if (!isalpha((unsigned char)*cell)) continue;
		if (tolower((unsigned char)*cell) != *word) return false;
		word++;
	}
	return !*word;
}

static char *trimmed(char *s)
{
	while (isspace((unsigned char)*s)) s++;
	char *end = s + strlen(s);
	while (end > s && isspace((unsigned char)end[-1])) *--end = '\0';
	return s;
}

static bool map_columns(char *cells[], int n, int ret[static COLUMNS])
{
	for (int c = 0; c < COLUMNS; c++) ret[c] = -1;
	for (int i = 0; i < n; i++) {
		const char *cell = trimmed(cells[i]);
		for (size_t h = 0; h < sizeof headings / sizeof *headings; h++)
			if (ret[headings[h].column] < 0 && letters_are(cell, headings[h].word)) {
				ret[headings[h].column] = i;
				break;
			}
	}
	return ret[COL_DAY] >= 0 && (ret[COL_CREDIT] >= 0 || (ret[COL_AMOUNT] >= 0 && ret[COL_SIDE] >= 0));
}

static int month_of(const char *name)
{
	static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
	for (int i = 0; i < 12; i++)
		if (strncasecmp(months[i], name, 3) == 0) return i + 1;
	return 0;
}

/* 01/04/2026, 01-04-26, 01 Apr 2026, 01-Apr-26, 2026-04-01; the day before the month, as in India. */
static err_t read_day(const char *s, int64_t *ret_ms)
{
	int a, b, y;
	char name[4] = "", iso[48];
	if (sscanf(s, "%4d-%2d-%2d", &a, &b, &y) == 3 && a >= 2000) snprintf(iso, sizeof iso, "%04d-%02d-%02d", a, b, y);
	else {
		if (sscanf(s, "%2d%*1[-/ .]%2d%*1[-/ .]%4d", &a, &b, &y) != 3) {
			if (sscanf(s, "%2d%*1[-/ ]%3[A-Za-z]%*[A-Za-z]%*1[-/ ]%4d", &a, name, &y) != 3 && sscanf(s, "%2d%*1[-/ ]%3[A-Za-z]%*1[-/ ]%4d", &a, name, &y) != 3)
				return ERR_MALFORMED;
			b = month_of(name);
		}
		if (a < 0 || b < 0 || y < 0) return ERR_MALFORMED;
		snprintf(iso, sizeof iso, "%04d-%02d-%02d", y < 100 ? y + 2000 : y, b, a);
	}
	return india_day_parse(iso, ret_ms) == OK ? OK : ERR_MALFORMED;
}

/* "1,23,456.50", "500", "" and "-" (nothing). At most two decimals; no float comes near it. */
static err_t read_amount(const char *s, int64_t *ret_minor)
{
	int64_t minor = 0;
	int decimals = -1;
	*ret_minor = 0;
	if (!*s || strcmp(s, "-") == 0) return OK;
	for (; *s; s++) {
		if (*s == ',' && decimals < 0) continue;
		if (*s == '.' && decimals < 0) { decimals = 0; continue; }
		if (!isdigit((unsigned char)*s) || decimals == 2) return ERR_MALFORMED;
		minor = minor * 10 + (*s - '0');
		if (decimals >= 0) decimals++;
		if (minor > MONEY_MINOR_MAX) return ERR_MALFORMED;
	}
	for (int i = decimals < 0 ? 0 : decimals; i < 2; i++) minor *= 10;
	if (minor > MONEY_MINOR_MAX) return ERR_MALFORMED;
	*ret_minor = minor;
	return OK;
}

static const char *cell_of(char *cells[], int n, int column) { return column >= 0 && column < n ? trimmed(cells[column]) : ""; }

static err_t read_row(char *cells[], int n, const int at[static COLUMNS], struct bank_credit *ret, struct bank_fault *fault)
{
	bool credit = at[COL_CREDIT] >= 0;
	fault->column = "day";
	TRY(read_day(cell_of(cells, n, at[COL_DAY]), &ret->day_ms));
	fault->column = "credit";
	TRY(read_amount(cell_of(cells, n, credit ? at[COL_CREDIT] : at[COL_AMOUNT]), &ret->amount_minor));
	if (!credit && strncasecmp(cell_of(cells, n, at[COL_SIDE]), "cr", 2) != 0) ret->amount_minor = 0;
	ret->reference = cell_of(cells, n, at[COL_REFERENCE]);
	ret->narration = cell_of(cells, n, at[COL_NARRATION]);
	fault->column = "reference";
	if (strlen(ret->reference) > BANK_REFERENCE_MAX || !text_printable(ret->reference, false)) return ERR_MALFORMED;
	fault->column = "narration";
	return strlen(ret->narration) <= BANK_NARRATION_MAX && text_printable(ret->narration, false) ? OK : ERR_MALFORMED;
}

static bool blank(const char *line, size_t len)
{
	return strspn(line, ", \t\r") >= len;
}

/* The heading's place: the first line whose cells hold a day and a credit. The text behind the table's last row is cut off. */
static char *find_table(char *text, int *ret_lines_before)
{
	char *cells[CSV_FIELDS_MAX], head[1024];
	int n, at[COLUMNS];
	*ret_lines_before = 0;
	for (char *line = text; *line; ++*ret_lines_before) {
		size_t len = strcspn(line, "\n"), bare = strcspn(line, "\r\n");
		snprintf(head, sizeof head, "%.*s", (int)(bare < sizeof head ? bare : sizeof head - 1), line);
		struct csv_reader c = csv_read_start(head);
		if (csv_read_row(&c, cells, &n) == OK && n && map_columns(cells, n, at)) return line;
		line += len + (line[len] == '\n');
	}
	return NULL;
}

static void cut_after_table(char *table)
{
	for (char *line = table; *line;) {
		size_t len = strcspn(line, "\n");
		if (blank(line, len)) {
			*line = '\0';
			return;
		}
		line += len + (line[len] == '\n');
	}
}

err_t bank_statement_read(char *text, err_t (*each)(void *arg, const struct bank_credit *c), void *arg, struct bank_fault *ret_fault)
{
	char *cells[CSV_FIELDS_MAX];
	int n, before, at[COLUMNS];
	*ret_fault = (struct bank_fault){0, "row"};
	if (!text_utf8_valid(text, strlen(text))) return ERR_BAD_UTF8;
	char *table = find_table(text, &before);
	if (!table) return ERR_MALFORMED;
	cut_after_table(table);
	struct csv_reader c = csv_read_start(table);
	TRY(csv_read_row(&c, cells, &n));
	map_columns(cells, n, at);
	for (int rows = 0;; rows++) {
		struct bank_credit credit = {.line = before + c.line};
		*ret_fault = (struct bank_fault){credit.line, "row"};
		TRY(csv_read_row(&c, cells, &n));
		if (!n) return OK;
		if (rows == BANK_ROWS_MAX) return ERR_TOO_BIG;
		TRY(read_row(cells, n, at, &credit, ret_fault));
		if (credit.amount_minor) TRY(each(arg, &credit));
	}
}
