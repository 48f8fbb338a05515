/* The list of those who watch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "media/fan.h"

static void a_fan_has_a_limit(void **state)
{
	(void)state;
	struct fan f;
	struct viewer *v = viewer_new(&(struct viewer_setup){.id = 1}, 0);
	fan_init(&f);
	for (int i = 0; i <= FAN_WATCHERS_MAX; i++) assert_int_equal(fan_add(&f, v), i < FAN_WATCHERS_MAX ? OK : ERR_FULL);
	fan_remove(&f, v);
	assert_int_equal(f.n, FAN_WATCHERS_MAX - 1);
	fan_fini(&f);
	viewer_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fan_has_a_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
