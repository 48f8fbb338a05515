/* suggest_test.c — words that nothing is known by lead to known ones that sound nearly so, in the letters they are written with. */
#include "tests/unit/trade/market.h"

#include "trade/suggest.h"

static const char *all(struct world *w, const char *text)
{
	static char joined[SUGGEST_MAX * (SUGGEST_TEXT_MAX + 1) + 1];
	struct suggestions s;
	assert_int_equal(suggest(w->db, text, clock_wall_ms(), &s), OK);
	joined[0] = '\0';
	for (int i = 0; i < s.n; i++) strcat(strcat(joined, i ? " | " : ""), s.texts[i]);
	return joined;
}

static void each_is(struct world *w, const char *const rows[][2], size_t n)
{
	for (size_t i = 0; i < n; i++) assert_string_equal(all(w, rows[i][0]), rows[i][1]);
}

static void test_a_letter_too_many_too_few_or_wrong(void **state)
{
	struct world *w = *state;
	market(w);
	static const char *const rows[][2] = {
		{"wodnen", "Wooden"}, {"wdoen", "Wooden"}, {"wooten", "Wooden | Woven"}, {"textlie", "Textiles"}, {"कटोला", "कटोरा"}, {"खिलोनी", "खिलौना"},
		{"khilonaka", "खिलौना"}, /* Hinglish, of a word that is written in Hindi alone */
	};
	each_is(w, rows, sizeof rows / sizeof *rows);
}

static void test_what_is_known_or_far_stays(void **state)
{
	struct world *w = *state;
	market(w);
	static const char *const rows[][2] = {
		{"", ""}, {"।", ""}, {"saree", ""}, {"woodeen", ""}, {"varanaci", ""}, {"wood", ""}, {"saree toy", ""}, {"nothinglikethis", ""}, {"zq", ""}, {"日本", ""}, {"\"*", ""},
	};
	each_is(w, rows, sizeof rows / sizeof *rows);
}

static void test_other_words_stay_as_they_were_typed(void **state)
{
	struct world *w = *state;
	market(w);
	static const char *const rows[][2] = {
		{"Red  wooten, Toy", "Red  Wooden, Toy | Red  Woven, Toy"}, {"wodnen कटोला", "Wooden कटोरा"}, {"wodnen कटोला textlie", "Wooden कटोरा textlie"},
	};
	each_is(w, rows, sizeof rows / sizeof *rows);
}

HANDLER(hide, db_exec(tx_db(tx), Q_PRODUCT_MOVE, V(q->a), V("listed"), V("withdrawn"), V(0), V(1)))

static void test_hidden_products_suggest_nothing(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_int_equal(DO(w, hide, .a = m.toy.s), OK);
	assert_string_equal(all(w, "wodnen"), "");
}

static void test_texts_at_their_limits(void **state)
{
	struct world *w = *state;
	struct suggestions s;
	char text[MATCH_TEXT_MAX + 2];
	market(w);
	memset(text, 'q', sizeof text);
	text[MATCH_TEXT_MAX] = '\0';
	assert_string_equal(all(w, text), "");
	text[MATCH_TEXT_MAX] = 'q', text[MATCH_TEXT_MAX + 1] = '\0';
	assert_int_equal(suggest(w->db, text, clock_wall_ms(), &s), ERR_TOO_LONG);
	assert_int_equal(suggest(w->db, "\xff", clock_wall_ms(), &s), ERR_BAD_UTF8);
	text[0] = '\0';
	for (int i = 0; i < 28; i++) strcat(text, "wodnen "); /* 196 bytes: the first two are put right */
	assert_int_equal(strlen(all(w, text)), 28 * 7 - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_a_letter_too_many_too_few_or_wrong),
		WORLD_TEST(test_what_is_known_or_far_stays),
		WORLD_TEST(test_other_words_stay_as_they_were_typed),
		WORLD_TEST(test_hidden_products_suggest_nothing),
		WORLD_TEST(test_texts_at_their_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
