/* graphemes_test.c — letters as people see them, at the limit and one more. */
#include "base/graphemes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MOST 200

static bool fits(const char *letter, int n)
{
	static char text[20000];
	size_t len = strlen(letter);
	for (int i = 0; i < n; i++) memcpy(text + len * (size_t)i, letter, len);
	text[len * (size_t)n] = 0;
	return graphemes_fit(text, MOST);
}

static void two_hundred_and_one_more(void **state)
{
	(void)state;
	/* Latin; with an accent apart; vowel signs; conjuncts; a nasal and a vowel sign; nukta; a flag; a family; hands of a colour; Tamil; Bengali. */
	static const char *const letters[] = {"x", "e\u0301", "कि", "क्षि", "स्त्री", "नीं", "ज\u093c़ा", "\U0001F1EE\U0001F1F3", "\U0001F468\u200d\U0001F469\u200d\U0001F467",
	                                      "\U0001F64F\U0001F3FD", "நி", "কো"};
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		if (!fits(letters[i], MOST) || fits(letters[i], MOST + 1)) fail_msg("200 of %s, or one more", letters[i]);
}

static void an_empty_text_fits(void **state)
{
	(void)state;
	assert_true(graphemes_fit("", 0));
	assert_false(graphemes_fit("x", 0));
	assert_true(graphemes_fit("कि", 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(two_hundred_and_one_more), cmocka_unit_test(an_empty_text_fits)};
	return cmocka_run_group_tests_name("graphemes", tests, NULL, NULL);
}
