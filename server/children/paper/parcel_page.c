/* parcel_page.c — black on white and nothing thin: thermal printers print it too. */
#include "children/paper/parcel_page.h"

#include <string.h>

#include "base/buf.h"
#include "children/paper/amount.h"

#define TRACKING_MM 32
#define TAG_MM 44             /* three of them and their rules fill a sheet */
#define TAG_QR_MM 40          /* a signed statement is a large code */

static const struct sheet_text head = {.size = 8.5, .bold = true}, large = {.size = 14, .bold = true}, plain = {.size = 9}, strong = {.size = 11, .bold = true},
                               small = {.size = 7};

static void say_address(struct sheet *s, const char *title, const struct parcel_address *a, const struct sheet_text *how)
{
	struct buf b;
	buf_init(&b);
	buf_printf(&b, "%s\n%s%s%s\n%s %s", a->name, a->line1, *a->line2 ? ", " : "", a->line2, a->city, a->pin);
	buf_printf(&b, "\n%s%s%s", a->state, strcmp(a->country, "IN") != 0 ? ", " : "", strcmp(a->country, "IN") != 0 ? a->country : "");
	if (*a->phone) buf_printf(&b, " · %s", a->phone);
	sheet_say(s, title, &head);
	sheet_say(s, b.data, how);
	buf_fini(&b);
}

static void rule(struct sheet *s)
{
	sheet_gap(s, 5);
	sheet_rule(s);
	sheet_gap(s, 4);
}

/* Whoever hands the parcel over has this sheet alone to know it by. */
static void say_collect(struct sheet *s, int64_t minor)
{
	char money[AMOUNT_CHARS];
	struct buf b;
	buf_init(&b);
	amount_money(minor, "INR", money);
	buf_printf(&b, "Cash on delivery · दरवाज़े पर भुगतान: %s", money);
	sheet_gap(s, 3);
	sheet_say(s, b.data, &strong);
	buf_fini(&b);
}

static void draw_top(struct sheet *s, const struct parcel_label *l)
{
	struct buf b;
	buf_init(&b);
	buf_printf(&b, "%s", l->number);
	if (l->weight_g) buf_printf(&b, " · %lld g · ग्राम", (long long)l->weight_g);
	sheet_say(s, b.data, &strong);
	buf_fini(&b);
	if (l->collect_minor) say_collect(s, l->collect_minor);
	rule(s);
}

static void draw_tracking(struct sheet *s, const struct parcel_label *l)
{
	const double side = TRACKING_MM * SHEET_MM, y = s->height - s->margin - side, x = s->margin + side + 8, width = sheet_inner(s) - side - 8;
	double at = y;
	struct buf b;
	buf_init(&b);
	sheet_qr(s, s->margin, y, side, l->tracking);
	at += sheet_draw(s, x, at, width, "Parcel · पार्सल", &head, false);
	at += sheet_draw(s, x, at, width, l->code, &strong, false);
	if (*l->ref) {
		buf_printf(&b, "Carrier's number · वाहक का नंबर\n%s", l->ref);
		at += sheet_draw(s, x, at, width, b.data, &plain, false);
	}
	sheet_draw(s, x, at + 2, width, l->tracking, &small, false);
	buf_fini(&b);
}

static void draw_tag(struct sheet *s, const struct label_piece *p)
{
	const double side = TAG_QR_MM * SHEET_MM, x = s->margin + side + 8, width = sheet_inner(s) - side - 8;
	struct buf b;
	buf_init(&b);
	sheet_need(s, TAG_MM * SHEET_MM);
	double at = s->y;
	sheet_qr(s, s->margin, at, side, p->url);
	at += sheet_draw(s, x, at, width, p->product_hi, &head, false);
	if (strcmp(p->product_en, p->product_hi) != 0) at += sheet_draw(s, x, at, width, p->product_en, &plain, false);
	buf_printf(&b, "%s\n%s · %s", p->artisan_hi, p->district_hi, p->district_en);
	if (*p->gi_user) buf_printf(&b, "\nGI %s", p->gi_user);
	at += sheet_draw(s, x, at, width, b.data, &small, false);
	sheet_draw(s, x, at + 3, width, p->code, &(struct sheet_text){.size = 8, .bold = true}, false);
	s->y += TAG_MM * SHEET_MM;
	buf_fini(&b);
}

void parcel_draw(struct sheet *s, const struct parcel_label *l)
{
	if (l->first == 1) {
		draw_top(s, l);
		say_address(s, "To · सेवा में", &l->to, &large);
		if (l->has_from) {
			rule(s);
			say_address(s, "From · प्रेषक", &l->from, &plain);
		}
		draw_tracking(s, l);
		s->y = s->height;    /* the tags begin a sheet of their own */
	}
	for (size_t i = 0; i < l->n_pieces; i++) draw_tag(s, &l->pieces[i]);
}
