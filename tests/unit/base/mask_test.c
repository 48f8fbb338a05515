/* mask_test.c — what is left of contact data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mask.h"

static void test_what_is_left(void **state)
{
	(void)state;
	static const struct { void (*mask)(const char *text, char ret[static MASK_BYTES]); const char *text, *masked; } rows[] = {
		{mask_end, "+919800000042", "••••0042"}, {mask_end, "12345", "••••2345"}, {mask_end, "1234", "••••"}, {mask_end, "", ""}, {mask_end, "१२३४५६", "••••"},
		{mask_mail, "asha@example.org", "a•••@example.org"}, {mask_mail, "a@b.in", "a•••@b.in"}, {mask_mail, "@b.in", "••••"}, {mask_mail, "nobody", "••••"},
		{mask_mail, "", ""}, {mask_all, "12 Lanka", "••••"}, {mask_all, "", ""},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[MASK_BYTES];
		rows[i].mask(rows[i].text, text);
		assert_string_equal(text, rows[i].masked);
		assert_int_equal(mask_is(text), *text != 0);
	}
	assert_false(mask_is("+919800000042"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_left)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
