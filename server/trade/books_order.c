/* books_order.c — the postings of each event, from the child's paper. */
#include "trade/books_order.h"

#include <string.h>

#include "trade/funder.h"
#include "trade/india_day.h"
#include "trade/paper.h"
#include "trade/payment.h"
#include "trade/sell_rule.h"

#define WHOLE 10000

/* A share in hundredths of a percent, half a paisa up. */
static int64_t share(int64_t minor, int64_t bps) { return (2 * minor * bps + WHOLE) / (2 * WHOLE); }

static struct books_entry entry(enum books_cause cause, const char *subject, const char *note, const char *currency)
{
	struct books_entry e = {.cause = cause, .subject = subject, .note = note};
	memcpy(e.currency, currency, sizeof e.currency);
	return e;
}

/* ── money ── */

err_t books_paid(struct tx *tx, const struct books_payment *p)
{
	static const char *const holders[] = {[BOOKS_VIA_BANK] = "bank", [BOOKS_VIA_GATEWAY] = "gateway", [BOOKS_VIA_CARRIER] = "carrier", [BOOKS_VIA_SELLER] = "seller"};
	struct books_entry e = entry(BOOKS_PAID, p->id, p->note, p->currency);
	struct order o;
	bool booked;
	TRY(books_posted(tx_db(tx), BOOKS_PAID, p->id, &booked));
	if (booked) return OK;
	TRY(order_find(tx_db(tx), p->orders, &o));
	books_add(&e, p->amount_minor, holders[p->via], p->via == BOOKS_VIA_SELLER ? p->seller : NULL, NULL);
	books_add(&e, -p->amount_minor, "buyer", o.person.s, NULL);
	return books_post(tx, &e);
}

err_t books_refunded(struct tx *tx, const char *payment, const char *note)
{
	struct books_entry e = entry(BOOKS_REFUNDED, payment, note, "INR");
	bool booked;
	TRY(books_posted(tx_db(tx), BOOKS_REFUNDED, payment, &booked));
	if (booked) return OK;
	err_t found = books_turn(tx_db(tx), &e, BOOKS_PAID, payment);
	if (found != OK) return found == ERR_NOT_FOUND ? OK : found;
	return books_post(tx, &e);
}

/* ── goods ── */

/* What parties other than the artisan pay towards the price of this child. */
static int64_t funded(const struct order *o, int child, enum funder by)
{
	int64_t sum = 0;
	for (int i = 0; i < o->n_lines; i++)
		if (o->lines[i].child == child && funder_parse(o->lines[i].funder) == by) sum += o->lines[i].off_minor;
	return sum;
}

static int64_t funded_by_others(const struct order *o, int child) { return funded(o, child, FUNDER_FAIR) + funded(o, child, FUNDER_STATE); }

static err_t hand_over(struct tx *tx, const struct order *o, int child)
{
	const struct order_child *c = &o->children[child];
	struct books_entry e = entry(BOOKS_HANDED_OVER, c->id, c->number, c->total.currency);
	books_add(&e, c->total.minor, "buyer", o->person.s, NULL);
	books_add(&e, funded(o, child, FUNDER_FAIR), "funder", funder_wire(FUNDER_FAIR), NULL);
	books_add(&e, funded(o, child, FUNDER_STATE), "funder", funder_wire(FUNDER_STATE), NULL);
	books_add(&e, -(c->total.minor + funded_by_others(o, child)), "transit", c->seller.s, NULL);
	return books_post(tx, &e);
}

/* Tax at source is collected by whoever collects the money: by the seller itself never. */
static err_t tcs_of(struct tx *tx, const struct order *o, int child, const struct paper *p, int64_t *ret)
{
	const struct order_child *c = &o->children[child];
	struct books_entry paid = {.n = 0};
	struct payment pay;
	int64_t due;
	*ret = 0;
	TRY(db_int(tx_db(tx), &due, Q_BOOKS_CHILD_TCS, V(c->id)));
	err_t e = due ? payment_find_by_child(tx_db(tx), c->id, &pay) : ERR_NOT_FOUND;
	if (e == OK) e = books_turn(tx_db(tx), &paid, BOOKS_PAID, pay.id);
	if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
	const bool by_seller = strncmp(paid.rows[0].account, "seller:", 7) == 0;
	if (!by_seller) *ret = share(p->taxable_minor, sell_tcs_bps(india_day_of(tx_now_ms(tx))));
	return OK;
}

