/* paper_issue.c — fills a paper from the order, the seller and the rates as they stand, numbers it and writes it down. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "store/row_shape.h"
#include "trade/india_day.h"
#include "trade/paper.h"
#include "trade/region.h"
#include "trade/seller_place.h"
#include "trade/seller_tax.h"
#include "trade/tax.h"
#include "trade/tax_rate.h"

static const char *const prefixes[PAPER_KINDS] = {
#define PAPER_KIND(id, wire, prefix, en, hi) [PAPER_##id] = prefix,
#include "schema/papers.def"
#undef PAPER_KIND
};
#define PAPER_WORDS(id, text) WORDS_##id,
enum words {
#include "schema/papers.def"
	WORDS
};
#undef PAPER_WORDS
static const char *const words[WORDS] = {
#define PAPER_WORDS(id, text) [WORDS_##id] = text,
#include "schema/papers.def"
#undef PAPER_WORDS
};
static const struct { const char *unit, *code; } uqcs[] = {
#define PAPER_UQC(unit, code) {unit, code},
#include "schema/papers.def"
#undef PAPER_UQC
};
#define PUT(to, from) text_copy((to), sizeof(to), (from))

/* ── who ── */

struct standing_of { struct paper *p; unsigned bits; };

/* The numbers of the registrations that hold on the day of issue. */
static void take_registration(void *arg, const struct seller_tax *t)
{
	struct standing_of *s = arg;
	struct paper *p = s->p;
	if (t->from_ms > p->at_ms || (t->until_ms && t->until_ms <= p->at_ms)) return;
	s->bits |= 1u << t->kind;
	switch (t->kind) {
	case TAX_REGULAR: case TAX_COMPOSITION: PUT(p->from_gstin, t->number); break;
	case TAX_ENROLLED: PUT(p->from_enrolment, t->number); break;
	case TAX_IEC: PUT(p->from_iec, t->number); break;
	case TAX_LUT: PUT(p->from_lut, t->number); break;
	default: break;
	}
}

static err_t fill_supplier(struct db *db, struct paper *p, unsigned *ret_bits)
{
	struct seller s;
	struct seller_place place;
	struct standing_of standing = {.p = p};
	TRY(seller_find(db, p->seller, &s));
	TRY(seller_place_find(db, p->seller, &place));
	TRY(seller_tax_list(db, p->seller, take_registration, &standing));
	PUT(p->from_name, s.name);
	PUT(p->from_name_hi, s.name_hi);
	PUT(p->from_status, sell_status_wire(sell_status_of(standing.bits)));
	PUT(p->from_line1, place.line1);
	PUT(p->from_line2, place.line2);
	PUT(p->from_city, place.city);
	PUT(p->from_pin, place.pin);
	PUT(p->from_ad_code, place.ad_code);
	p->from_region = s.region;
	*ret_bits = standing.bits;
	return OK;
}

static err_t fill_recipient(struct db *db, const struct order *o, struct paper *p)
{
	const bool abroad = strcmp(o->to_country, "IN") != 0;
	PUT(p->to_name, o->to_name);
	PUT(p->to_line1, o->to_line1);
	PUT(p->to_line2, o->to_line2);
	PUT(p->to_city, o->to_city);
	PUT(p->to_state, o->to_state);
	PUT(p->to_pin, o->to_pin);
	PUT(p->to_country, o->to_country);
	PUT(p->to_gstin, o->to_gstin);
	if (abroad) {
		p->supply_region = PAPER_ABROAD;
		return OK;
	}
	TRY(db_int(db, &p->supply_region, Q_PAPER_CHILD, V(p->child)));
	PUT(p->to_state, region_en((int)p->supply_region));
	return OK;
}

/* ── what ── */

static const char *uqc_of(const char *unit)
{
	for (size_t i = 0; i < sizeof uqcs / sizeof *uqcs; i++)
		if (strcmp(uqcs[i].unit, unit) == 0) return uqcs[i].code;
	return "OTH";
}

static void name_line(const struct order_line *from, struct paper_line *l)
{
	const bool variant = *from->variant.s;
	snprintf(l->name_en, sizeof l->name_en, "%s%s%s", from->name_en, variant ? ", " : "", variant ? from->variant_en : "");
	snprintf(l->name_hi, sizeof l->name_hi, "%s%s%s", from->name_hi, variant ? ", " : "", variant ? from->variant_hi : "");
	PUT(l->maker, from->maker.s);
	PUT(l->maker_en, from->maker_en);
	PUT(l->maker_hi, from->maker_hi);
}

