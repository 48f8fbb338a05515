/* statement_page.c — whose, from when to when, what was owed, each line, what is owed. */
#include "children/paper/statement_page.h"

#include <string.h>

#include "base/buf.h"
#include "children/paper/amount.h"

static const struct sheet_text title = {.size = 17, .bold = true}, subtitle = {.size = 13}, plain = {.size = 9.5},
                               sum = {.size = 12, .bold = true, .align = SHEET_RIGHT};
static const struct sheet_column columns[] = {
	{"Date\nदिनांक", .13, SHEET_LEFT}, {"What\nविवरण", .37, SHEET_LEFT}, {"Order or reference\nऑर्डर या संदर्भ", .2, SHEET_LEFT}, {"Amount, ₹\nराशि, ₹", .15, SHEET_RIGHT},
	{"Balance, ₹\nशेष, ₹", .15, SHEET_RIGHT},
};
#define COLUMNS (sizeof columns / sizeof *columns)
#define ROW_SIZE 8.5

static void draw_whose(struct sheet *s, const struct statement *st)
{
	char from[AMOUNT_CHARS], until[AMOUNT_CHARS], before[AMOUNT_CHARS];
	struct buf b;
	buf_init(&b);
	amount_day(st->from_ms, from);
	amount_day(st->until_ms - 1, until);
	amount_money(st->before_minor, st->currency, before);
	buf_puts(&b, st->name);
	if (strcmp(st->name, st->name_hi) != 0) buf_printf(&b, " · %s", st->name_hi);
	if (*st->principal_name) buf_printf(&b, "\nSold by · विक्रेता: %s", st->principal_name);
	buf_printf(&b, "\nFrom · से: %s   until · तक: %s\nOwed to you before · पहले का शेष: %s", from, until, before);
	sheet_say(s, b.data, &plain);
	sheet_gap(s, 8);
	buf_fini(&b);
}

static void draw_line(struct sheet *s, const struct statement_line *l)
{
	char day[AMOUNT_CHARS], amount[AMOUNT_CHARS], balance[AMOUNT_CHARS];
	struct buf what;
	buf_init(&what);
	amount_day(l->at_ms, day);
	amount_plain(l->amount_minor, amount);
	amount_plain(l->balance_minor, balance);
	buf_printf(&what, "%s\n%s", l->cause_en, l->cause_hi);
	const char *const cells[] = {day, what.data, l->note, amount, balance};
	sheet_row(s, columns, COLUMNS, cells, ROW_SIZE, false);
	buf_fini(&what);
}

void statement_draw(struct sheet *s, const struct statement *st)
{
	const char *heads[COLUMNS];
	char after[AMOUNT_CHARS];
	struct buf b;
	s->foot = st->name;
	sheet_say(s, "Statement", &title);
	sheet_say(s, "खाता विवरण", &subtitle);
	sheet_gap(s, 6);
	draw_whose(s, st);
	for (size_t i = 0; i < COLUMNS; i++) heads[i] = columns[i].head;
	sheet_row(s, columns, COLUMNS, heads, ROW_SIZE, true);
	for (size_t i = 0; i < st->n_lines; i++) draw_line(s, &st->lines[i]);
	buf_init(&b);
	amount_money(st->after_minor, st->currency, after);
	buf_printf(&b, "%s: %s", st->after_minor < 0 ? "You owe · आप पर देय" : "Owed to you · आपको देय", after);
	sheet_gap(s, 8);
	sheet_say(s, b.data, &sum);
	if (st->cut) sheet_say(s, "There are more lines than fit here; choose a shorter time. · पंक्तियाँ अधिक हैं; कम अवधि चुनें।", &plain);
	buf_fini(&b);
}
