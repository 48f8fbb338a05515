/* sell_rule.c — one look-up in the table for the maker, a second one for the principal, and the goods themselves. */
#include "trade/sell_rule.h"

#include <stddef.h>
#include <string.h>

#include "trade/india_day.h"
#include "trade/seller_tax.h"

#define SELL_STATUS(id, wire) [SELL_STATUS_##id] = wire,
static const char *const statuses[SELL_STATUSES] = {
#include "schema/sell_rules.def"
};
#undef SELL_STATUS
#define SELL_PAPER(id, wire) [SELL_PAPER_##id] = wire,
static const char *const papers[SELL_PAPERS] = {
#include "schema/sell_rules.def"
};
#undef SELL_PAPER
#define SELL_TAX(id, wire) [SELL_TAX_##id] = wire,
static const char *const taxes[SELL_TAXES] = {
#include "schema/sell_rules.def"
};
#undef SELL_TAX
#define SELL_REASON(id, wire) [SELL_REASON_##id] = wire,
static const char *const reasons[SELL_REASONS] = {
#include "schema/sell_rules.def"
};
#undef SELL_REASON
static const char *const ways[] = {[SELL_ENQUIRY] = "enquiry", [SELL_DIRECT] = "direct", [SELL_PRINCIPAL] = "principal"};

