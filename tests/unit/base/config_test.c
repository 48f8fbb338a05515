/* config_test.c — defaults, files, environment, and every refusal. */
#include "base/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void test_file_then_environment(void **state)
{
	(void)state;
	char path[] = "/tmp/mela-ini-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_true(dprintf(fd, "[media]\nport = 9000\ngrace=5\n[http]\nhost=127.0.0.1\n") > 0);
	close(fd);
	setenv("MELA_MEDIA_PORT", "9100", 1);
	struct config c;
	config_defaults(&c);
	assert_int_equal(config_load(&c, path), OK);
	unsetenv("MELA_MEDIA_PORT");
	unlink(path);
	assert_int_equal(c.media_port, 9100);
	assert_int_equal(c.grace_s, 5);
	assert_string_equal(c.http_host, "127.0.0.1");
	assert_string_equal(c.srtp, "builtin");
}

static void test_refusals(void **state)
{
	(void)state;
	struct config c;
	config_defaults(&c);
	char text[CONFIG_TEXT_MAX + 1];
	memset(text, 'x', sizeof text);
	text[CONFIG_TEXT_MAX] = 0;
	assert_int_equal(config_set(&c, "smtp.from", text), ERR_CONFIG);
	text[CONFIG_TEXT_MAX - 1] = 0;
	assert_int_equal(config_set(&c, "smtp.from", text), OK);
	assert_int_equal(config_set(&c, "no.such", "1"), ERR_CONFIG);
	assert_int_equal(config_set(&c, "http.port", "1x"), ERR_CONFIG);
	assert_int_equal(config_set(&c, "http.port", "65536"), ERR_CONFIG);
	assert_int_equal(config_set(&c, "http.port", "65535"), OK);
	assert_string_equal(c.second_factor, "optional");
	assert_int_equal(config_set(&c, "auth.staff_second_factor", "required"), OK);
	for (size_t i = 0; i < 4; i++) assert_int_equal(config_set(&c, "auth.staff_second_factor", (const char *const[]){"", "require", "requiredx", "optional|required"}[i]), ERR_CONFIG);
	assert_string_equal(c.second_factor, "required");
	assert_int_equal(config_load(&c, "/nonexistent"), ERR_CONFIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_file_then_environment), cmocka_unit_test(test_refusals)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
