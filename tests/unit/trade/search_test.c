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
static struct search_cursor last;
static void note(void *arg, const struct product *p, const struct search_cursor *at)
{
	(void)arg;
	strcat(strcat(found, p->slug), " ");
	last = *at;
}

static const char *find(struct world *w, const char *text, struct product_filter f)
{
	const char **texts[] = {&f.after, &f.district, &f.category, &f.booth, &f.fair};
	for (size_t i = 0; i < 5; i++)
		if (!*texts[i]) *texts[i] = "";
	if (!f.limit) f.limit = 50;
	found[0] = 0;
	assert_int_equal(search_products(w->db, text, &f, &(struct search_cursor){-1, ""}, clock_wall_ms(), note, NULL), OK);
	return found;
}

static void test_hindi_and_english_find_the_same(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_string_equal(find(w, "ज़री", (struct product_filter){0}), "zari-silk-saree ");
	assert_string_equal(find(w, "जरी", (struct product_filter){0}), "zari-silk-saree ");
	assert_string_equal(find(w, "ZARI", (struct product_filter){0}), "zari-silk-saree ");
	assert_string_equal(find(w, "sil sar", (struct product_filter){0}), "zari-silk-saree ");
	assert_string_equal(find(w, "खिलौना", (struct product_filter){0}), "wooden-toy ");
	assert_string_equal(find(w, "खिलो", (struct product_filter){0}), ""); /* another vowel is another word */
	assert_string_equal(find(w, "saree toy", (struct product_filter){0}), "");
	assert_string_equal(find(w, "वाराणसी", (struct product_filter){0}), "zari-silk-saree black-bowl wooden-toy ");
	assert_string_equal(find(w, "बुना", (struct product_filter){.booth = m.other_booth.s}), "black-bowl ");
	assert_string_equal(find(w, "varanasi", (struct product_filter){.district = "agra"}), "");
	assert_string_equal(find(w, "varanasi", (struct product_filter){.live = true}), "");
}

static void test_what_a_buyer_types_is_never_syntax(void **state)
{
	struct world *w = *state;
	market(w);
	static const char *const odd[] = {"", " ", "\"", "\"\"", "*", "saree OR", "NOT", "name:", "a AND (", "^saree", "-", "saree\"*", "{name} :", "।", "NEAR(a b)"};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) find(w, odd[i], (struct product_filter){0});
	assert_string_equal(find(w, "\"saree\"", (struct product_filter){0}), "zari-silk-saree ");
	char text[SEARCH_QUERY_MAX + 2];
	memset(text, 'q', sizeof text);
	text[SEARCH_QUERY_MAX] = 0;
	find(w, text, (struct product_filter){0});
	text[SEARCH_QUERY_MAX] = 'q', text[SEARCH_QUERY_MAX + 1] = 0;
	assert_int_equal(search_products(w->db, text, &(struct product_filter){"", "", "", "", "", false, 1}, &(struct search_cursor){-1, ""}, 0, note, NULL), ERR_TOO_LONG);
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
	assert_string_equal(find(w, "saree", (struct product_filter){0}), "zari-silk-saree cotton-saree plain-stole ");
	char all[2000] = "";
	struct search_cursor from = {-1, ""};
	for (int i = 0; i < 4; i++) {
		found[0] = 0;
		struct product_filter f = {"", "", "", "", "", false, 1};
		assert_int_equal(search_products(w->db, "saree", &f, &from, clock_wall_ms(), note, NULL), OK);
		strcat(all, found);
		from = last;
	}
	assert_string_equal(all, "zari-silk-saree cotton-saree plain-stole ");
}

/* One more than are looked at, with names of their own. */
static err_t add_many(struct tx *tx, void *arg)
{
	const struct market *m = arg;
	struct product_id id;
	for (int i = 0; i <= SEARCH_CANDIDATES; i++) {
		struct product p = product_like("Bulk", "थोक", &m->booth, &m->registered, 1);
		snprintf(p.name_en, sizeof p.name_en, "Bulk %d", i);
		strcpy(p.about_en, "gleaming");
		TRY(product_new(tx, &p, &id));
	}
	return OK;
}

static int counted;
static void count(void *arg, const struct product *p, const struct search_cursor *at)
{
	(void)arg, (void)p;
	counted++;
	last = *at;
}

static void test_two_thousand_candidates_and_not_one_more(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(world_do(w, add_many, &m), OK);
	struct product_filter f = {"", "", "", "", "", false, SEARCH_PAGE_MAX + 1};
	struct search_cursor from = {-1, ""};
	int all = 0;
	do {
		counted = 0;
		assert_int_equal(search_products(w->db, "gleaming", &f, &from, clock_wall_ms(), count, NULL), OK);
		assert_true(counted <= SEARCH_PAGE_MAX);
		all += counted;
		from = last;
	} while (counted);
	assert_int_equal(all, SEARCH_CANDIDATES);
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

static void test_money(void **state)
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
		WORLD_TEST(test_what_a_buyer_types_is_never_syntax),
		WORLD_TEST(test_names_come_first_and_pages_go_on),
		WORLD_TEST(test_two_thousand_candidates_and_not_one_more),
		cmocka_unit_test(test_gstin),
		cmocka_unit_test(test_money),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