struct rule { int64_t from; enum sell_status status; enum sell_place place; enum sell_way way; enum sell_paper paper; enum sell_tax tax; bool tcs; enum sell_reason reason; };
#define SELL_RULE(from, status, place, way, paper, tax, tcs, reason) \
	{from, SELL_STATUS_##status, SELL_PLACE_##place, SELL_##way, SELL_PAPER_##paper, SELL_TAX_##tax, tcs, SELL_REASON_##reason},
static const struct rule rules[] = {
#include "schema/sell_rules.def"
};
#undef SELL_RULE
#define SELL_GOODS(hsn, from, until, reason) {hsn, from, until, SELL_REASON_##reason},
static const struct { const char *hsn; int64_t from, until; enum sell_reason reason; } goods[] = {
#include "schema/sell_rules.def"
};
#undef SELL_GOODS
#define SELL_TCS(from, bps) {from, bps},
static const struct { int64_t from, bps; } tcs_rates[] = {
#include "schema/sell_rules.def"
};
#undef SELL_TCS
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

enum sell_status sell_status_of(unsigned tax)
{
	const bool iec = tax & 1u << TAX_IEC, lut = tax & 1u << TAX_LUT;
	if (tax & 1u << TAX_REGULAR) return !iec ? SELL_STATUS_REGULAR : lut ? SELL_STATUS_EXPORT_LUT : SELL_STATUS_EXPORT_IGST;
	if (tax & 1u << TAX_COMPOSITION) return SELL_STATUS_COMPOSITION;
	return tax & 1u << TAX_ENROLLED ? SELL_STATUS_ENROLLED : SELL_STATUS_UNREGISTERED;
}

static enum sell_place place_of(const struct standing *seller, const struct sell_to *to)
{
	if (*to->country && strcmp(to->country, "IN") != 0) return SELL_PLACE_ABROAD;
	return !to->region || to->region == seller->region ? SELL_PLACE_SAME : SELL_PLACE_OTHER;
}

/* The last row of the pair whose first day has come; NULL before the first. */
static const struct rule *rule_on(enum sell_status status, enum sell_place place, int64_t day)
{
	const struct rule *found = NULL;
	for (size_t i = 0; i < COUNT(rules); i++)
		if (rules[i].status == status && rules[i].place == place && rules[i].from <= day && (!found || rules[i].from > found->from)) found = &rules[i];
	return found;
}

static struct sale enquiry(enum sell_reason reason) { return (struct sale){.way = SELL_ENQUIRY, .reason = reason}; }

/* The reason why somebody cannot sell at all, wherever to; SELL_REASON_DIRECT if there is none. */
static enum sell_reason shut(const struct standing *s)
{
	static const enum sell_reason by_state[SELLER_STATES] = {
		[SELLER_APPLIED] = SELL_REASON_SELLER_WAITS, [SELLER_APPROVED] = SELL_REASON_SELLER_WAITS, [SELLER_OPEN] = SELL_REASON_DIRECT,
		[SELLER_PAUSED] = SELL_REASON_SELLER_PAUSED, [SELLER_CLOSED] = SELL_REASON_SELLER_CLOSED,
	};
	if (s->state >= SELLER_STATES) return SELL_REASON_SELLER_CLOSED;
	return strcmp(s->country, "IN") != 0 ? SELL_REASON_SELLER_FOREIGN : by_state[s->state];
}

static struct sale as_rule(const struct rule *r, const struct standing *seller)
{
	return (struct sale){.way = SELL_DIRECT, .seller = seller, .paper = r->paper, .tax = r->tax, .reason = r->reason, .tcs = r->tcs};
}

static struct sale through_principal(const struct standings *who, const struct sell_to *to, int64_t day, enum sell_reason why)
{
	const struct standing *p = &who->principal;
	if (!*p->id.s) return enquiry(why == SELL_REASON_NO_EXPORT_PAPERS ? why : SELL_REASON_NO_PRINCIPAL);
	const struct rule *r = rule_on(sell_status_of(p->tax), place_of(p, to), day);
	bool registered = p->tax & 1u << TAX_REGULAR;
	if (shut(p) != SELL_REASON_DIRECT || !registered || !r || r->way != SELL_DIRECT) return enquiry(SELL_REASON_PRINCIPAL_CANNOT);
	struct sale sale = as_rule(r, p);
	sale.way = SELL_PRINCIPAL;
	sale.reason = why;
	return sale;
}

static enum sell_reason held_back(const struct goods *g, int64_t day)
{
	if (g->cites) return SELL_REASON_WILDLIFE_PERMIT;
	if (g->export_held) return SELL_REASON_EXPORT_POLICY;
	for (size_t i = 0; i < COUNT(goods); i++)
		if (strncmp(g->hsn, goods[i].hsn, strlen(goods[i].hsn)) == 0 && goods[i].from <= day && (!goods[i].until || goods[i].until > day)) return goods[i].reason;
	return SELL_REASON_DIRECT;
}

struct sale sell_rule_for(const struct standings *who, const struct goods *g, const struct sell_to *to)
{
	const int64_t day = india_day_of(who->at_ms);
	const struct standing *maker = &who->maker;
	const enum sell_place place = place_of(maker, to);
	if (shut(maker) != SELL_REASON_DIRECT) return enquiry(shut(maker));
	const struct rule *r = rule_on(sell_status_of(maker->tax), place, day);
	if (!r) return enquiry(SELL_REASON_NOT_IN_FORCE);
	if (r->way == SELL_ENQUIRY) return enquiry(r->reason);
	struct sale sale = r->way == SELL_DIRECT ? as_rule(r, maker) : through_principal(who, to, day, r->reason);
	const enum sell_reason held = place == SELL_PLACE_ABROAD ? held_back(g, day) : SELL_REASON_DIRECT;
	return sale.way != SELL_ENQUIRY && held != SELL_REASON_DIRECT ? enquiry(held) : sale;
}

struct sale sell_rule_ask(const struct standings *who, const char *hsn, const struct sell_to *to) { return sell_rule_for(who, &(struct goods){.hsn = hsn}, to); }

bool sell_rule_holds(const struct standing *seller, const struct sell_to *to, int64_t at_ms, const char *paper, enum sell_tax tax)
{
	const struct rule *r = rule_on(sell_status_of(seller->tax), place_of(seller, to), india_day_of(at_ms));
	return r && r->way == SELL_DIRECT && r->tax == tax && strcmp(papers[r->paper], paper) == 0;
}

int64_t sell_tcs_bps(int64_t day)
{
	int64_t bps = 0, from = 0;
	for (size_t i = 0; i < COUNT(tcs_rates); i++)
		if (tcs_rates[i].from <= day && tcs_rates[i].from > from) from = tcs_rates[i].from, bps = tcs_rates[i].bps;
	return bps;
}

const char *sell_way_wire(enum sell_way w) { return ways[w]; }
const char *sell_status_wire(enum sell_status s) { return statuses[s]; }
const char *sell_paper_wire(enum sell_paper p) { return papers[p]; }
const char *sell_tax_wire(enum sell_tax t) { return taxes[t]; }
const char *sell_reason_wire(enum sell_reason r) { return reasons[r]; }

enum sell_tax sell_tax_parse(const char *wire)
{
	enum sell_tax t = 0;
	while (t < SELL_TAXES && strcmp(taxes[t], wire) != 0) t++;
	return t;
}
