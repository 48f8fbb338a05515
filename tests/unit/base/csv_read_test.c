/* csv_read_test.c — tables, and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv_read.h"

/* The rows as a|b;c|d; or, behind them, the error. */
static const char *read_all(const char *csv)
{
	static char text[2000], out[4000];
	char *fields[CSV_FIELDS_MAX];
	strcpy(text, csv);
	struct csv_reader c = csv_read_start(text);
	out[0] = 0;
	for (;;) {
		int n = 0;
		err_t e = csv_read_row(&c, fields, &n);
		if (e != OK) return strcat(out, err_wire(e));
		if (!n) return out;
		for (int i = 0; i < n; i++) strcat(strcat(out, i ? "|" : ""), fields[i]);
		strcat(out, ";");
	}
}

static void test_tables(void **state)
{
	(void)state;
	assert_string_equal(read_all(""), "");
	assert_string_equal(read_all("a,b\nc,d\n"), "a|b;c|d;");
	assert_string_equal(read_all("a,b\r\nc,d"), "a|b;c|d;");
	assert_string_equal(read_all("\xef\xbb\xbf" "a,\n,b\n"), "a|;|b;");
	assert_string_equal(read_all("\"a,b\",\"say \"\"hi\"\"\"\n\"\",x\n"), "a,b|say \"hi\";|x;");
	assert_string_equal(read_all("\"two\nlines\",x\n"), "two\nlines|x;");
	assert_string_equal(read_all("ज़री,\"साड़ी\"\n"), "ज़री|साड़ी;");
}

static void test_what_is_refused(void **state)
{
	(void)state;
	assert_string_equal(read_all("a,b\nc\n"), "a|b;malformed");
	assert_string_equal(read_all("a\"b\n"), "malformed");
	assert_string_equal(read_all("\"a\"b\n"), "malformed");
	assert_string_equal(read_all("\"a\n"), "malformed");
	assert_string_equal(read_all("a\rb\n"), "malformed");
}

static void test_forty_fields_and_not_one_more(void **state)
{
	(void)state;
	char csv[200] = "";
	for (int i = 0; i < CSV_FIELDS_MAX - 1; i++) strcat(csv, "a,");
	strcat(csv, "z");
	assert_null(strstr(read_all(csv), "malformed"));
	strcat(csv, ",z");
	assert_string_equal(read_all(csv), "malformed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_what_is_refused),
		cmocka_unit_test(test_forty_fields_and_not_one_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
