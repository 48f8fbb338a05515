/* card.c — members in the order of docs/PROTOCOL.md. */
#include "trade/card.h"

#define ABROAD "ZZ" /* ISO 3166: a country not known; the rules tell India from all others */

void card_write_both(struct json *j, const char *key, const char *en, const char *hi)
{
	json_obj(j, key);
	json_str(j, "en", en);
	json_str(j, "hi", hi);
	json_obj_end(j);
}

static void write_flash(struct json *j, const struct product *p)
{
	if (!p->flash.price_minor) {
		json_nil(j, "flash");
		return;
	}
	json_obj(j, "flash");
	json_int(j, "minor", p->flash.price_minor);
	json_str(j, "currency", p->price.currency);
	json_time(j, "ends_at", p->flash.ends_ms);
	json_int(j, "remaining", p->flash.remaining);
	json_obj_end(j);
}

void card_write_members(struct json *j, const struct product *p)
{
	json_str(j, "id", p->id.s);
	json_str(j, "slug", p->slug);
	card_write_both(j, "name", p->name_en, p->name_hi);
	json_str(j, "booth", p->booth.s);
	json_str(j, "booth_slug", p->booth_slug);
	json_str(j, "district", p->district);
	card_write_both(j, "district_name", p->district_en, p->district_hi);
	json_str(j, "category", p->category);
	json_str(j, "motif", p->category);
	json_int(j, "seed", p->seed);
	json_money(j, "price", p->price.minor, p->price.currency);
	write_flash(j, p);
	json_str(j, "unit", p->unit);
	json_int(j, "available", p->stock);
	json_time(j, "held_until", p->held_until_ms);
	json_int(j, "moq", p->moq);
	json_bool(j, "gi", p->gi && p->grade != 'C'); /* no badge on memory alone */
	json_str(j, "grade", (char[]){p->grade, '\0'});
	json_opt(j, "photo", p->photo);
	json_int(j, "variants", p->variants);
	json_bool(j, "one_of_a_kind", p->one_of_a_kind);
	json_bool(j, "direct", product_sale(p, &(struct sell_to){"IN", 0}).way != SELL_ENQUIRY);
	json_bool(j, "abroad", product_sale(p, &(struct sell_to){ABROAD, 0}).way != SELL_ENQUIRY);
}

static void write_name(struct json *j, const char *key, const struct standing *s)
{
	if (s) card_write_both(j, key, s->name, s->name_hi);
	else json_nil(j, key);
}

void card_write_sale(struct json *j, const struct product *p, const struct sale *s)
{
	json_obj(j, "sale");
	json_str(j, "way", sell_way_wire(s->way));
	json_str(j, "reason", sell_reason_wire(s->reason));
	write_name(j, "seller", s->seller);
	write_name(j, "maker", &p->sellers.maker);
	write_name(j, "principal", *p->sellers.principal.id.s ? &p->sellers.principal : NULL);
	json_str(j, "paper", s->seller ? sell_paper_wire(s->paper) : NULL);
	json_str(j, "tax", s->seller ? sell_tax_wire(s->tax) : NULL);
	json_obj_end(j);
}

void card_write(struct json *j, const char *key, const struct product *p)
{
	json_obj(j, key);
	card_write_members(j, p);
	json_obj_end(j);
}
