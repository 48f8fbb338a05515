/* search_test.c — the same rows, however a word is spelt; and money and GSTIN. */
#include "tests/unit/trade/market.h"

#include "trade/fold.h"
#include "trade/search.h"

static void test_spellings_that_meet(void **state)
{
	(void)state;
	static const struct { const char *a, *b; } same[] = {
		{"ज़री", "जरी"},             /* composed or not, with nukta or without */
		{"\u095bरी", "ज\u093cरी"},
		{"हिन्दी", "हिंदी"},
		{"चाँद", "चांद"},
		{"कङ्घी", "कंघी"},
		{"चम्पा", "चंपा"},
		{"क्\u200dष", "क्ष"},
		{"ZARI", "zari"},
		{"Cafe\u0301", "café"},
		{"ऩ", "न"},
		{"साड़ी", "साडी"},
	};
	char a[200], b[200];
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		assert_int_equal(fold(same[i].a, a, sizeof a), OK);
		assert_int_equal(fold(same[i].b, b, sizeof b), OK);
		assert_string_equal(a, b);
	}
	static const struct { const char *a, *b; } apart[] = {{"जन्म", "जंम"}, {"कल", "काल"}, {"तुम्हारा", "तुंहारा"}, {"अन्य", "अंय"}};
	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
		assert_int_equal(fold(apart[i].a, a, sizeof a), OK);
		assert_int_equal(fold(apart[i].b, b, sizeof b), OK);
		assert_string_not_equal(a, b);
	}
}

static void test_fold_at_its_limits(void **state)
{
	(void)state;
	char a[FOLD_BYTES_MAX + 3], out[FOLD_BYTES_MAX * 3], small[5];
	memset(a, 'A', sizeof a);
	a[FOLD_BYTES_MAX + 1] = 0;
	assert_int_equal(fold(a, out, sizeof out), OK);
	assert_int_equal(strlen(out), FOLD_BYTES_MAX);
	assert_int_equal(fold("\xff", out, sizeof out), ERR_BAD_UTF8);
	assert_int_equal(fold("जरी", small, sizeof small), OK); /* room for one letter of three bytes */
	assert_string_equal(small, "ज");
	for (int i = 0; i + 2 < FOLD_BYTES_MAX; i += 2) memcpy(a + i, "\u0130", 2); /* folds to two characters each */
	a[FOLD_BYTES_MAX - 2] = 0;
	assert_int_equal(fold(a, out, sizeof out), OK);
}

static char found[2000];
static struct search_found page;
static void note(void *arg, const struct product *p)
{
	(void)arg;
	strcat(strcat(found, p->slug), " ");
}

static err_t ask(struct world *w, struct search_wish wish, const struct search_cursor *from, void (*each)(void *arg, const struct product *p))
{
	const char **texts[] = {&wish.text, &wish.district, &wish.category, &wish.booth, &wish.fair};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!*texts[i]) *texts[i] = "";
	if (!wish.limit) wish.limit = 50;
	return search_products(w->db, &wish, from, clock_wall_ms(), each, NULL, &page);
}

#define FIND(w, ...) find(w, (struct search_wish){__VA_ARGS__})
static const char *find(struct world *w, struct search_wish wish)
{
	found[0] = 0;
	assert_int_equal(ask(w, wish, &(struct search_cursor){0}, note), OK);
	return found;
}

static void test_hindi_and_english_find_the_same(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_string_equal(FIND(w, .text = "ज़री"), "zari-silk-saree ");
	assert_string_equal(FIND(w, .text = "जरी"), "zari-silk-saree ");
	assert_string_equal(FIND(w, .text = "ZARI"), "zari-silk-saree ");
	assert_string_equal(FIND(w, .text = "sil sar"), "zari-silk-saree ");
	assert_string_equal(FIND(w, .text = "खिलौना"), "wooden-toy ");
	assert_string_equal(FIND(w, .text = "खिल"), "wooden-toy ");
	assert_string_equal(FIND(w, .text = "खला"), ""); /* another vowel is another word */
	assert_string_equal(FIND(w, .text = "वाराणसी"), "zari-silk-saree black-bowl wooden-toy ");
	assert_string_equal(FIND(w, .text = "बुना", .booth = m.other_booth.s), "black-bowl ");
	assert_string_equal(FIND(w, .text = "varanasi", .district = "agra"), "");
	assert_string_equal(FIND(w, .text = "varanasi", .live = true), "");
}

