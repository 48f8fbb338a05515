/* booth.c — members in the order of docs/PROTOCOL.md. */
#include "api/booth.h"

#include <string.h>

#include "base/clock.h"
#include "fair/broadcast_row.h"
#include "trade/card.h"

#define SLOTS_SHOWN 20
#define PRODUCTS_SHOWN 100

void api_slot_write(struct json *j, const char *key, const struct slot *s)
{
	json_obj(j, key);
	json_str(j, "id", s->id.s);
	json_str(j, "booth", s->booth.s);
	json_str(j, "slug", s->booth_slug);
	card_write_both(j, "name", s->name_en, s->name_hi);
	json_time(j, "begins_at", s->begins_ms);
	json_time(j, "ends_at", s->ends_ms);
	json_obj_end(j);
}

/* "hi,en" → ["hi","en"] */
static void write_languages(struct json *j, const char *tags)
{
	char tag[BOOTH_LANGUAGES_MAX + 1];
	json_arr(j, "languages");
	while (*tags) {
		size_t n = strcspn(tags, ",");
		memcpy(tag, tags, n);
		tag[n] = '\0';
		if (n) json_str(j, NULL, tag);
		tags += n + (tags[n] == ',');
	}
	json_arr_end(j);
}

static err_t write_state(struct db *db, struct json *j, const char *booth, const struct turnout *turnout)
{
	struct broadcast_row b = {0};
	err_t e = broadcast_row_find_open(db, booth, &b);
	if (e != OK && e != ERR_NOT_LIVE) return e;
	const struct turnout_booth *there = turnout ? turnout_find(turnout, booth) : NULL;
	json_str(j, "state", e == ERR_NOT_LIVE ? "off" : b.away_ms ? "away" : "live");
	json_int(j, "viewers", there ? there->viewers : 0);
	json_time(j, "began_at", b.began_ms);
	return OK;
}

err_t api_booth_write_members(struct db *db, struct json *j, const struct booth_row *b, const struct turnout *turnout)
{
	struct slot next;
	json_str(j, "id", b->id.s);
	json_str(j, "slug", b->slug);
	card_write_both(j, "name", b->name_en, b->name_hi);
	card_write_both(j, "artisan", b->artisan_en, b->artisan_hi);
	json_str(j, "district", b->district);
	card_write_both(j, "district_name", b->district_en, b->district_hi);
	json_str(j, "category", b->category);
	json_str(j, "motif", b->category);
	write_languages(j, b->languages);
	TRY(write_state(db, j, b->id.s, turnout));
	err_t e = slot_find_next(db, b->id.s, clock_wall_ms(), &next);
	if (e == OK) api_slot_write(j, "next_slot", &next);
	else json_nil(j, "next_slot");
	return e == ERR_NOT_FOUND ? OK : e;
}

err_t api_booth_write(struct db *db, struct json *j, const char *key, const struct booth_row *b, const struct turnout *turnout)
{
	json_obj(j, key);
	TRY(api_booth_write_members(db, j, b, turnout));
	json_obj_end(j);
	return OK;
}

static void each_slot(void *arg, const struct slot *s) { api_slot_write(arg, NULL, s); }

err_t api_booth_write_slots(struct db *db, struct json *j, const char *booth)
{
	json_arr(j, "slots");
	TRY(slot_list_booth(db, booth, clock_wall_ms(), SLOTS_SHOWN, each_slot, j));
	json_arr_end(j);
	return OK;
}

static void each_product(void *arg, const struct product *p) { card_write(arg, NULL, p); }

err_t api_booth_write_products(struct db *db, struct json *j, const char *booth)
{
	const struct product_filter f = {.after = "", .district = "", .category = "", .booth = booth, .fair = "", .limit = PRODUCTS_SHOWN};
	json_arr(j, "products");
	TRY(product_list(db, &f, clock_wall_ms(), each_product, j));
	json_arr_end(j);
	return OK;
}

void api_district_write(struct json *j, const struct district *d)
{
	json_obj(j, NULL);
	json_str(j, "code", d->code);
	card_write_both(j, "name", d->name_en, d->name_hi);
	card_write_both(j, "product", d->product_en, d->product_hi);
	json_str(j, "category", d->category);
	json_bool(j, "gi", district_shows_gi(d));
	json_str(j, "grade", (char[]){d->grade, '\0'});
	json_int(j, "booths", d->booths);
	json_int(j, "products", d->products);
	json_obj_end(j);
}
