/* payout.c — rows for the bank, rows for the artisan. */
#include "report/payout.h"

#include <string.h>

#include "report/csv.h"

struct writing { struct csv csv; const struct settlement_run *run; };

static void head(struct csv *c, const char *const names[], size_t n)
{
	for (size_t i = 0; i < n; i++) csv_text(c, names[i]);
	csv_end_row(c);
}

static void write_payment(void *arg, const struct settlement *s)
{
	struct writing *w = arg;
	const bool neft = *s->account && *s->ifsc;
	if (strcmp(s->payer, "fair") != 0 || s->came_back) return;
	csv_text(&w->csv, neft ? "NEFT" : "UPI");
	csv_text(&w->csv, s->name);
	csv_text(&w->csv, neft ? s->account : "");
	csv_text(&w->csv, neft ? s->ifsc : "");
	csv_text(&w->csv, neft ? "" : s->upi);
	csv_money(&w->csv, s->amount_minor, s->currency);
	csv_text(&w->csv, s->currency);
	csv_text(&w->csv, w->run->number);
	csv_text(&w->csv, s->id);
	csv_end_row(&w->csv);
}

err_t payout_csv(struct db *db, const char *run, struct buf *out)
{
	static const char *const names[] = {"method", "beneficiary", "account", "IFSC", "UPI", "amount", "currency", "run", "reference"};
	struct settlement_run r;
	TRY(settlement_run_find(db, run, &r));
	struct writing w = {.csv = csv_start(out), .run = &r};
	head(&w.csv, names, sizeof names / sizeof *names);
	return settlement_list(db, run, write_payment, &w);
}

void statement_csv(const struct statement *s, struct buf *out)
{
	static const char *const names[] = {"at", "what", "क्या", "order or reference", "amount", "balance"};
	struct csv c = csv_start(out);
	head(&c, names, sizeof names / sizeof *names);
	for (size_t i = 0; i < s->n_lines; i++) {
		const struct statement_line *l = &s->lines[i];
		csv_time(&c, l->at_ms);
		csv_text(&c, l->cause_en);
		csv_text(&c, l->cause_hi);
		csv_text(&c, l->note);
		csv_money(&c, l->amount_minor, s->currency);
		csv_money(&c, l->balance_minor, s->currency);
		csv_end_row(&c);
	}
}
