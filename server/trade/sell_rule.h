/* sell_rule.h — may this be sold to that place, by whom, with which paper and tax; or does the wish become an enquiry, and why?
 * The one place that knows; its rows, with the days from which they hold, are schema/sell_rules.def.
 *
 *   maker's standing × place → DIRECT ──────────────────────────────┐
 *                            → PRINCIPAL: the principal's standing × place → DIRECT, in its name ─┤ goods that may not go abroad → ENQUIRY
 *                            → ENQUIRY, with its reason
 *
 * Owns    nothing; every answer is a pure function of what is given.    Thread  any. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "trade/standing.h"

enum sell_way { SELL_ENQUIRY, SELL_DIRECT, SELL_PRINCIPAL };
#define SELL_STATUS(id, wire) SELL_STATUS_##id,
enum sell_status {
#include "schema/sell_rules.def"
	SELL_STATUSES
};
#undef SELL_STATUS
#define SELL_PLACE(id, wire) SELL_PLACE_##id,
enum sell_place {
#include "schema/sell_rules.def"
	SELL_PLACES
};
#undef SELL_PLACE
#define SELL_PAPER(id, wire) SELL_PAPER_##id,
enum sell_paper {
#include "schema/sell_rules.def"
	SELL_PAPERS
};
#undef SELL_PAPER
#define SELL_TAX(id, wire) SELL_TAX_##id,
enum sell_tax {
#include "schema/sell_rules.def"
	SELL_TAXES
};
#undef SELL_TAX
#define SELL_REASON(id, wire) SELL_REASON_##id,
enum sell_reason {
#include "schema/sell_rules.def"
	SELL_REASONS
};
#undef SELL_REASON

/* Where it would go. */
struct sell_to { const char *country; int region; };   /* ISO 3166-1, "" asks as for India; region 0 (not known yet) as the seller's own */

struct sale {
	enum sell_way way;
	const struct standing *seller;       /* of record, lent from the standings; NULL: an enquiry */
	enum sell_paper paper;
	enum sell_tax tax;
	enum sell_reason reason;
	bool tcs;
};

/* The goods: their heading, and what is known of the piece itself. */
struct goods { const char *hsn; bool cites, export_held; };   /* cites: of a listed species; export_held: held back by its maker or the desk */
struct sale sell_rule_for(const struct standings *who, const struct goods *g, const struct sell_to *to);
/* Whether the rules of that moment still let this seller itself sell there with that paper and that tax. Only the registrations count: who has
 * paused or closed meanwhile sends what was ordered all the same. */
bool sell_rule_holds(const struct standing *seller, const struct sell_to *to, int64_t at_ms, const char *paper, enum sell_tax tax);
/* The same for goods of which the heading is all that is known. */
struct sale sell_rule_ask(const struct standings *who, const char *hsn, const struct sell_to *to);
/* What a seller is that day, out of the bits of its tax rows. */
enum sell_status sell_status_of(unsigned tax);
/* Tax collected at source, in hundredths of a percent, on a day (20240710). */
int64_t sell_tcs_bps(int64_t day);

/* The words of the wire. Static. */
const char *sell_way_wire(enum sell_way w);         /* "enquiry", "direct", "principal" */
const char *sell_status_wire(enum sell_status s);
const char *sell_paper_wire(enum sell_paper p);
const char *sell_tax_wire(enum sell_tax t);
const char *sell_reason_wire(enum sell_reason r);
/* SELL_TAXES for a word that is none. */
enum sell_tax sell_tax_parse(const char *wire);
