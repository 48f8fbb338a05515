/* invoice.c — head, the two parties, the terms, the table, the sums, the signature. */
#include "children/paper/invoice.h"

#include <string.h>

#include "base/buf.h"
#include "children/paper/amount.h"
#include "children/paper/country.h"
#include "trade/region.h"
#include "trade/sell_rule.h"

static const struct sheet_text title = {.size = 17, .bold = true}, subtitle = {.size = 13}, strong = {.size = 9.5, .bold = true}, plain = {.size = 9},
                               small = {.size = 7.5, .grey = 0.3}, right = {.size = 9, .align = SHEET_RIGHT};
#define QR_SIDE 72.0
#define ROW_SIZE 7.5

static bool is(const struct paper *p, enum paper_kind k) { return strcmp(p->kind, paper_kind_wire(k)) == 0; }

void invoice_qr(const struct paper *p, struct buf *ret)
{
	char day[AMOUNT_CHARS], total[AMOUNT_CHARS];
	amount_day(p->at_ms, day);
	amount_plain(p->total_minor, total);
	buf_printf(ret, "%s\n%s\n%s\n%s %s\n%s", p->number, day, *p->from_gstin ? p->from_gstin : p->from_enrolment, p->currency, total, p->order_number);
}

/* "English · हिन्दी: value" lines; nothing without a value. */
static void field(struct buf *b, const char *label, const char *value)
{
	if (*value) buf_printf(b, "%s%s: %s", b->len ? "\n" : "", label, value);
}
static void line(struct buf *b, const char *value)
{
	if (*value) buf_printf(b, "%s%s", b->len ? "\n" : "", value);
}

static void draw_head(struct sheet *s, const struct paper *p)
{
	const enum paper_kind kind = paper_kind_parse(p->kind);
	struct buf facts, qr;
	char day[AMOUNT_CHARS], about[AMOUNT_CHARS], ordered[AMOUNT_CHARS];
	const double top = s->y;
	buf_init(&facts);
	buf_init(&qr);
	amount_day(p->at_ms, day);
	amount_day(p->ordered_ms, ordered);
	amount_day(p->about_ms, about);
	s->y += sheet_draw(s, s->margin, s->y, 260, paper_kind_en(kind), &title, false);
	s->y += sheet_draw(s, s->margin, s->y, 260, paper_kind_hi(kind), &subtitle, false);
	if (strcmp(p->state, "cancelled") == 0) s->y += sheet_draw(s, s->margin, s->y, 260, "CANCELLED · रद्द", &title, false);
	field(&facts, "Number · संख्या", p->number);
	field(&facts, "Date · दिनांक", day);
	buf_printf(&facts, "\nOrder · ऑर्डर: %s (%s)", p->order_number, ordered);
	if (*p->about_number) buf_printf(&facts, "\nAbout · संदर्भ: %s (%s)", p->about_number, about);
	field(&facts, "Reason · कारण", p->reason);
	const double facts_end = top + sheet_draw(s, s->width - s->margin - QR_SIDE - 250, top, 240, facts.data, &right, false);
	invoice_qr(p, &qr);
	sheet_qr(s, s->width - s->margin - QR_SIDE, top, QR_SIDE, qr.data);
	if (s->y < top + QR_SIDE) s->y = top + QR_SIDE;
	if (s->y < facts_end) s->y = facts_end;
	sheet_gap(s, 8);
	buf_fini(&facts);
	buf_fini(&qr);
}

static void town(struct buf *b, const char *city, const char *pin)
{
	if (*city || *pin) buf_printf(b, "%s%s%s%s", b->len ? "\n" : "", city, *city && *pin ? " " : "", pin);
}

static void region(struct buf *b, int64_t code)
{
	if (*region_en((int)code)) buf_printf(b, "\n%s (%02d) · %s", region_en((int)code), (int)code, region_hi((int)code));
}

static void supplier(const struct paper *p, struct buf *b)
{
	line(b, p->from_name);
	if (strcmp(p->from_name, p->from_name_hi) != 0) line(b, p->from_name_hi);
	line(b, p->from_line1);
	line(b, p->from_line2);
	town(b, p->from_city, p->from_pin);
	region(b, p->from_region);
	field(b, "GSTIN", p->from_gstin);
	field(b, "Enrolment · नामांकन", p->from_enrolment);
	field(b, "IEC", p->from_iec);
	field(b, "LUT (RFD-11)", p->from_lut);
	field(b, "AD code", p->from_ad_code);
}