static err_t take_line(struct db *db, const struct order_line *from, struct paper_line *l)
{
	name_line(from, l);
	PUT(l->product, from->product.s);
	PUT(l->hsn, from->hsn);
	PUT(l->unit, from->unit);
	PUT(l->uqc, uqc_of(from->unit));
	l->quantity = from->quantity;
	l->price_minor = from->price.minor;
	l->gross_minor = l->price_minor * l->quantity;
	l->discount_minor = from->off_minor;
	return db_int(db, &l->weight_g, Q_PAPER_WEIGHT, V(from->id));
}

/* Carrying the goods is part of the same supply, so it goes under the heading that most of the value goes under. */
static void take_carriage(struct paper *p, int64_t shipping_minor)
{
	const struct paper_line *most = &p->lines[0];
	for (size_t i = 1; i < p->n_lines; i++)
		if (p->lines[i].gross_minor > most->gross_minor) most = &p->lines[i];
	struct paper_line *l = &p->lines[p->n_lines++];
	PUT(l->name_en, "Carriage");
	PUT(l->name_hi, "भाड़ा");
	PUT(l->hsn, most->hsn);
	PUT(l->uqc, uqc_of(""));
	l->quantity = 1;
	l->price_minor = l->gross_minor = shipping_minor;
	l->bps = most->bps;
}

static err_t split(enum sell_tax tax, struct paper_line *l)
{
	struct tax_parts parts;
	TRY(tax_split(tax, l->bps, l->gross_minor - l->discount_minor, &parts));
	l->taxable_minor = parts.taxable_minor;
	l->cgst_minor = parts.cgst_minor;
	l->sgst_minor = parts.sgst_minor;
	l->igst_minor = parts.igst_minor;
	return OK;
}

static err_t tax_line(struct db *db, const struct paper *p, enum sell_tax tax, struct paper_line *l)
{
	struct tax_rate rate = {.bps = 0};
	const int64_t one_minor = (l->gross_minor - l->discount_minor + l->quantity - 1) / l->quantity; /* limits of value are of what is paid for a piece */
	if (tax_needs_rate(tax)) TRY(tax_rate_find(db, p->seller, l->hsn, p->at_ms, one_minor, &rate));
	l->bps = rate.bps;
	return split(tax, l);
}

static err_t fill_lines(struct db *db, const struct order *o, int child, enum sell_tax tax, struct paper *p)
{
	for (int i = 0; i < o->n_lines; i++) {
		if (o->lines[i].child != child) continue;
		struct paper_line *l = &p->lines[p->n_lines++];
		TRY(take_line(db, &o->lines[i], l));
		TRY(tax_line(db, p, tax, l));
	}
	if (o->children[child].shipping_minor && p->n_lines) {
		take_carriage(p, o->children[child].shipping_minor);
		TRY(split(tax, &p->lines[p->n_lines - 1]));
	}
	paper_sum(p);
	return p->total_minor == o->children[child].total.minor ? OK : ERR_INTERNAL; /* it must say what the buyer owes */
}

/* ── number and write ── */

static err_t number(struct tx *tx, enum paper_kind kind, struct paper *p)
{
	int64_t begins, ends;
	fiscal_year_of(p->at_ms, &begins, &ends);
	p->year = india_day_of(begins) / 10000;
	err_t e = db_int(tx_db(tx), &p->serial, Q_PAPER_SERIES_NEXT, V(p->seller), V(p->year), V(paper_kind_wire(kind)), V(PAPER_SERIAL_MAX));
	if (e != OK) return e == ERR_NOT_FOUND ? ERR_FULL : e;
	snprintf(p->number, sizeof p->number, "%s/%02u-%02u/%07u", prefixes[kind], (unsigned)p->year % 100u, (unsigned)(p->year + 1) % 100u,
	         (unsigned)p->serial % (PAPER_SERIAL_MAX + 1u));
	return OK;
}

static err_t write(struct tx *tx, const struct paper *p)
{
	struct val vals[ROW_SHAPE_MAX + 1];
	TRY(db_exec_vals(tx_db(tx), Q_PAPER_INSERT, NULL, vals, row_shape_vals(&paper_shape, p, vals)));
	for (size_t i = 0; i < p->n_lines; i++) {
		size_t n = row_shape_vals(&paper_line_shape, &p->lines[i], vals);
		vals[++n] = V(p->id);
		vals[++n] = V((int64_t)i);
		TRY(db_exec_vals(tx_db(tx), Q_PAPER_LINE_INSERT, NULL, vals, n));
	}
	return OK;
}