static void test_hinglish_finds_what_is_written_in_hindi(void **state)
{
	struct world *w = *state;
	market(w);
	static const char *const toys[] = {"khilona", "khilauna", "lakdi ka khilona", "lakri", "KHILONAA", "lakadi"};
	for (size_t i = 0; i < sizeof toys / sizeof *toys; i++) assert_string_equal(FIND(w, .text = toys[i]), "wooden-toy ");
	static const char *const sarees[] = {"sari", "saari", "sadi", "jari sari", "sarees", "zarisilk", "silksari"};
	for (size_t i = 0; i < sizeof sarees / sizeof *sarees; i++) assert_string_equal(FIND(w, .text = sarees[i]), "zari-silk-saree ");
	assert_string_equal(FIND(w, .text = "kala katora"), "black-bowl ");
	assert_string_equal(FIND(w, .text = "hath se buna", .limit = 1), "zari-silk-saree ");
}

static void test_some_words_are_better_than_nothing(void **state)
{
	struct world *w = *state;
	market(w);
	assert_string_equal(FIND(w, .text = "saree toy"), "zari-silk-saree wooden-toy ");
	assert_true(page.some);
	assert_int_equal(page.count, 2);
	assert_string_equal(FIND(w, .text = "saree toy", .limit = 1), "zari-silk-saree ");
	assert_true(page.more);
	const struct search_cursor next = page.next;
	found[0] = 0;
	assert_int_equal(ask(w, (struct search_wish){.text = "saree toy", .limit = 1}, &next, note), OK);
	assert_string_equal(found, "wooden-toy ");
	assert_true(page.some && !page.more);
	assert_string_equal(FIND(w, .text = "saree"), "zari-silk-saree ");
	assert_false(page.some);
	assert_string_equal(FIND(w, .text = "sare"), "zari-silk-saree "); /* whole, and so nothing that only begins like it */
	assert_string_equal(FIND(w, .text = "katorey"), "");
	assert_string_equal(FIND(w, .text = "nothinglikethis"), "");
	assert_false(page.some);
}

static void sec_25_what_a_buyer_types_is_never_syntax(void **state)
{
	struct world *w = *state;
	market(w);
	static const char *const odd[] = {"", " ", "\"", "\"\"", "*", "saree OR", "NOT", "name:", "a AND (", "^saree", "-", "saree\"*", "{name} :", "।", "NEAR(a b)", "日本", "\u0301", "oaaaa"};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) FIND(w, .text = odd[i]);
	assert_string_equal(FIND(w, .text = "\"saree\""), "zari-silk-saree ");
	assert_string_equal(FIND(w, .text = "facets : oaaaa"), "");
	assert_string_equal(FIND(w, .text = "।"), "");
	char text[MATCH_TEXT_MAX + 2];
	memset(text, 'q', sizeof text);
	text[MATCH_TEXT_MAX] = 0;
	FIND(w, .text = text);
	text[MATCH_TEXT_MAX] = 'q', text[MATCH_TEXT_MAX + 1] = 0;
	assert_int_equal(ask(w, (struct search_wish){.text = text}, &(struct search_cursor){0}, note), ERR_TOO_LONG);
}

HANDLER(add_product, product_new(tx, q->in, q->out))