static void recipient(const struct paper *p, struct buf *b)
{
	line(b, p->to_name);
	line(b, p->to_line1);
	line(b, p->to_line2);
	town(b, p->to_city, p->to_pin);
	if (p->supply_region == PAPER_ABROAD) line(b, p->to_state);
	else if (*p->to_name) region(b, p->supply_region);
	if (*p->to_country) {
		buf_puts(b, "\nCountry · देश: ");
		country_put(b, p->to_country);
	}
	field(b, "GSTIN", p->to_gstin);
}

static void draw_parties(struct sheet *s, const struct paper *p)
{
	const double half = sheet_inner(s) / 2 - 8, x2 = s->margin + half + 16;
	struct buf from, to;
	buf_init(&from);
	buf_init(&to);
	supplier(p, &from);
	recipient(p, &to);
	sheet_rule(s);
	sheet_gap(s, 5);
	double y = s->y + sheet_draw(s, s->margin, s->y, half, "Supplier · आपूर्तिकर्ता", &strong, false);
	sheet_draw(s, x2, s->y, half, "Recipient and place of delivery · प्राप्तकर्ता एवं वितरण स्थान", &strong, false);
	const double a = sheet_draw(s, s->margin, y, half, from.data ? from.data : "", &plain, false);
	const double b = sheet_draw(s, x2, y, half, to.data ? to.data : "", &plain, false);
	s->y = y + (a > b ? a : b);
	sheet_gap(s, 6);
	buf_fini(&from);
	buf_fini(&to);
}

/* What a customs office reads first. */
static void write_customs(struct buf *b, const struct paper *p)
{
	if (b->len) buf_puts(b, "\n");
	buf_puts(b, "Country of origin · मूल देश: ");
	country_put(b, "IN");
	if (!is(p, PAPER_PACKING_LIST)) buf_printf(b, "   ·   Currency · मुद्रा: %s", p->currency);
	if (p->weight_g) buf_printf(b, "   ·   Weight · भार: %lld g", (long long)p->weight_g);
}

static void write_tax_terms(struct buf *b, const struct paper *p)
{
	if (p->supply_region == PAPER_ABROAD) {
		buf_puts(b, "Place of supply · आपूर्ति का स्थान: outside India (96), ");
		country_put_en(b, p->to_country);
	} else buf_printf(b, "Place of supply · आपूर्ति का स्थान: %s (%02d)", region_en((int)p->supply_region), (int)p->supply_region);
	buf_printf(b, "   ·   Reverse charge · प्रतिवर्ती प्रभार: %s", p->reverse_charge ? "yes · हाँ" : "no · नहीं");
}

/* A packing list is about boxes: of the terms it has those of the customs alone. */
static void draw_terms(struct sheet *s, const struct paper *p)
{
	const bool packing = is(p, PAPER_PACKING_LIST);
	struct buf b;
	buf_init(&b);
	if (!packing) write_tax_terms(&b, p);
	if (p->supply_region == PAPER_ABROAD) write_customs(&b, p);
	sheet_rule(s);
	sheet_gap(s, 4);
	sheet_say(s, b.data ? b.data : "", &plain);
	if (!packing) sheet_say(s, p->words, &strong);
	sheet_gap(s, 6);
	buf_fini(&b);
}

/* ── the table ── */

enum cell { NO, WHAT, HSN, QUANTITY, PRICE, DISCOUNT, TAXABLE, RATE, CGST, SGST, IGST, TOTAL, WEIGHT };
struct table { const enum cell *cells; const struct sheet_column *columns; size_t n; };