/* Gives it its id, its number and its rows. */
static err_t put(struct tx *tx, enum paper_kind kind, struct paper *p, char ret_id[static ID_CHARS + 1])
{
	id_new(p->id);
	PUT(p->kind, paper_kind_wire(kind));
	PUT(p->state, "issued");
	TRY(number(tx, kind, p));
	TRY(write(tx, p));
	memcpy(ret_id, p->id, sizeof p->id);
	return OK;
}

static enum words words_for(const struct paper *p, enum sell_tax tax)
{
	if (tax == SELL_TAX_EXPORT_LUT) return WORDS_EXPORT_LUT;
	if (tax == SELL_TAX_EXPORT_IGST) return WORDS_EXPORT_IGST;
	return strcmp(p->from_status, sell_status_wire(SELL_STATUS_COMPOSITION)) == 0 ? WORDS_COMPOSITION : WORDS_NONE;
}

/* A child has the paper that the rules gave it; a proforma comes before any, a packing list with an export. */
static bool fits(enum paper_kind kind, const struct order_child *c)
{
	if (kind == PAPER_PROFORMA) return *c->paper;
	if (kind == PAPER_PACKING_LIST) return strcmp(c->paper, paper_kind_wire(PAPER_EXPORT_INVOICE)) == 0;
	return strcmp(c->paper, paper_kind_wire(kind)) == 0;
}

/* The order was placed under registrations that may have ended since, a letter of undertaking each 31 March. A paper that names what no
 * longer holds is not written; a proforma is none of the law's. */
static err_t check_standing(const struct paper *p, const struct order *o, enum paper_kind kind, const char *paper, enum sell_tax tax, unsigned bits)
{
	const struct standing seller = {.region = (int)p->from_region, .tax = bits};
	const struct sell_to to = {o->to_country, p->supply_region == PAPER_ABROAD ? REGION_NONE : (int)p->supply_region};
	return kind == PAPER_PROFORMA || sell_rule_holds(&seller, &to, p->at_ms, paper, tax) ? OK : ERR_LAPSED;
}

err_t paper_issue(struct tx *tx, const struct order *o, int child, enum paper_kind kind, char ret_id[static ID_CHARS + 1])
{
	const struct order_child *c = &o->children[child];
	const enum sell_tax tax = sell_tax_parse(c->tax);
	struct paper p = {.at_ms = tx_now_ms(tx), .ordered_ms = o->created_ms};
	unsigned bits = 0;
	if (!fits(kind, c) || tax == SELL_TAXES) return ERR_BAD_STATE;
	PUT(p.seller, c->seller.s);
	PUT(p.person, o->person.s);
	PUT(p.orders, o->id.s);
	PUT(p.child, c->id);
	PUT(p.order_number, c->number);
	PUT(p.tax, c->tax);
	PUT(p.currency, c->total.currency);
	TRY(fill_supplier(tx_db(tx), &p, &bits));
	TRY(fill_recipient(tx_db(tx), o, &p));
	TRY(check_standing(&p, o, kind, c->paper, tax, bits));
	TRY(fill_lines(tx_db(tx), o, child, tax, &p));
	PUT(p.words, words[words_for(&p, tax)]);
	return put(tx, kind, &p, ret_id);
}

static bool can_be_credited(const struct paper *p)
{
	const enum paper_kind k = paper_kind_parse(p->kind);
	return strcmp(p->state, "issued") == 0 && (k == PAPER_TAX_INVOICE || k == PAPER_BILL_OF_SUPPLY || k == PAPER_EXPORT_INVOICE);
}

err_t paper_credit(struct tx *tx, const char *invoice, const char *reason, char ret_id[static ID_CHARS + 1])
{
	struct paper p;
	TRY(paper_find(tx_db(tx), invoice, &p));
	if (!can_be_credited(&p)) return ERR_BAD_STATE;
	PUT(p.about, p.id);
	PUT(p.about_number, p.number);
	PUT(p.reason, reason);
	p.about_ms = p.at_ms;
	p.at_ms = tx_now_ms(tx);
	return put(tx, PAPER_CREDIT_NOTE, &p, ret_id);
}
