/* totp_test.c — the vectors of RFC 6238 (appendix B, cut to six digits) and 4226 (appendix D), drift, reuse, and the secret as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "people/totp.h"

#define SECRET ((const unsigned char *)"12345678901234567890")

static void the_vectors_of_rfc_6238(void **state)
{
	static const struct { int64_t s; const char *code; } rows[] = {
		{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
	};
	char code[TOTP_DIGITS + 1];
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		totp_code(SECRET, rows[i].s * 1000 / TOTP_STEP_MS, code);
		assert_string_equal(code, rows[i].code);
	}
}

static void the_vectors_of_rfc_4226(void **state)
{
	static const char *const rows[] = {"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"};
	char code[TOTP_DIGITS + 1];
	(void)state;
	for (int i = 0; i < 10; i++) {
		totp_code(SECRET, i, code);
		assert_string_equal(code, rows[i]);
	}
}

/* Step 4 is now; its neighbours count, theirs do not. */
static void sec_13_one_step_of_drift_and_not_two(void **state)
{
	int64_t step;
	char code[TOTP_DIGITS + 1];
	(void)state;
	for (int64_t s = 1; s <= 7; s++) {
		totp_code(SECRET, s, code);
		step = -1;
		assert_int_equal(totp_fits(SECRET, code, 4 * TOTP_STEP_MS, 0, &step), s >= 3 && s <= 5);
		assert_int_equal(step, s >= 3 && s <= 5 ? s : -1);
		assert_int_equal(totp_fits(SECRET, code, 5 * TOTP_STEP_MS - 1, 0, &step), s >= 3 && s <= 5);
	}
}

static void sec_13_no_step_before_the_last_one(void **state)
{
	int64_t step = 0;
	(void)state;
	assert_true(totp_fits(SECRET, "338314", 4 * TOTP_STEP_MS, 3, &step));
	assert_false(totp_fits(SECRET, "338314", 4 * TOTP_STEP_MS, 4, &step));
	assert_false(totp_fits(SECRET, "969429", 4 * TOTP_STEP_MS, 4, &step));
	assert_true(totp_fits(SECRET, "254676", 4 * TOTP_STEP_MS, 4, &step));
}

static void what_is_no_code_fits_nothing(void **state)
{
	static const char *const rows[] = {"", "33831", "3383144", "338 14", "٣٣٨٣١٤", "abcdef"};
	int64_t step;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_false(totp_fits(SECRET, rows[i], 4 * TOTP_STEP_MS, 0, &step));
}

static void the_secret_as_apps_take_it(void **state)
{
	char text[TOTP_SECRET_CHARS + 1];
	(void)state;
	totp_text(SECRET, text);
	assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vectors_of_rfc_6238), cmocka_unit_test(the_vectors_of_rfc_4226), cmocka_unit_test(sec_13_one_step_of_drift_and_not_two),
		cmocka_unit_test(sec_13_no_step_before_the_last_one), cmocka_unit_test(what_is_no_code_fits_nothing), cmocka_unit_test(the_secret_as_apps_take_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