static const enum cell halves_cells[] = {NO, WHAT, HSN, QUANTITY, PRICE, DISCOUNT, TAXABLE, RATE, CGST, SGST, TOTAL};
static const struct sheet_column halves_columns[] = {
	{"#", .035, SHEET_LEFT}, {"Goods\nवस्तु", .215, SHEET_LEFT}, {"HSN", .07, SHEET_LEFT}, {"Quantity\nमात्रा", .095, SHEET_RIGHT}, {"Price\nमूल्य", .1, SHEET_RIGHT},
	{"Discount\nछूट", .08, SHEET_RIGHT}, {"Value\nकर योग्य", .1, SHEET_RIGHT}, {"Rate\nदर", .05, SHEET_RIGHT}, {"CGST", .075, SHEET_RIGHT}, {"SGST", .075, SHEET_RIGHT},
	{"Total\nकुल", .105, SHEET_RIGHT},
};
static const enum cell whole_cells[] = {NO, WHAT, HSN, QUANTITY, PRICE, DISCOUNT, TAXABLE, RATE, IGST, TOTAL};
static const struct sheet_column whole_columns[] = {
	{"#", .035, SHEET_LEFT}, {"Goods\nवस्तु", .275, SHEET_LEFT}, {"HSN", .075, SHEET_LEFT}, {"Quantity\nमात्रा", .08, SHEET_RIGHT}, {"Price\nमूल्य", .11, SHEET_RIGHT},
	{"Discount\nछूट", .08, SHEET_RIGHT}, {"Value\nकर योग्य", .105, SHEET_RIGHT}, {"Rate\nदर", .05, SHEET_RIGHT}, {"IGST", .085, SHEET_RIGHT}, {"Total\nकुल", .105, SHEET_RIGHT},
};
static const enum cell bare_cells[] = {NO, WHAT, HSN, QUANTITY, PRICE, DISCOUNT, TOTAL};
static const struct sheet_column bare_columns[] = {
	{"#", .04, SHEET_LEFT}, {"Goods\nवस्तु", .42, SHEET_LEFT}, {"HSN", .1, SHEET_LEFT}, {"Quantity\nमात्रा", .1, SHEET_RIGHT}, {"Price\nमूल्य", .12, SHEET_RIGHT},
	{"Discount\nछूट", .1, SHEET_RIGHT}, {"Value\nकुल", .12, SHEET_RIGHT},
};
static const enum cell packing_cells[] = {NO, WHAT, HSN, QUANTITY, WEIGHT};
static const struct sheet_column packing_columns[] = {
	{"#", .05, SHEET_LEFT}, {"Goods\nवस्तु", .55, SHEET_LEFT}, {"HSN", .12, SHEET_LEFT}, {"Quantity\nमात्रा", .14, SHEET_RIGHT}, {"Weight, g\nभार, ग्राम", .14, SHEET_RIGHT},
};
#define TABLE(which) {which##_cells, which##_columns, sizeof which##_cells / sizeof *which##_cells}

static struct table table_for(const struct paper *p)
{
	static const struct table halves = TABLE(halves), whole = TABLE(whole), bare = TABLE(bare), packing = TABLE(packing);
	if (is(p, PAPER_PACKING_LIST)) return packing;
	if (strcmp(p->tax, sell_tax_wire(SELL_TAX_CGST_SGST)) == 0) return halves;
	return strcmp(p->tax, sell_tax_wire(SELL_TAX_NONE)) == 0 ? bare : whole;
}

/* Who sells the own work need not be named twice. */
static void write_goods(struct buf *b, const struct paper *p, const struct paper_line *l)
{
	buf_puts(b, l->name_en);
	if (*l->name_hi && strcmp(l->name_en, l->name_hi) != 0) buf_printf(b, "\n%s", l->name_hi);
	if (*l->maker_en && strcmp(l->maker_en, p->from_name) != 0) buf_printf(b, "\nMade by · निर्माता: %s", l->maker_en);
}

static void write_cell(struct buf *b, enum cell cell, const struct paper *p, const struct paper_line *l, size_t no)
{
	char text[AMOUNT_CHARS] = "";
	switch (cell) {
	case NO: buf_printf(b, "%zu", no); return;
	case WHAT: write_goods(b, p, l); return;
	case HSN: buf_puts(b, l->hsn); return;
	case QUANTITY: buf_printf(b, "%lld %s", (long long)l->quantity, l->uqc); return;
	case WEIGHT: if (l->weight_g) buf_printf(b, "%lld", (long long)l->weight_g); else buf_puts(b, "–"); return;
	case RATE: amount_percent(l->bps, text); break;
	case PRICE: amount_plain(l->price_minor, text); break;
	case DISCOUNT: amount_plain(l->discount_minor, text); break;
	case TAXABLE: amount_plain(l->taxable_minor, text); break;
	case CGST: amount_plain(l->cgst_minor, text); break;
	case SGST: amount_plain(l->sgst_minor, text); break;
	case IGST: amount_plain(l->igst_minor, text); break;
	case TOTAL: amount_plain(l->gross_minor - l->discount_minor, text); break;
	}
	buf_puts(b, text);
}