static void test_names_come_first_and_pages_go_on(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product p = product_like("Plain Stole", "सादा स्टोल", &m.booth, &m.registered, 1);
	struct product_id id;
	strcpy(p.about_en, "Goes with a saree.");
	assert_int_equal(DO(w, add_product, .in = &p, .out = &id), OK);
	p = product_like("Cotton Saree", "सूती साड़ी", &m.booth, &m.registered, 1);
	assert_int_equal(DO(w, add_product, .in = &p, .out = &id), OK);
	assert_string_equal(FIND(w, .text = "saree"), "zari-silk-saree cotton-saree plain-stole ");
	assert_int_equal(page.count, 3);
	char all[2000] = "";
	struct search_cursor from = {0};
	int pages = 0;
	do {
		found[0] = 0;
		assert_int_equal(ask(w, (struct search_wish){.text = "saree", .limit = 1}, &from, note), OK);
		strcat(all, found);
		from = page.next;
		pages++;
	} while (page.more);
	assert_string_equal(all, "zari-silk-saree cotton-saree plain-stole ");
	assert_int_equal(pages, 3);
	assert_string_equal(FIND(w, .text = "saree", .order = SEARCH_NEWEST), "cotton-saree plain-stole zari-silk-saree ");
	p = product_like("Rose Attar", "गुलाब का इत्र", &m.booth, &m.registered, 1);
	strcpy(p.category, "beauty"); /* शृंगार begins as saree sounds */
	p.price.minor = 100;
	assert_int_equal(DO(w, add_product, .in = &p, .out = &id), OK);
	assert_string_equal(FIND(w, .text = "sari", .order = SEARCH_PRICE, .limit = 1), "zari-silk-saree ");
	assert_string_equal(FIND(w, .text = "shringar"), "rose-attar ");
}

static void test_filters(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product p = product_like("Memory Stole", "स्मृति स्टोल", &m.booth, &m.registered, 1);
	struct product_id id;
	p.price.minor = 99900;
	p.grade = 'C'; /* no badge on memory alone */
	assert_int_equal(DO(w, add_product, .in = &p, .out = &id), OK);
	assert_string_equal(FIND(w, .badge = true), "zari-silk-saree black-bowl wooden-toy ");
	assert_string_equal(FIND(w, .to_minor = 99900), "memory-stole ");
	assert_string_equal(FIND(w, .to_minor = 99899), "");
	assert_string_equal(FIND(w, .from_minor = 99900, .to_minor = 249999), "memory-stole ");
	assert_string_equal(FIND(w, .from_minor = 99901), "zari-silk-saree black-bowl wooden-toy ");
	assert_string_equal(FIND(w, .order = SEARCH_PRICE, .limit = 2), "memory-stole zari-silk-saree ");
	assert_string_equal(FIND(w, .category = "textile", .district = "varanasi", .booth = m.other_booth.s), "black-bowl ");
	assert_string_equal(FIND(w, .category = "food"), "");
}

/* Three more than are counted, with names and prices of their own. */
#define MANY (SEARCH_COUNT_MAX + 3)
static int64_t price_of(int i) { return 10000 + 977 * (int64_t)(i * 7 % MANY); }
static err_t add_many(struct tx *tx, void *arg)
{
	const struct market *m = arg;
	struct product_id id;
	for (int i = 0; i < MANY; i++) {
		struct product p = product_like("Bulk", "थोक", &m->booth, &m->registered, 1);
		snprintf(p.name_en, sizeof p.name_en, "Bulk %d", i);
		strcpy(p.about_en, "gleaming");
		p.price.minor = price_of(i);
		TRY(product_new(tx, &p, &id));
	}
	return OK;
}

static int counted;
static int64_t dearest;
static void count(void *arg, const struct product *p)
{
	(void)arg;
	counted++;
	assert_true(p->price.minor >= dearest);
	dearest = p->price.minor;
}
static void count_any(void *arg, const struct product *p) { (void)arg, (void)p, counted++; }

static int count_pages(struct world *w, struct search_wish wish, void (*each)(void *arg, const struct product *p))
{
	struct search_cursor from = {0};
	int all = 0;
	dearest = 0;
	do {
		counted = 0;
		assert_int_equal(ask(w, wish, &from, each), OK);
		assert_true(counted <= SEARCH_PAGE_MAX);
		all += counted;
		from = page.next;
	} while (page.more);
	return all;
}

/* However many match, all come, each once, and cheapest first if that is wished. */
static void test_no_hit_is_beyond_reach(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(world_do(w, add_many, &m), OK);
	assert_int_equal(count_pages(w, (struct search_wish){.text = "gleaming", .limit = SEARCH_PAGE_MAX + 1}, count_any), MANY);
	assert_int_equal(count_pages(w, (struct search_wish){.text = "gleaming", .limit = 99, .order = SEARCH_PRICE}, count), MANY);
	assert_int_equal(count_pages(w, (struct search_wish){.text = "gleaming", .limit = 99, .order = SEARCH_NEWEST}, count_any), MANY);
	assert_int_equal(count_pages(w, (struct search_wish){.text = "gleaming", .limit = 99, .order = SEARCH_PRICE, .from_minor = 200000, .to_minor = 300000}, count), 102);
	assert_int_equal(ask(w, (struct search_wish){.text = "gleaming"}, &(struct search_cursor){0}, count_any), OK);
	assert_int_equal(page.count, SEARCH_COUNT_MAX + 1);
}

