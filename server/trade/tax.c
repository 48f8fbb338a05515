/* tax.c — one division with a rounding, for each kind of tax. */
#include "trade/tax.h"

#define WHOLE 10000

/* The tax in what was paid, divided by `by`: paid × rate / (100 % + rate) / by, half a paisa up.
 * Within 64 bits: 2 × MONEY_MINOR_MAX × TAX_BPS_MAX is a thousandth of the limit. */
static int64_t share(int64_t paid_minor, int64_t bps, int64_t by)
{
	const int64_t under = by * (WHOLE + bps);
	return (2 * paid_minor * bps + under) / (2 * under);
}

bool tax_needs_rate(enum sell_tax tax) { return tax == SELL_TAX_CGST_SGST || tax == SELL_TAX_IGST || tax == SELL_TAX_EXPORT_IGST; }

err_t tax_split(enum sell_tax tax, int64_t bps, int64_t paid_minor, struct tax_parts *ret)
{
	struct tax_parts p = {0};
	if (paid_minor < 0 || paid_minor > MONEY_MINOR_MAX || bps < 0 || bps > TAX_BPS_MAX) return ERR_BAD_FIELD;
	if (tax == SELL_TAX_CGST_SGST) p.cgst_minor = p.sgst_minor = share(paid_minor, bps, 2);
	else if (tax_needs_rate(tax)) p.igst_minor = share(paid_minor, bps, 1);
	p.taxable_minor = paid_minor - p.cgst_minor - p.sgst_minor - p.igst_minor;
	*ret = p;
	return OK;
}

void tax_add(struct tax_parts *sum, const struct tax_parts *p, int sign)
{
	sum->taxable_minor += sign * p->taxable_minor;
	sum->cgst_minor += sign * p->cgst_minor;
	sum->sgst_minor += sign * p->sgst_minor;
	sum->igst_minor += sign * p->igst_minor;
}

int64_t tax_total(const struct tax_parts *p) { return p->taxable_minor + p->cgst_minor + p->sgst_minor + p->igst_minor; }

int64_t tax_to_rupee(int64_t minor)
{
	const int64_t up = ((minor < 0 ? -minor : minor) + 50) / 100 * 100;
	return minor < 0 ? -up : up;
}