static void draw_heads(struct sheet *s, const struct table *t)
{
	const char *heads[SHEET_COLUMNS_MAX];
	for (size_t i = 0; i < t->n; i++) heads[i] = t->columns[i].head;
	sheet_row(s, t->columns, t->n, heads, ROW_SIZE, true);
}

static void draw_line(struct sheet *s, const struct table *t, const struct paper *p, const struct paper_line *l, size_t no, bool bold)
{
	struct buf texts[SHEET_COLUMNS_MAX];
	const char *cells[SHEET_COLUMNS_MAX];
	for (size_t i = 0; i < t->n; i++) {
		buf_init(&texts[i]);
		if (no || (t->cells[i] != NO && t->cells[i] != HSN && t->cells[i] != QUANTITY && t->cells[i] != PRICE && t->cells[i] != RATE)) write_cell(&texts[i], t->cells[i], p, l, no);
		cells[i] = texts[i].data ? texts[i].data : "";
	}
	sheet_row(s, t->columns, t->n, cells, ROW_SIZE, bold);
	for (size_t i = 0; i < t->n; i++) buf_fini(&texts[i]);
}

static void draw_table(struct sheet *s, const struct paper *p)
{
	const struct table t = table_for(p);
	struct paper_line sum = {.gross_minor = p->gross_minor, .discount_minor = p->discount_minor, .taxable_minor = p->taxable_minor, .cgst_minor = p->cgst_minor,
	                         .sgst_minor = p->sgst_minor, .igst_minor = p->igst_minor, .weight_g = p->weight_g, .name_en = "Total · कुल योग"};
	draw_heads(s, &t);
	for (size_t i = 0; i < p->n_lines; i++) draw_line(s, &t, p, &p->lines[i], i + 1, false);
	draw_line(s, &t, p, &sum, 0, true);
}

static void draw_sums(struct sheet *s, const struct paper *p)
{
	char total[AMOUNT_CHARS], words[AMOUNT_WORDS];
	struct buf b;
	if (is(p, PAPER_PACKING_LIST)) return;
	buf_init(&b);
	amount_money(p->total_minor, p->currency, total);
	buf_printf(&b, "Total · कुल: %s", total);
	sheet_gap(s, 8);
	sheet_say(s, b.data, &(struct sheet_text){.size = 12, .bold = true, .align = SHEET_RIGHT});
	amount_words(p->total_minor, p->currency, "en", words);
	sheet_say(s, words, &right);
	amount_words(p->total_minor, p->currency, "hi", words);
	sheet_say(s, words, &right);
	if (p->cgst_minor || p->igst_minor) sheet_say(s, "Prices and the total include the tax. · मूल्य एवं कुल राशि में कर सम्मिलित है।", &small);
	buf_fini(&b);
}

static void draw_signature(struct sheet *s, const struct paper *p)
{
	struct buf b;
	const double x = s->margin + sheet_inner(s) / 2;
	sheet_need(s, 70);
	sheet_gap(s, 34);
	buf_init(&b);
	buf_printf(&b, "For · कृते: %s\nAuthorised signatory · अधिकृत हस्ताक्षरकर्ता", p->from_name);
	s->y += sheet_draw(s, x, s->y, sheet_inner(s) / 2, b.data, &right, false);
	buf_fini(&b);
	if (is(p, PAPER_PROFORMA)) sheet_say(s, "A proforma is an offer to pay by, and no tax invoice. · प्रोफ़ॉर्मा कर बीजक नहीं है।", &small);
}

void invoice_draw(struct sheet *s, const struct paper *p)
{
	s->foot = p->number;
	draw_head(s, p);
	draw_parties(s, p);
	draw_terms(s, p);
	draw_table(s, p);
	draw_sums(s, p);
	draw_signature(s, p);
}
