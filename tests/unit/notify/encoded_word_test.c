/* encoded_word_test.c — RFC 2047: what needs encoding, the length of a word, characters kept whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "notify/encoded_word.h"

static void becomes(const char *text, const char *want)
{
	struct buf b;
	buf_init(&b);
	encoded_word_add(&b, text);
	assert_string_equal(b.data ? b.data : "", want);
	buf_fini(&b);
}

static void test_short_texts(void **state)
{
	(void)state;
	becomes("", "");
	becomes("123456 is your code", "123456 is your code");
	becomes("मेला", "=?UTF-8?B?4KSu4KWH4KSy4KS+?=");
	becomes("a =?b", "=?UTF-8?B?YSA9P2I=?=");
}

static void test_long_text_is_cut_between_characters(void **state)
{
	(void)state;
	char text[3 * 40 + 1] = "";
	for (int i = 0; i < 40; i++) strcat(text, "म");
	struct buf b;
	buf_init(&b);
	encoded_word_add(&b, text);
	int words = 0;
	for (char *line = strtok(b.data, "\r\n"); line; line = strtok(NULL, "\r\n"), words++) assert_true(strlen(line) <= 75 + 1);
	assert_int_equal(words, 3);
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_short_texts), cmocka_unit_test(test_long_text_is_cut_between_characters)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
