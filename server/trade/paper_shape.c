/* paper_shape.c — the members of a paper, once for the wire, the statements and mela-paper; and its kinds. */
#include <string.h>

#include "trade/paper.h"

#define S(f, need) SHAPE_STR(struct paper_line, f, need)
#define N(f) SHAPE_INT(struct paper_line, f, 0, INT64_MAX, REQ)
static const struct shape_field line_fields[] = {
	S(product, OPT), S(maker, OPT), S(maker_en, OPT), S(maker_hi, OPT), S(name_en, REQ), S(name_hi, OPT), S(hsn, OPT), N(quantity),
	S(unit, OPT), S(uqc, OPT), N(price_minor), N(gross_minor), N(discount_minor), N(taxable_minor), N(bps), N(cgst_minor), N(sgst_minor), N(igst_minor), N(weight_g),
};
#undef S
#undef N
const struct shape paper_line_shape = SHAPE("paper-line", struct paper_line, line_fields);

#define S(f, need) SHAPE_STR(struct paper, f, need)
#define N(f) SHAPE_INT(struct paper, f, 0, INT64_MAX, REQ)
static const struct shape_field fields[] = {
	SHAPE_ID(struct paper, id, REQ), S(kind, REQ), S(number, REQ), S(state, REQ), N(at_ms), N(year), N(serial), SHAPE_ID(struct paper, seller, REQ),
	S(person, OPT), S(orders, REQ), S(child, REQ), S(order_number, REQ), N(ordered_ms), S(about, OPT), S(about_number, OPT), N(about_ms), S(reason, OPT), S(words, OPT),
	S(from_name, REQ), S(from_name_hi, OPT), S(from_status, OPT), S(from_line1, OPT), S(from_line2, OPT), S(from_city, OPT), S(from_pin, OPT), N(from_region),
	S(from_gstin, OPT), S(from_enrolment, OPT), S(from_iec, OPT), S(from_lut, OPT), S(from_ad_code, OPT),
	S(to_name, OPT), S(to_gstin, OPT), S(to_line1, OPT), S(to_line2, OPT), S(to_city, OPT), S(to_state, OPT), S(to_pin, OPT), S(to_country, OPT),
	N(supply_region), S(tax, REQ), SHAPE_BOOL(struct paper, reverse_charge, OPT), S(currency, REQ), N(gross_minor), N(discount_minor), N(taxable_minor),
	N(cgst_minor), N(sgst_minor), N(igst_minor), N(total_minor), N(weight_g), SHAPE_LIST(struct paper, lines, &paper_line_shape, OPT),
};
const struct shape paper_shape = SHAPE("paper", struct paper, fields);

static const struct { const char *wire, *en, *hi; } kinds[PAPER_KINDS] = {
#define PAPER_KIND(id, wire, prefix, en, hi) [PAPER_##id] = {wire, en, hi},
#include "schema/papers.def"
#undef PAPER_KIND
};

const char *paper_kind_wire(enum paper_kind k) { return kinds[k].wire; }
const char *paper_kind_en(enum paper_kind k) { return kinds[k].en; }
const char *paper_kind_hi(enum paper_kind k) { return kinds[k].hi; }

enum paper_kind paper_kind_parse(const char *wire)
{
	enum paper_kind k = 0;
	while (k < PAPER_KINDS && strcmp(kinds[k].wire, wire) != 0) k++;
	return k;
}
