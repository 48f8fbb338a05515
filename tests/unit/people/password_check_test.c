/* password_check_test.c — what is tried first is refused with its reason; what people can remember and nobody guesses is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "people/password_check.h"
#include "tests/unit/scratch.h"

static const struct password_about about = {.names = {"asha.devi@kashiloom.in", "ODOP Fair"}, .list = ""};

static const char *why_not(const char *password, const struct password_about *a)
{
	const char *why = "";
	err_t e = password_check(password, a, &why);
	if (e != OK && e != ERR_BAD_FIELD) fail_msg("%s: %s", password, err_wire(e));
	return e == OK ? "" : why;
}

static void sec_13_what_is_tried_first_is_refused(void **state)
{
	(void)state;
	static const struct { const char *password, *part; } rows[] = {
		{"tr4vel-ki", "ten characters"}, {"aaaaaaaaaaaa", "different"}, {"ababababab!", "different"}, {"wxyzwxyzwxyz", "different"}, {"m7pqm7pqm7pq", "different"},
		{"9876012345", "digits"}, {"26-01-1950 15", "digits"}, {"qwertyuiop", "side by side"}, {"asdfgh1234x", "side by side"}, {"lkjhgfdsa99", "side by side"},
		{"kashiloom2026", "own name"}, {"AshaDevi#1", "own name"}, {"Password2026!", "common"}, {"p@ssw0rd1234", "common"}, {"Namaste@12345", "common"},
		{"welcome#2026", "common"}, {"jaimatadi108", "common"}, {"IndiaIndia26", "common"}, {"UttarPradesh75", "common"}, {"Lucknow-2026", "common"}, {"helpline_2026", "common"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!strstr(why_not(rows[i].password, &about), rows[i].part)) fail_msg("%s: %s", rows[i].password, why_not(rows[i].password, &about));
}

static void sec_13_what_nobody_guesses_is_taken(void **state)
{
	(void)state;
	static const char *const rows[] = {"teapot-lantern-71", "k4Xv_tQ9zLmB", "seven blue kites rise", "नीली पतंग सात", "mela-teapot-lantern"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (*why_not(rows[i], &about)) fail_msg("%s: %s", rows[i], why_not(rows[i], &about));
}

/* What no rule of ours sees; nothing to try where the dictionary is not installed. */
static void sec_13_the_dictionary_is_asked(void **state)
{
	(void)state;
	if (access(PASSWORD_DICTIONARY ".pwd", R_OK) != 0) skip();
	if (!strstr(why_not("Thermodynamics", &about), "dictionary")) fail_msg("%s", why_not("Thermodynamics", &about));
}

static void sec_13_ten_characters_and_one_less(void **state)
{
	(void)state;
	assert_string_equal(why_not("k4Xv_tQ9zL", &about), "");
	assert_non_null(strstr(why_not("k4Xv_tQ9z", &about), "shorter"));
}

static void sec_13_the_operators_list_is_read(void **state)
{
	(void)state;
	char dir[SCRATCH_BYTES], path[160];
	const char *why;
	assert_true(scratch_new(dir, "passwords"));
	snprintf(path, sizeof path, "%s/list", dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("first-of-them-9\nTeapot-Lantern-71\r\n", f);
	fclose(f);
	const struct password_about listed = {.names = {NULL}, .list = path};
	assert_non_null(strstr(why_not("teapot-lantern-71", &listed), "list"));
	assert_string_equal(why_not("teapot-lantern-72", &listed), "");
	unlink(path);
	assert_int_equal(password_check("teapot-lantern-71", &listed, &why), ERR_CONFIG);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sec_13_what_is_tried_first_is_refused), cmocka_unit_test(sec_13_what_nobody_guesses_is_taken),
		cmocka_unit_test(sec_13_ten_characters_and_one_less), cmocka_unit_test(sec_13_the_operators_list_is_read),
		cmocka_unit_test(sec_13_the_dictionary_is_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
