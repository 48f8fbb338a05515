/* Which addresses go into answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "media/announce.h"

static void addresses_are_announced_as_set(void **state)
{
	(void)state;
	struct announce a;
	char text[ADDRESS_TEXT_MAX];
	assert_int_equal(announce_open("192.0.2.1, 2001:db8::7 ,192.0.2.1", &a), OK);
	assert_int_equal(a.n, 2);
	address_text(&a.list[0], text);
	assert_string_equal(text, "192.0.2.1");
	address_text(&a.list[1], text);
	assert_string_equal(text, "2001:db8::7");
	assert_int_equal(announce_open("example.org", &a), ERR_CONFIG);
	assert_int_equal(announce_open("192.0.2.1,,192.0.2.2", &a), ERR_CONFIG);
	assert_int_equal(announce_open("192.0.2.1, ", &a), ERR_CONFIG);
	assert_int_equal(announce_open("", &a), OK);
	assert_true(a.n > 0);
	char many[512] = "";
	for (int i = 0; i <= ANNOUNCE_MAX; i++) snprintf(many + strlen(many), sizeof many - strlen(many), "%s192.0.2.%d", i ? "," : "", i + 1);
	assert_int_equal(announce_open(many, &a), OK);
	assert_int_equal(a.n, ANNOUNCE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_announced_as_set),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