/* The nth line of a child, as its paper has them. */
static const struct order_line *line_of(const struct order *o, int child, size_t nth)
{
	for (int i = 0; i < o->n_lines; i++)
		if (o->lines[i].child == child && nth-- == 0) return &o->lines[i];
	return NULL;
}

/* What others pay towards a line. */
static int64_t funded_line(const struct order_line *l)
{
	const enum funder by = l ? funder_parse(l->funder) : FUNDER_NONE;
	return by == FUNDER_FAIR || by == FUNDER_STATE ? l->off_minor : 0;
}

/* What another's hands have made for this seller of record is owed to the maker: the value without tax, with what others pay towards it. */
static int64_t add_makers(const struct order *o, int child, const struct paper *p, int64_t margin_bps, struct books_entry *e)
{
	int64_t sum = 0;
	for (size_t i = 0; i < p->n_lines; i++) {
		const struct paper_line *l = &p->lines[i];
		if (!*l->maker || strcmp(l->maker, p->seller) == 0) continue;
		const int64_t value = l->taxable_minor + funded_line(line_of(o, child, i)), owed = value - share(value, margin_bps);
		books_add(e, -owed, "maker", l->maker, p->seller);
		sum += owed;
	}
	return sum;
}

/* The carriage, which has no maker: without its tax it is the carrier's. */
static int64_t carriage(const struct paper *p)
{
	int64_t sum = 0;
	for (size_t i = 0; i < p->n_lines; i++)
		if (!*p->lines[i].product) sum += p->lines[i].taxable_minor;
	return sum;
}

static err_t deliver(struct tx *tx, const struct order *o, int child, const struct paper *p)
{
	const struct order_child *c = &o->children[child];
	const int64_t whole = c->total.minor + funded_by_others(o, child), day = india_day_of(tx_now_ms(tx));
	struct books_entry e = entry(BOOKS_DELIVERED, c->id, c->number, c->total.currency);
	int64_t tcs;
	TRY(tcs_of(tx, o, child, p, &tcs));
	const int64_t fee = share(p->taxable_minor, books_rate(BOOKS_RATE_FAIR_FEE, day)), carried = carriage(p);
	books_add(&e, whole, "transit", c->seller.s, NULL);
	books_add(&e, -p->cgst_minor, "tax:cgst", c->seller.s, NULL);
	books_add(&e, -p->sgst_minor, "tax:sgst", c->seller.s, NULL);
	books_add(&e, -p->igst_minor, "tax:igst", c->seller.s, NULL);
	books_add(&e, -tcs, "tcs", c->seller.s, NULL);
	books_add(&e, -carried, "logistics", NULL, NULL);
	books_add(&e, -fee, "fee", NULL, NULL);
	const int64_t makers = add_makers(o, child, p, books_rate(BOOKS_RATE_PRINCIPAL_MARGIN, day), &e);
	const int64_t rest = whole - p->cgst_minor - p->sgst_minor - p->igst_minor - tcs - carried - fee - makers;
	books_add(&e, -rest, "seller", c->seller.s, NULL);
	return books_post(tx, &e);
}

/* Turns what was booked of the child's way, as far as it went. */
static err_t come_back(struct tx *tx, const struct order_child *c)
{
	static const enum books_cause way[] = {BOOKS_HANDED_OVER, BOOKS_DELIVERED};
	struct books_entry e = entry(BOOKS_RETURNED, c->id, c->number, c->total.currency);
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
		err_t found = books_turn(tx_db(tx), &e, way[i], c->id);
		if (found != OK && found != ERR_NOT_FOUND) return found;
	}
	return books_post(tx, &e);
}

static err_t find_paper(struct db *db, const struct order_child *c, struct paper *ret)
{
	const enum paper_kind kind = paper_kind_parse(c->paper);
	char id[ID_CHARS + 1] = "";
	if (kind != PAPER_KINDS) TRY(paper_of(db, c->id, kind, id));
	return *id ? paper_find(db, id, ret) : ERR_NOT_FOUND;
}

err_t books_follow_moved(struct tx *tx, const struct order *o, int child, enum order_event event)
{
	const struct order_child *c = &o->children[child];
	struct paper p;
	if (event != ORDER_EVENT_HAND_OVER && event != ORDER_EVENT_DELIVER && event != ORDER_EVENT_RETURN) return OK;
	err_t e = find_paper(tx_db(tx), c, &p);
	if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
	if (event == ORDER_EVENT_HAND_OVER) return hand_over(tx, o, child);
	return event == ORDER_EVENT_DELIVER ? deliver(tx, o, child, &p) : come_back(tx, c);
}
