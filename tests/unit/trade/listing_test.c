/* A listing: what follows from what, what is refused, and changing one that is sold from meanwhile. */
#include "tests/unit/trade/market.h"

#include "base/text.h"
#include "fair/odop_line.h"
#include "trade/listing.h"
#include "trade/product_draft.h"
#include "trade/product_version.h"

static err_t register_lines(struct tx *tx, void *unused)
{
	(void)unused;
	struct odop_line l = {.district = "varanasi", .code = "first", .name_en = "Silk sarees", .name_hi = "सिल्क साड़ी", .category = "textile", .hsn = "5007;5208",
	                      .from_day = 20180124, .grade = 'B'};
	TRY(odop_line_put(tx, &l));
	l = (struct odop_line){.district = "varanasi", .code = "toys", .name_en = "Toys", .name_hi = "खिलौने", .category = "wood", .hsn = "9503", .from_day = 20180124, .grade = 'C'};
	TRY(odop_line_put(tx, &l));
	l = (struct odop_line){.district = "varanasi", .code = "later", .name_en = "Sweets", .name_hi = "मिठाई", .category = "food", .hsn = "1704", .from_day = 20990101, .grade = 'C'};
	TRY(odop_line_put(tx, &l));
	return db_exec(tx_db(tx), Q_PHOTO_INSERT, V("abc"), V(800), V(600), V(1000), V(""), V(1));
}

static struct listing five_fields(void)
{
	struct listing l = {.price_minor = 250000, .stock = 4};
	strcpy(l.name_hi, "बनारसी साड़ी");
	strcpy(l.district, "varanasi");
	return l;
}

static void test_five_fields_are_enough(void **state)
{
	struct world *w = *state;
	const char *field;
	market(w);
	assert_int_equal(world_do(w, register_lines, NULL), OK);
	struct listing l = five_fields();
	assert_int_equal(listing_settle(w->db, &l, WORLD_NOW_MS, &field), OK);
	assert_string_equal(l.name_en, "बनारसी साड़ी");
	assert_string_equal(l.category, "textile");
	assert_string_equal(l.hsn, "5007");
	assert_string_equal(l.unit, "piece");
	assert_int_equal(l.moq, 1);
	assert_string_equal(l.line, "first");
}

static void test_each_member_at_fault_is_named(void **state)
{
	struct world *w = *state;
	market(w);
	assert_int_equal(world_do(w, register_lines, NULL), OK);
	struct listing ok = five_fields(), bad[20];
	const struct { const char *field; err_t e; } want[] = {
		{"name_hi", ERR_MISSING_FIELD}, {"price_minor", ERR_MISSING_FIELD}, {"district", ERR_MISSING_FIELD}, {"district", ERR_BAD_FIELD},
		{"hsn", ERR_NOT_REGISTERED}, {"category", ERR_NOT_REGISTERED}, {"category", ERR_NOT_REGISTERED}, {"hsn", ERR_BAD_FIELD}, {"unit", ERR_BAD_FIELD},
		{"fssai", ERR_BAD_FIELD}, {"lead_days", ERR_BAD_FIELD}, {"one_of_a_kind", ERR_BAD_FIELD}, {"tiers", ERR_BAD_FIELD}, {"tiers", ERR_BAD_FIELD},
		{"variants", ERR_MISSING_FIELD}, {"variants", ERR_BAD_FIELD}, {"photos", ERR_BAD_FIELD}};
	size_t n = sizeof want / sizeof *want;
	for (size_t i = 0; i < n; i++) bad[i] = ok;
	*bad[0].name_hi = 0;
	bad[1].price_minor = 0;
	*bad[2].district = 0;
	strcpy(bad[3].district, "atlantis");
	strcpy(bad[4].category, "textile"), strcpy(bad[4].hsn, "9503");
	strcpy(bad[5].category, "leather");
	strcpy(bad[6].category, "food");                                /* its day has not come */
	strcpy(bad[7].hsn, "50");
	strcpy(bad[8].unit, "barrel");
	strcpy(bad[9].fssai, "123");
	bad[10].lead_days = 366;
	bad[11].one_of_a_kind = true;                                   /* and four of them */
	bad[12].n_tiers = 1, bad[12].tiers[0] = (struct tier){10, 250000};   /* no cheaper */
	bad[13].n_tiers = 2, bad[13].tiers[0] = (struct tier){10, 200000}, bad[13].tiers[1] = (struct tier){10, 100000};
	bad[14].n_variants = 1;
	bad[15].n_variants = 1, strcpy(bad[15].variants[0].sku, "S"), strcpy(bad[15].variants[0].name_hi, "छोटी"), bad[15].variants[0].extra_minor = -250000;
	bad[16].n_photos = 1, strcpy(bad[16].photos[0].photo, "abd");
	for (size_t i = 0; i < n; i++) {
		const char *field = NULL;
		if (listing_settle(w->db, &bad[i], WORLD_NOW_MS, &field) != want[i].e || !field || strcmp(field, want[i].field) != 0)
			fail_msg("row %zu: %s", i, field ? field : "no field");
	}
	bad[15] = ok, bad[15].n_variants = 1, strcpy(bad[15].variants[0].sku, "S"), strcpy(bad[15].variants[0].name_hi, "छोटी"), bad[15].variants[0].extra_minor = -249999;
	const char *field;
	assert_int_equal(listing_settle(w->db, &bad[15], WORLD_NOW_MS, &field), OK);
	bad[10] = ok, bad[10].lead_days = 365;
	assert_int_equal(listing_settle(w->db, &bad[10], WORLD_NOW_MS, &field), OK);
}

