/* paper.h — the papers that go with goods: tax invoice, bill of supply, commercial invoice and packing list, credit note, proforma.
 *
 *   order_child made ready ─► paper_issue: who, to whom, what, at which rate, as they stand ─► number ─► frozen
 *   cancelled or returned after that ─► paper_credit: the same figures, about that paper
 *
 * A paper says for ever what it said: names, addresses, rates and sums are its own columns, and nothing is looked up again. Numbers are
 * without gaps in a seller's series of a kind and a fiscal year: the serial is taken by a guarded UPDATE in the commit that writes
 * the paper, so it is taken with it or not at all. A paper that no longer counts is marked cancelled and keeps its number.
 * Owns    the rows of `paper`, `paper_line`, `paper_series`, `paper_cancelled`.    Thread  writes on the floor; reads anywhere.
 * Limits  PAPER_LINES_MAX lines; PAPER_SERIAL_MAX papers of a series.    Rules  46, 49 and 53 of the CGST Rules, 2017. */
#pragma once
#include "base/shape.h"
#include "trade/order.h"

#define PAPER_LINES_MAX (ORDER_LINES_MAX + 1)   /* and the carriage */
#define PAPER_SERIAL_MAX 9999999
#define PAPER_NUMBER_CHARS 16
#define PAPER_REASON_MAX 200
#define PAPER_NAME_MAX (PRODUCT_NAME_MAX + VARIANT_NAME_MAX + 8)
#define PAPER_WORDS_MAX 120
#define PAPER_ABROAD 96          /* place of supply outside India, as GST numbers it */

enum paper_kind {
#define PAPER_KIND(id, wire, prefix, en, hi) PAPER_##id,
#include "schema/papers.def"
#undef PAPER_KIND
	PAPER_KINDS
};

struct paper_line {
	char product[ID_CHARS + 1], maker[ID_CHARS + 1], maker_en[SELLER_NAME_MAX + 1], maker_hi[SELLER_NAME_MAX + 1];
	char name_en[PAPER_NAME_MAX + 1], name_hi[PAPER_NAME_MAX + 1], hsn[40], unit[PRODUCT_UNIT_MAX + 1], uqc[4];
	int64_t quantity, price_minor, gross_minor, discount_minor, taxable_minor, bps, cgst_minor, sgst_minor, igst_minor, weight_g;
};
struct paper {
	char id[ID_CHARS + 1], kind[16], number[PAPER_NUMBER_CHARS + 1], state[10];
	int64_t at_ms, year, serial;
	char seller[ID_CHARS + 1], person[ID_CHARS + 1], orders[ID_CHARS + 1], child[ID_CHARS + 1], order_number[NUMBER_CHARS + 8];
	int64_t ordered_ms;
	char about[ID_CHARS + 1], about_number[PAPER_NUMBER_CHARS + 1];   /* of a credit note */
	int64_t about_ms;
	char reason[PAPER_REASON_MAX + 1], words[PAPER_WORDS_MAX + 1];
	char from_name[SELLER_NAME_MAX + 1], from_name_hi[SELLER_NAME_MAX + 1], from_status[16];
	char from_line1[ORDER_ADDRESS_MAX + 1], from_line2[ORDER_ADDRESS_MAX + 1], from_city[ORDER_ADDRESS_MAX + 1], from_pin[7];
	int64_t from_region;
	char from_gstin[16], from_enrolment[16], from_iec[11], from_lut[16], from_ad_code[15];
	char to_name[ORDER_ADDRESS_MAX + 1], to_gstin[16], to_line1[ORDER_ADDRESS_MAX + 1], to_line2[ORDER_ADDRESS_MAX + 1];
	char to_city[ORDER_ADDRESS_MAX + 1], to_state[ORDER_ADDRESS_MAX + 1], to_pin[ORDER_ADDRESS_MAX + 1], to_country[3];
	int64_t supply_region;
	char tax[16];                    /* as sell_tax_wire has it */
	bool reverse_charge;
	char currency[4];
	int64_t gross_minor, discount_minor, taxable_minor, cgst_minor, sgst_minor, igst_minor, total_minor, weight_g;
	size_t n_lines;
	struct paper_line lines[PAPER_LINES_MAX];
};
/* The paper as it stands on the wire, and in the order of its columns (schema/queries/paper.sql). */
extern const struct shape paper_shape, paper_line_shape;

/* Makes the paper's sums out of its lines'. */
void paper_sum(struct paper *p);

const char *paper_kind_wire(enum paper_kind k);
const char *paper_kind_en(enum paper_kind k);
const char *paper_kind_hi(enum paper_kind k);
/* PAPER_KINDS for a word that is none. */
enum paper_kind paper_kind_parse(const char *wire);

/* Writes and numbers a paper about a child of an order as both stand now. ERR_NO_RATE if a line's rate is not known,
 * ERR_BAD_STATE for a kind that does not fit the child, ERR_CONFLICT if there is one already, ERR_FULL at the end of a series. */
err_t paper_issue(struct tx *tx, const struct order *o, int child, enum paper_kind kind, char ret_id[static ID_CHARS + 1]);
/* A credit note over the whole of an invoice or a bill. ERR_NOT_FOUND, ERR_BAD_STATE about another kind, ERR_CONFLICT for a second one. */
err_t paper_credit(struct tx *tx, const char *invoice, const char *reason, char ret_id[static ID_CHARS + 1]);
/* It does not count any more. Proformas only: what counts for the tax is credited instead. ERR_BAD_STATE, ERR_MISSING_FIELD, ERR_NOT_FOUND. */
err_t paper_cancel(struct tx *tx, const char *id, const char *reason, const char *person);

/* ERR_NOT_FOUND. About 30 kB. */
err_t paper_find(struct db *db, const char *id, struct paper *ret);
/* The paper of this kind that counts; "" if there is none. */
err_t paper_of(struct db *db, const char *child, enum paper_kind kind, char ret_id[static ID_CHARS + 1]);
/* Those of an order, or of a seller (also where another sells what it made), newest first behind `before`. */
struct paper_head { const char *id, *kind, *number, *state, *currency, *seller, *child; int64_t at_ms, total_minor; };
err_t paper_list_order(struct db *db, const char *order, void (*each)(void *arg, const struct paper_head *h), void *arg);
err_t paper_list_seller(struct db *db, const char *seller, const char *before, int64_t limit, void (*each)(void *arg, const struct paper_head *h), void *arg);
/* Series with a gap or a double; 0, always. */
err_t paper_gaps(struct db *db, int64_t *ret);

/* Who may see it: the buyer, the seller of record and the staff all of it, a maker under it the own lines alone. */
enum paper_sight { PAPER_HIDDEN, PAPER_OWN_LINES, PAPER_WHOLE };
err_t paper_sight(struct db *db, const struct paper *p, const struct person *who, enum paper_sight *ret, struct seller_id *ret_maker);
/* Takes away all that is not of this maker, and whom it was sold to. */
void paper_keep_lines_of(struct paper *p, const struct seller_id *maker);

/* follow.c's row: issues at READY, credits at CANCEL and RETURN. */
err_t paper_follow_moved(struct tx *tx, const struct order *o, int child, enum order_event event);
