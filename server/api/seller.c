/* seller.c — sellers as JSON; members in the order of docs/PROTOCOL.md. */
#include "api/seller.h"

#include "base/clock.h"
#include "base/mask.h"
#include "trade/card.h"
#include "trade/region.h"
#include "trade/sell_rule.h"
#include "trade/seller_link.h"
#include "trade/seller_tax.h"

static void write_can(struct json *j, const struct seller *s, enum seller_by by)
{
	enum seller_state to;
	json_arr(j, "can");
	for (enum seller_event e = 0; e < SELLER_EVENTS; e++)
		if (seller_next(s->state, e, by, &to) == OK) json_str(j, NULL, seller_event_wire(e));
	json_arr_end(j);
}

static void write_members(struct json *j, const struct seller *s, const struct standings *who, enum seller_by by)
{
	json_str(j, "id", s->id.s);
	card_write_both(j, "name", s->name, s->name_hi);
	json_str(j, "state", seller_state_wire(s->state));
	json_str(j, "status", sell_status_wire(sell_status_of(who->maker.tax)));
	json_opt(j, "gstin", s->gstin);
	card_write_both(j, "region", region_en(s->region), region_hi(s->region));
	json_opt(j, "booth", s->booth.s);
	if (*who->principal.id.s) card_write_both(j, "principal", who->principal.name, who->principal.name_hi);
	else json_nil(j, "principal");
	json_bool(j, "demo", s->demo);
	json_time(j, "at", s->created_ms);
	write_can(j, s, by);
}

err_t api_seller_write_head(struct db *db, struct json *j, const struct seller *s, enum seller_by by)
{
	struct standings who;
	TRY(standings_find(db, s->id.s, clock_wall_ms(), &who));
	write_members(j, s, &who, by);
	return OK;
}

/* A number by its end; an address of money by its bank. */
static void write_numbers(struct json *j, const struct seller_form *f, bool masked)
{
	const struct { const char *name, *value; void (*mask)(const char *text, char ret[static MASK_BYTES]); } rows[] = {
		{"phone", f->phone, mask_end}, {"pehchan", f->pehchan, mask_end}, {"pan", f->pan, mask_end}, {"ifsc", f->ifsc, NULL},
		{"account", f->account, mask_end}, {"upi", f->upi, mask_mail}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[MASK_BYTES];
		if (masked && rows[i].mask) rows[i].mask(rows[i].value, text);
		json_opt(j, rows[i].name, masked && rows[i].mask ? text : rows[i].value);
	}
	json_bool(j, "masked", masked);
}

static err_t write_form(struct db *db, struct json *j, const char *seller, bool masked)
{
	struct seller_form f;
	TRY(seller_form_find(db, seller, &f));
	if (!*f.claim) {
		json_nil(j, "form");
		return OK;
	}
	json_obj(j, "form");
	write_numbers(j, &f, masked);
	json_str(j, "claim", f.claim);
	json_opt(j, "claim_number", f.claim_number);
	json_obj_end(j);
	return OK;
}

static void each_tax(void *arg, const struct seller_tax *t)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "kind", tax_kind_wire(t->kind));
	json_opt(j, "number", t->number);
	json_time(j, "from_at", t->from_ms);
	json_time(j, "until_at", t->until_ms);
	json_str(j, "proof", t->proof);
	json_obj_end(j);
}

static void each_link(void *arg, const struct seller_link *l)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "principal", l->principal.s);
	card_write_both(j, "name", l->name, l->name_hi);
	json_time(j, "from_at", l->from_ms);
	json_time(j, "until_at", l->until_ms);
	json_obj_end(j);
}

static void each_move(void *arg, const struct seller_move *m)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "state", seller_state_wire(m->state));
	json_opt(j, "note", m->note);
	json_opt(j, "by", m->by);
	json_time(j, "at", m->at_ms);
	json_obj_end(j);
}

/* What the rules say today for each place; goods that are held back by their heading aside. */
static void write_may(struct json *j, const struct standings *who)
{
	const int elsewhere = who->maker.region == REGION_UP ? 32 : REGION_UP;
	const struct { const char *place; struct sell_to to; } rows[] = {
		{"same-state", {"IN", who->maker.region}}, {"other-state", {"IN", elsewhere}}, {"abroad", {"DE", REGION_NONE}}};
	json_arr(j, "may");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct sale sale = sell_rule_ask(who, "", &rows[i].to);
		json_obj(j, NULL);
		json_str(j, "place", rows[i].place);
		json_str(j, "way", sell_way_wire(sale.way));
		json_str(j, "reason", sell_reason_wire(sale.reason));
		json_obj_end(j);
	}
	json_arr_end(j);
}

err_t api_seller_write(struct db *db, struct json *j, const char *key, const struct seller *s, enum seller_by by)
{
	struct standings who;
	TRY(standings_find(db, s->id.s, clock_wall_ms(), &who));
	json_obj(j, key);
	write_members(j, s, &who, by);
	TRY(write_form(db, j, s->id.s, by == SELLER_STAFF));
	json_arr(j, "tax");
	TRY(seller_tax_list(db, s->id.s, each_tax, j));
	json_arr_end(j);
	json_arr(j, "principals");
	TRY(seller_link_list(db, s->id.s, each_link, j));
	json_arr_end(j);
	json_arr(j, "moves");
	TRY(seller_moves(db, s->id.s, each_move, j));
	json_arr_end(j);
	write_may(j, &who);
	json_obj_end(j);
	return OK;
}
