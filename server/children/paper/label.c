/* label.c — to whom in large letters, from whom in small ones, the number as text and as a code. */
#include "children/paper/label.h"

#include "base/buf.h"
#include "children/paper/invoice.h"
#include "trade/region.h"

static const struct sheet_text head = {.size = 9, .bold = true}, large = {.size = 14, .bold = true}, plain = {.size = 9.5};

static void draw_to(struct sheet *s, const struct paper *p)
{
	struct buf b;
	buf_init(&b);
	buf_printf(&b, "%s\n%s%s%s\n%s %s\n%s", p->to_name, p->to_line1, *p->to_line2 ? "\n" : "", p->to_line2, p->to_city, p->to_pin, p->to_state);
	if (p->supply_region == PAPER_ABROAD) buf_printf(&b, "\n%s", p->to_country);
	sheet_say(s, "To · सेवा में", &head);
	sheet_say(s, b.data, &large);
	buf_fini(&b);
}

static void draw_from(struct sheet *s, const struct paper *p)
{
	struct buf b;
	buf_init(&b);
	buf_printf(&b, "%s\n%s%s%s%s%s %s, %s", p->from_name, p->from_line1, *p->from_line2 ? ", " : "", p->from_line2, *p->from_line1 ? "\n" : "", p->from_city, p->from_pin, region_en((int)p->from_region));
	sheet_say(s, "From · प्रेषक", &head);
	sheet_say(s, b.data, &plain);
	buf_fini(&b);
}

static void draw_goods(struct sheet *s, const struct paper *p)
{
	struct buf b;
	buf_init(&b);
	for (size_t i = 0; i < p->n_lines; i++) buf_printf(&b, "%s%lld × %s", i ? "\n" : "", (long long)p->lines[i].quantity, p->lines[i].name_en);
	sheet_say(s, b.data ? b.data : "", &plain);
	buf_fini(&b);
}

void label_draw(struct sheet *s, const struct paper *p)
{
	const double side = 30 * SHEET_MM;
	struct buf qr;
	buf_init(&qr);
	invoice_qr(p, &qr);
	draw_to(s, p);
	sheet_gap(s, 6);
	sheet_rule(s);
	sheet_gap(s, 4);
	draw_from(s, p);
	sheet_gap(s, 6);
	sheet_rule(s);
	sheet_gap(s, 4);
	draw_goods(s, p);
	const double y = s->height - s->margin - side;
	sheet_qr(s, s->margin, y, side, qr.data);
	sheet_draw(s, s->margin + side + 8, y, sheet_inner(s) - side - 8, p->order_number, &large, false);
	sheet_draw(s, s->margin + side + 8, y + 40, sheet_inner(s) - side - 8, p->number, &plain, false);
	buf_fini(&qr);
}
