/* market.h — a small fair for the tests of trade: one booth, a seller with GSTIN and one without, a product of each, people. */
#pragma once
#include "tests/unit/world.h"

#include "fair/booth_row.h"
#include "fair/fair.h"
#include "people/person.h"
#include "trade/enquiry.h"
#include "trade/order.h"
#include "trade/product.h"
#include "trade/seller.h"

struct market {
	struct booth_id booth, other_booth;
	struct seller_id registered, second, unregistered;
	struct product_id saree, bowl, toy;   /* of registered, second (in the other booth), unregistered */
	struct person_id buyer, guest;
};

static const struct address home = {.name = "Asha", .phone = "9000000000", .line1 = "12 Lanka", .city = "Varanasi", .state = "UP", .pin = "221005", .country = "IN"};

static inline struct product product_like(const char *en, const char *hi, const struct booth_id *booth, const struct seller_id *seller, int64_t stock)
{
	struct product p = {.booth = *booth, .seller = *seller, .price = {250000, "INR"}, .stock = stock, .moq = 1, .lead_days = 3, .seed = 7, .grade = 'B', .gi = true};
	strcpy(p.name_en, en);
	strcpy(p.name_hi, hi);
	strcpy(p.about_en, "Woven by hand.");
	strcpy(p.about_hi, "हाथ से बुना।");
	strcpy(p.district, "varanasi");
	strcpy(p.category, "textile");
	strcpy(p.unit, "piece");
	strcpy(p.hsn, "5007");
	return p;
}

static inline err_t market_people(struct tx *tx, struct market *m)
{
	TRY(person_new(tx, &(struct person_new){.role = ROLE_BUYER, .name = "Asha", .email = "asha@example.in", .email_confirmed = true, .country = "IN"}, &m->buyer));
	return person_new(tx, &(struct person_new){.role = ROLE_GUEST, .name = "Guest", .country = "DE"}, &m->guest);
}

static inline err_t market_sellers(struct tx *tx, struct market *m)
{
	struct seller s = {.name = "Weavers", .gstin = "09DEMOA0001F1Z", .country = "IN", .demo = true};
	s.gstin[14] = gstin_check_char(s.gstin);
	TRY(seller_new(tx, &s, &m->registered));
	s = (struct seller){.name = "Potters", .gstin = "09DEMOA0002F1Z", .country = "IN", .demo = true};
	s.gstin[14] = gstin_check_char(s.gstin);
	TRY(seller_new(tx, &s, &m->second));
	return seller_new(tx, &(struct seller){.name = "Toy maker", .country = "IN", .principal = m->registered}, &m->unregistered);
}

static inline err_t market_open(struct tx *tx, void *arg)
{
	struct market *m = arg;
	struct district d = {.code = "varanasi", .name_en = "Varanasi", .name_hi = "वाराणसी", .product_en = "Silk", .product_hi = "सिल्क", .category = "textile", .gi = true,
	                     .hsn = "5007", .grade = 'B'};
	struct fair f = {.name_en = "Fair", .name_hi = "मेला", .time_zone = "Asia/Kolkata", .begins_ms = WORLD_NOW_MS, .ends_ms = WORLD_NOW_MS + 86400000};
	struct fair_id fair;
	TRY(district_put(tx, &d));
	TRY(fair_new(tx, &f, &fair));
	struct booth_words w = {.name_en = "Silk Weavers", .name_hi = "रेशम बुनकर", .artisan_en = "Weavers", .artisan_hi = "बुनकर", .district = "varanasi", .category = "textile"};
	TRY(booth_row_new(tx, &w, &m->booth));
	TRY(booth_row_new(tx, &w, &m->other_booth));
	TRY(market_people(tx, m));
	TRY(market_sellers(tx, m));
	struct product saree = product_like("Zari Silk Saree", "ज़री सिल्क साड़ी", &m->booth, &m->registered, 5);
	struct product bowl = product_like("Black Bowl", "काला कटोरा", &m->other_booth, &m->second, 100);
	struct product toy = product_like("Wooden Toy", "लकड़ी का खिलौना", &m->booth, &m->unregistered, 10);
	TRY(product_new(tx, &saree, &m->saree));
	TRY(product_new(tx, &bowl, &m->bowl));
	return product_new(tx, &toy, &m->toy);
}

static inline struct market market(struct world *w)
{
	struct market m;
	assert_int_equal(world_do(w, market_open, (void *)&m), OK);
	return m;
}

static inline int64_t stock_of(struct world *w, const struct product_id *id)
{
	struct product p;
	assert_int_equal(product_find(w->db, id->s, clock_wall_ms(), &p), OK);
	return p.stock;
}
