/* csv_test.c — BOM, quotes, the formula guard, numbers and times. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/csv.h"

static void sec_26_a_row(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b);
	struct csv c = csv_start(&b);
	csv_text(&c, "say \"hi\", twice");
	csv_text(&c, "=1+1");
	csv_text(&c, "-7");
	csv_text(&c, "@x");
	csv_text(&c, "+91");
	csv_text(&c, "\tx");
	csv_text(&c, "शाल");
	csv_text(&c, "");
	csv_int(&c, -5);
	csv_money(&c, 123405, "INR");
	csv_money(&c, 0, "");
	csv_time(&c, 1796130000123);
	csv_time(&c, 0);
	csv_end_row(&c);
	csv_int(&c, 1);
	csv_end_row(&c);
	assert_string_equal(b.data, "\xEF\xBB\xBF\"say \"\"hi\"\", twice\",\"'=1+1\",\"'-7\",\"'@x\",\"'+91\",\"'\tx\",\"शाल\",\"\",-5,1234.05,,2026-12-01T13:00:00Z,\r\n1\r\n");
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sec_26_a_row)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
