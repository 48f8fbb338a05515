/* live_test.c — every message stands on the wire as schema/live.def says. */
#include "sessions/live.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_every_name_finds_its_row(void **state)
{
	(void)state;
	for (int k = 0; k < LIVE_COUNT; k++) {
		enum live_kind found = LIVE_COUNT;
		assert_true(live_find(live_rows[k].wire, &found));
		assert_int_equal(found, k);
		assert_true(live_rows[k].version >= 1);
		assert_int_equal(live_rows[k].from_client, live_rows[k].per_min > 0);
		assert_true(live_rows[k].shape.size <= sizeof(union live_any));
	}
	enum live_kind kept = LIVE_ok;
	assert_false(live_find("chat.sing", &kept));
	assert_false(live_find("", &kept));
	assert_int_equal(kept, LIVE_ok);
}

static void test_a_frame_has_its_envelope(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out);
	live_frame(LIVE_error, "r1", "indigo", 0, &(struct live_error){.code = "muted", .retry_ms = 5}, &out);
	assert_string_equal(out.data, "{\"t\":\"error\",\"id\":\"r1\",\"booth\":\"indigo\",\"d\":{\"code\":\"muted\",\"retry_ms\":5}}");
	buf_clear(&out);
	live_frame(LIVE_line_removed, NULL, "", 7, &(struct live_line_removed){.line_seq = 3}, &out);
	assert_string_equal(out.data, "{\"t\":\"line.removed\",\"seq\":7,\"d\":{\"line_seq\":3}}");
	buf_clear(&out);
	live_frame(LIVE_ping, NULL, NULL, 0, &(struct live_ping){}, &out);
	assert_string_equal(out.data, "{\"t\":\"ping\",\"d\":{}}");
	buf_fini(&out);
}

static void test_a_required_raw_member_is_null_when_absent(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out);
	live_encode(LIVE_presence_changed, &(struct live_presence_changed){.viewers = 2, .countries = "{\"IN\":2}"}, &out);
	assert_string_equal(out.data, "{\"viewers\":2,\"countries\":{\"IN\":2}}");
	buf_clear(&out);
	live_encode(LIVE_presence_changed, &(struct live_presence_changed){0}, &out);
	assert_string_equal(out.data, "{\"viewers\":0,\"countries\":null}");
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_name_finds_its_row),
		cmocka_unit_test(test_a_frame_has_its_envelope),
		cmocka_unit_test(test_a_required_raw_member_is_null_when_absent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