HANDLER(make, listing_new(tx, q->in, q->out2, q->out))
HANDLER(change, listing_change(tx, q->a, q->in, q->n, "p"))
HANDLER(act, product_act(tx, q->a, (enum product_event)q->n, (enum product_by)q->m))
HANDLER(take, stock_take(tx, q->a, q->b, q->n))

static struct product_id made(struct world *w, struct market *m, struct listing *l)
{
	struct product_id id;
	const char *field;
	struct listing_place place = {.booth = m->booth, .seller = m->registered, .state = PRODUCT_OFFERED, .batch = "", .person = "p"};
	assert_int_equal(listing_settle(w->db, l, WORLD_NOW_MS, &field), OK);
	assert_int_equal(DO(w, make, .in = l, .out2 = &place, .out = &id), OK);
	return id;
}

static void test_it_is_seen_once_the_desk_approves_and_until_it_is_withdrawn(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product p;
	assert_int_equal(world_do(w, register_lines, NULL), OK);
	struct listing l = five_fields();
	struct product_id id = made(w, &m, &l);
	assert_int_equal(product_find(w->db, id.s, WORLD_NOW_MS, &p), ERR_NO_PRODUCT);
	assert_int_equal(product_find_any(w->db, id.s, WORLD_NOW_MS, &p), OK);
	assert_int_equal(p.state, PRODUCT_OFFERED);
	assert_int_equal(DO(w, act, .a = id.s, .n = PRODUCT_EVENT_APPROVE, .m = PRODUCT_SELF), ERR_BAD_STATE);
	assert_int_equal(DO(w, act, .a = id.s, .n = PRODUCT_EVENT_APPROVE, .m = PRODUCT_STAFF), OK);
	assert_int_equal(product_find(w->db, id.s, WORLD_NOW_MS, &p), OK);
	assert_int_equal(DO(w, act, .a = id.s, .n = PRODUCT_EVENT_WITHDRAW, .m = PRODUCT_SELF), OK);
	assert_int_equal(product_find(w->db, id.s, WORLD_NOW_MS, &p), ERR_NO_PRODUCT);
}

static void test_a_change_needs_the_version_and_never_sets_a_stock(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product p;
	assert_int_equal(world_do(w, register_lines, NULL), OK);
	struct listing l = five_fields();
	struct product_id id = made(w, &m, &l);
	assert_int_equal(DO(w, take, .a = id.s, .n = 3), OK); /* sold while the page was open */
	l.price_minor = 260000;
	l.stock_change = 2;
	assert_int_equal(DO(w, change, .a = id.s, .in = &l, .n = 2), ERR_PRECONDITION);
	assert_int_equal(DO(w, change, .a = id.s, .in = &l, .n = 1), OK);
	assert_int_equal(product_find_any(w->db, id.s, WORLD_NOW_MS, &p), OK);
	assert_int_equal(p.stock, 3);
	assert_int_equal(p.version, 2);
	l.stock_change = -4;
	assert_int_equal(DO(w, change, .a = id.s, .in = &l, .n = 2), ERR_SOLD_OUT);
	assert_int_equal(product_find_any(w->db, id.s, WORLD_NOW_MS, &p), OK);
	assert_int_equal(p.version, 2);
}

static void test_variants_keep_their_ids_and_their_sum(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product p;
	struct variant before[VARIANTS_MAX], after[VARIANTS_MAX];
	size_t n;
	assert_int_equal(world_do(w, register_lines, NULL), OK);
	struct listing l = five_fields(), read;
	l.n_variants = 2;
	l.variants[0] = (struct listing_variant){.sku = "S", .name_hi = "छोटी", .stock = 3};
	l.variants[1] = (struct listing_variant){.sku = "L", .name_hi = "बड़ी", .stock = 5, .extra_minor = 1000};
	l.n_tiers = 1, l.tiers[0] = (struct tier){5, 200000};
	l.n_photos = 1, strcpy(l.photos[0].photo, "abc");
	struct product_id id = made(w, &m, &l);
	assert_int_equal(product_find_any(w->db, id.s, WORLD_NOW_MS, &p), OK);
	assert_int_equal(p.stock, 8);
	assert_string_equal(p.photo, "abc");
	assert_int_equal(variant_list(w->db, id.s, before, &n), OK);
	l.variants[0].stock_change = -1;
	l.variants[1] = (struct listing_variant){.sku = "M", .name_hi = "मझोली", .stock = 2};
	assert_int_equal(DO(w, change, .a = id.s, .in = &l, .n = 1), OK);
	assert_int_equal(variant_list(w->db, id.s, after, &n), OK);
	assert_int_equal(n, 2);
	assert_string_equal(after[0].id.s, before[0].id.s);
	assert_int_equal(after[0].stock, 2);
	assert_string_equal(after[1].sku, "M");
	assert_int_equal(product_find_any(w->db, id.s, WORLD_NOW_MS, &p), OK);
	assert_int_equal(p.stock, 4);
	assert_int_equal(listing_of(w->db, id.s, &read), OK);
	assert_int_equal(read.n_tiers, 1);
	assert_int_equal(read.n_photos, 1);
	assert_string_equal(read.variants[1].name_hi, "मझोली");
}