static err_t add_cheap(struct tx *tx, void *arg)
{
	const struct market *m = arg;
	struct product_id id;
	for (int i = 0; i < SEARCH_ASKED_MAX + 1; i++) {
		struct product p = product_like("Plain", "सादा", &m->booth, &m->registered, 1);
		p.price.minor = 5000;
		TRY(product_new(tx, &p, &id));
	}
	return OK;
}

/* More than are asked one by one are cheaper, all of one price, and none of them is meant. */
static void test_the_cheapest_is_found_behind_much_that_is_cheaper(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(world_do(w, add_many, &m), OK);
	assert_int_equal(world_do(w, add_cheap, &m), OK);
	assert_int_equal(count_pages(w, (struct search_wish){.text = "gleaming", .limit = 99, .order = SEARCH_PRICE}, count), MANY);
	assert_int_equal(count_pages(w, (struct search_wish){.text = "plain", .limit = 99, .order = SEARCH_PRICE}, count), SEARCH_ASKED_MAX + 1);
	assert_int_equal(count_pages(w, (struct search_wish){.limit = 99, .order = SEARCH_PRICE, .from_minor = 5000, .to_minor = 300000}, count),
	                 SEARCH_ASKED_MAX + 1 + count_pages(w, (struct search_wish){.limit = 99, .order = SEARCH_PRICE, .from_minor = 5001, .to_minor = 300000}, count));
}

static void test_gstin(void **state)
{
	(void)state;
	assert_true(gstin_valid("27AAPFU0939F1ZV")); /* a published example */
	assert_false(gstin_valid("27AAPFU0939F1ZW"));
	assert_false(gstin_valid("27AAPFU0939F1Z"));
	assert_false(gstin_valid("27AAPFU0939F1ZVV"));
	assert_false(gstin_valid("00AAPFU0939F1ZV"));
	assert_false(gstin_valid("27aapfu0939f1zv"));
}

static void sec_22_money(void **state)
{
	(void)state;
	struct money m, sum = {0};
	assert_int_equal(money_make(MONEY_MINOR_MAX, "INR", &m), OK);
	assert_int_equal(money_make(MONEY_MINOR_MAX + 1, "INR", &m), ERR_BAD_FIELD);
	assert_int_equal(money_make(-1, "INR", &m), ERR_BAD_FIELD);
	assert_int_equal(money_make(1, "Inr", &m), ERR_BAD_FIELD);
	assert_int_equal(money_make(1, "IN", &m), ERR_BAD_FIELD);
	assert_int_equal(money_times((struct money){1000000, "INR"}, 1000000, &m), OK);
	assert_int_equal(money_times((struct money){1000000, "INR"}, 1000001, &m), ERR_BAD_FIELD);
	assert_int_equal(money_add(&sum, (struct money){5, "INR"}), OK);
	assert_int_equal(money_add(&sum, (struct money){MONEY_MINOR_MAX - 5, "INR"}), OK);
	assert_int_equal(money_add(&sum, (struct money){1, "INR"}), ERR_BAD_FIELD);
	assert_int_equal(money_add(&sum, (struct money){0, "USD"}), ERR_BAD_FIELD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spellings_that_meet),
		cmocka_unit_test(test_fold_at_its_limits),
		WORLD_TEST(test_hindi_and_english_find_the_same),
		WORLD_TEST(sec_25_what_a_buyer_types_is_never_syntax),
		WORLD_TEST(test_names_come_first_and_pages_go_on),
		WORLD_TEST(test_hinglish_finds_what_is_written_in_hindi),
		WORLD_TEST(test_some_words_are_better_than_nothing),
		WORLD_TEST(test_filters),
		WORLD_TEST(test_no_hit_is_beyond_reach),
		WORLD_TEST(test_the_cheapest_is_found_behind_much_that_is_cheaper),
		cmocka_unit_test(test_gstin),
		cmocka_unit_test(sec_22_money),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
