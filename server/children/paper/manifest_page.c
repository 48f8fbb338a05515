/* manifest_page.c — a table of stops in the order in which they were given, and lines to sign on. */
#include "children/paper/manifest_page.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "children/paper/amount.h"

static const struct sheet_text title = {.size = 17, .bold = true}, subtitle = {.size = 13}, plain = {.size = 9.5};
static const struct sheet_column columns[] = {
	{"№", .05, SHEET_LEFT}, {"Fetched from\nकहाँ से लेना है", .31, SHEET_LEFT}, {"When\nकब", .14, SHEET_LEFT}, {"Parcel\nपार्सल", .23, SHEET_LEFT},
	{"Goes to\nकहाँ जाना है", .13, SHEET_LEFT}, {"Given: signature\nदिया: हस्ताक्षर", .14, SHEET_LEFT}};
#define COLUMNS (sizeof columns / sizeof *columns)
#define ROW_SIZE 8.5
#define INDIA_MINUTES 330
#define SIGN_ROOM 70.0

static void clock_in_india(int64_t at_ms, char ret[static AMOUNT_CHARS])
{
	const int minutes = (int)((at_ms / 60000 + INDIA_MINUTES) % 1440);
	*ret = 0;
	if (at_ms) snprintf(ret, AMOUNT_CHARS, "%02d:%02d", minutes / 60, minutes % 60);
}

static void say_when(const struct run_stop *st, struct buf *b)
{
	char day[AMOUNT_CHARS], from[AMOUNT_CHARS], until[AMOUNT_CHARS];
	amount_day(st->window_from_ms, day);
	clock_in_india(st->window_from_ms, from);
	clock_in_india(st->window_until_ms, until);
	buf_printf(b, "%s\n%s–%s", day, from, until);
}

static void say_from(const struct run_stop *st, struct buf *b)
{
	const struct parcel_address *a = &st->from;
	buf_printf(b, "%s%s%s", st->maker_en, strcmp(st->maker_en, st->maker_hi) != 0 ? " · " : "", strcmp(st->maker_en, st->maker_hi) != 0 ? st->maker_hi : "");
	if (st->has_from) buf_printf(b, "\n%s, %s%s%s, %s %s\n%s", a->name, a->line1, *a->line2 ? ", " : "", a->line2, a->city, a->pin, a->phone);
}

static void draw_stop(struct sheet *s, size_t number, const struct run_stop *st)
{
	struct buf place, from, when, parcel, to;
	struct buf *all[] = {&place, &from, &when, &parcel, &to};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_init(all[i]);
	buf_printf(&place, "%zu", number);
	say_from(st, &from);
	say_when(st, &when);
	buf_printf(&parcel, "%s\n%s", st->number, st->code);
	if (st->weight_g) buf_printf(&parcel, "\n%lld g", (long long)st->weight_g);
	buf_printf(&to, "%s %s", st->to.city, strcmp(st->to.country, "IN") == 0 ? st->to.pin : st->to.country);
	if (st->collect_minor) {
		char money[AMOUNT_CHARS];
		amount_money(st->collect_minor, "INR", money);
		buf_printf(&to, "\nCOD · नक़द\n%s", money);
	}
	const char *const cells[] = {place.data, from.data, when.data, parcel.data, to.data, "\n\n\n"};
	sheet_row(s, columns, COLUMNS, cells, ROW_SIZE, false);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) buf_fini(all[i]);
}

/* Name, vehicle and hour of the driver, and the hand that took the parcels over at the hub. */
static void draw_signatures(struct sheet *s)
{
	static const char *const lines[] = {"Driver, vehicle · चालक, वाहन", "Driver's signature, date, hour · चालक के हस्ताक्षर, दिनांक, समय",
	                                    "Taken over by: name, signature · लेने वाले का नाम, हस्ताक्षर"};
	const size_t n = sizeof lines / sizeof *lines;
	const double gap = 18, width = (sheet_inner(s) - gap * (double)(n - 1)) / (double)n;
	sheet_need(s, SIGN_ROOM);
	sheet_gap(s, SIGN_ROOM - 26);
	for (size_t i = 0; i < n; i++) {
		const double x = s->margin + (double)i * (width + gap);
		cairo_move_to(s->cr, x, s->y);
		cairo_line_to(s->cr, x + width, s->y);
		cairo_stroke(s->cr);
		sheet_draw(s, x, s->y + 3, width, lines[i], &(struct sheet_text){.size = 7.5, .grey = 0.25}, false);
	}
}

void manifest_draw(struct sheet *s, const struct run_manifest *m)
{
	const char *heads[COLUMNS];
	char day[AMOUNT_CHARS];
	int64_t grams = 0;
	struct buf b;
	buf_init(&b);
	s->foot = m->id;
	for (size_t i = 0; i < m->n_stops; i++) grams += m->stops[i].weight_g;
	amount_day(m->made_ms, day);
	buf_printf(&b, "%s · Parcels · पार्सल: %zu · %lld.%lld kg · किग्रा", day, m->n_stops, (long long)(grams / 1000), (long long)(grams % 1000 / 100));
	sheet_say(s, "Pickup run", &title);
	sheet_say(s, "पिकअप सूची", &subtitle);
	sheet_gap(s, 4);
	sheet_say(s, b.data, &plain);
	sheet_gap(s, 8);
	for (size_t i = 0; i < COLUMNS; i++) heads[i] = columns[i].head;
	sheet_row(s, columns, COLUMNS, heads, ROW_SIZE, true);
	for (size_t i = 0; i < m->n_stops; i++) draw_stop(s, i + 1, &m->stops[i]);
	draw_signatures(s);
	buf_fini(&b);
}