static void count_version(void *arg, const struct product_version *v) { (void)v; ++*(int *)arg; }

static void test_versions_are_kept_without_stocks_and_only_the_last(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct buf text;
	int n = 0;
	assert_int_equal(world_do(w, register_lines, NULL), OK);
	struct listing l = five_fields();
	struct product_id id = made(w, &m, &l);
	buf_init(&text);
	assert_int_equal(product_version_find(w->db, id.s, 1, &text), OK);
	assert_non_null(strstr(text.data, "\"price_minor\":250000"));
	assert_null(strstr(text.data, "stock"));
	buf_fini(&text);
	for (int i = 1; i <= PRODUCT_VERSIONS_MAX; i++) assert_int_equal(DO(w, change, .a = id.s, .in = &l, .n = i), OK);
	assert_int_equal(product_version_list(w->db, id.s, count_version, &n), OK);
	assert_int_equal(n, PRODUCT_VERSIONS_MAX);
	assert_int_equal(product_version_find(w->db, id.s, 1, &text), ERR_NOT_FOUND);
}

HANDLER(make_food, db_exec(tx_db(tx), Q_PRODUCT_DESCRIBE, V(q->a), V(0), V("Sweet"), V("मिठाई"), V(""), V(""), V("varanasi"), V("food"), V(100), V("kg"), V(1), V(0), V(0), V("1704"),
                           V(0), V("C"), V(""), V("first"), V(0), V(0), V(0), V(0), V(0), V(""), V(""), V(0), V(0), V(1), V(""), V("")))

static void test_food_needs_its_licence_to_be_listed(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(world_do(w, register_lines, NULL), OK);
	struct listing l = five_fields();
	struct product_id id = made(w, &m, &l);
	assert_int_equal(DO(w, make_food, .a = id.s), OK);
	assert_int_equal(DO(w, act, .a = id.s, .n = PRODUCT_EVENT_APPROVE, .m = PRODUCT_STAFF), ERR_MISSING_FIELD);
}

HANDLER(put_draft, product_draft_put(tx, q->out, q->a, "", q->in, "p"))
HANDLER(drop_draft, product_draft_drop(tx, q->b, q->a))

static void test_a_draft_may_lack_anything_and_belongs_to_its_booth(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct listing l = {.n_photos = 1};
	char id[ID_CHARS + 1] = "", more[ID_CHARS + 1];
	strcpy(l.photos[0].photo, "abc");
	assert_int_equal(DO(w, put_draft, .a = m.booth.s, .in = &l, .out = id), OK);
	strcpy(l.name_hi, "साड़ी");
	assert_int_equal(DO(w, put_draft, .a = m.other_booth.s, .in = &l, .out = id), ERR_NOT_FOUND);
	assert_int_equal(DO(w, put_draft, .a = m.booth.s, .in = &l, .out = id), OK);
	assert_int_equal(DO(w, drop_draft, .a = m.other_booth.s, .b = id), ERR_NOT_FOUND);
	assert_int_equal(DO(w, drop_draft, .a = m.booth.s, .b = id), OK);
	for (int i = 0; i < PRODUCT_DRAFTS_MAX; i++) assert_int_equal((*more = 0, DO(w, put_draft, .a = m.booth.s, .in = &l, .out = more)), OK);
	assert_int_equal((*more = 0, DO(w, put_draft, .a = m.booth.s, .in = &l, .out = more)), ERR_FULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_five_fields_are_enough),
		WORLD_TEST(test_each_member_at_fault_is_named),
		WORLD_TEST(test_it_is_seen_once_the_desk_approves_and_until_it_is_withdrawn),
		WORLD_TEST(test_a_change_needs_the_version_and_never_sets_a_stock),
		WORLD_TEST(test_variants_keep_their_ids_and_their_sum),
		WORLD_TEST(test_versions_are_kept_without_stocks_and_only_the_last),
		WORLD_TEST(test_food_needs_its_licence_to_be_listed),
		WORLD_TEST(test_a_draft_may_lack_anything_and_belongs_to_its_booth),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
