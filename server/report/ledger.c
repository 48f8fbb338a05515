/* ledger.c — a table of columns for each report; the row's id goes first in the statement and is not shown. */
#include "report/ledger.h"

#include "base/id.h"
#include "base/mask.h"
#include "report/csv.h"

enum cell { TEXT, MAIL, INT, TIME, MONEY, YES_NO };
struct column { const char *head; enum cell cell; int at; };

/* `at` is the column of the statement (schema/queries/report.sql); money needs its currency's, which stands in `currency_at`. */
struct table { enum query query; int currency_at; const struct column *columns; size_t n; };

static const struct column order_columns[] = {
	{"order", TEXT, 1}, {"child order", TEXT, 2}, {"state", TEXT, 3}, {"placed at", TIME, 4}, {"seller", TEXT, 5}, {"GSTIN", TEXT, 6},
	{"booth", TEXT, 7}, {"product", TEXT, 8}, {"product name", TEXT, 9}, {"HSN", TEXT, 10}, {"quantity", INT, 11}, {"unit", TEXT, 12},
	{"price", MONEY, 13}, {"price shown", MONEY, 14}, {"currency", TEXT, 15}, {"broadcast", TEXT, 16}, {"media time us", INT, 17},
	{"estimated", YES_NO, 18}, {"to", TEXT, 19}, {"city", TEXT, 20}, {"state of India", TEXT, 21}, {"PIN", TEXT, 22}, {"country", TEXT, 23},
	{"maker", TEXT, 24}, {"paper", TEXT, 25}, {"tax", TEXT, 26},
};
static const struct table orders = {Q_REPORT_ORDERS, 15, order_columns, sizeof order_columns / sizeof order_columns[0]};

static const struct column lead_columns[] = {
	{"lead", TEXT, 1}, {"state", TEXT, 2}, {"opened at", TIME, 3}, {"booth", TEXT, 4}, {"product", TEXT, 5}, {"product name", TEXT, 6},
	{"quantity", INT, 7}, {"unit", TEXT, 8}, {"target price", MONEY, 9}, {"currency", TEXT, 10}, {"Incoterm", TEXT, 11},
	{"destination", TEXT, 12}, {"company", TEXT, 13}, {"name", TEXT, 14}, {"e-mail", MAIL, 15}, {"country", TEXT, 16},
	{"broadcast", TEXT, 17}, {"media time us", INT, 18}, {"estimated", YES_NO, 19}, {"note", TEXT, 20},
};
static const struct table leads = {Q_REPORT_LEADS, 10, lead_columns, sizeof lead_columns / sizeof lead_columns[0]};

static void write_cell(struct csv *c, struct rows *r, const struct column *column, int currency_at)
{
	char text[MASK_BYTES];
	switch (column->cell) {
	case MAIL: mask_mail(rows_text(r, column->at), text); csv_text(c, text); break; /* a table is no reason to look at all of them */
	case TEXT: csv_text(c, rows_text(r, column->at)); break;
	case INT: csv_int(c, rows_int(r, column->at)); break;
	case TIME: csv_time(c, rows_int(r, column->at)); break;
	case MONEY: csv_money(c, rows_int(r, column->at), rows_int(r, column->at) ? rows_text(r, currency_at) : ""); break; /* 0: not said */
	case YES_NO: csv_text(c, rows_int(r, column->at) ? "yes" : "no"); break;
	}
}

/* One statement's rows behind `after`, which moves on. */
static err_t write_step(struct db *db, const struct table *t, char after[static ID_CHARS + 1], struct csv *c, int *ret_rows)
{
	struct rows r;
	int n = 0;
	db_query(db, &r, t->query, V(after), V(LEDGER_STEP));
	for (; rows_next(&r); n++) {
		for (size_t i = 0; i < t->n; i++) write_cell(c, &r, &t->columns[i], t->currency_at);
		csv_end_row(c);
		rows_copy(&r, 0, after, ID_CHARS + 1);
	}
	*ret_rows = n;
	return rows_end(&r);
}

static err_t write_table(struct db *db, const struct table *t, struct buf *out)
{
	struct csv c = csv_start(out);
	char after[ID_CHARS + 1] = "";
	for (size_t i = 0; i < t->n; i++) csv_text(&c, t->columns[i].head);
	csv_end_row(&c);
	for (int rows = LEDGER_STEP, all = 0; rows == LEDGER_STEP && all < LEDGER_ROWS_MAX; all += rows) TRY(write_step(db, t, after, &c, &rows));
	return OK;
}

err_t ledger_orders(struct db *db, struct buf *out) { return write_table(db, &orders, out); }
err_t ledger_leads(struct db *db, struct buf *out) { return write_table(db, &leads, out); }
