/* The names of the ladder's rungs, and what each of them has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "media/rung.h"

static void every_name_is_found_again(void **state)
{
	(void)state;
	for (enum rung r = 0; r < RUNGS; r++) assert_int_equal(rung_find(rung_name(r)), r);
	assert_int_equal(rung_find(""), RUNGS);
	assert_int_equal(rung_find("High"), RUNGS);
}

static void lower_rungs_have_less(void **state)
{
	(void)state;
	assert_true(rung_has_picture(RUNG_AUTO) && rung_has_picture(RUNG_HIGH) && rung_has_picture(RUNG_LOW) && rung_has_picture(RUNG_STILLS));
	assert_true(rung_has_sound(RUNG_SOUND) && !rung_has_picture(RUNG_SOUND));
	assert_false(rung_has_sound(RUNG_TEXT) || rung_has_picture(RUNG_TEXT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_is_found_again),
		cmocka_unit_test(lower_rungs_have_less),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
