/* Whom an audience listens to: the right password, a checked path, a place. */
#include "viewer_bed.h"

static void sec_35_only_the_right_password_is_answered(void **state)
{
	struct bed *b = *state;
	struct ice_words wrong = b->ice;
	wrong.pwd[0] ^= 1;
	client_ice(&b->client, &wrong);
	client_check_send(&b->client, true);
	turn(b, 1);
	assert_false(answered(&b->client));
	wrong = b->ice;
	wrong.ufrag[ICE_UFRAG_CHARS - 1] ^= 1;
	client_ice(&b->client, &wrong);
	client_check_send(&b->client, true);
	turn(b, 1);
	assert_false(answered(&b->client));
	assert_null(viewer_path(b->viewer));
	client_ice(&b->client, &b->ice);
	client_check_send(&b->client, true);
	turn(b, 1);
	assert_true(answered(&b->client));
	assert_non_null(viewer_path(b->viewer));
	assert_int_equal(audience_counts(b->audience)->stun_refused, 2);
}

static void sec_30_dtls_is_heard_from_checked_paths_only(void **state)
{
	struct bed *b = *state;
	uint8_t hello[20] = {22, 0xfe, 0xfd};
	client_send(&b->client, hello, sizeof hello);
	turn(b, 1);
	assert_int_equal(b->dtls_seen, 0);
	client_check_send(&b->client, false);
	client_send(&b->client, hello, sizeof hello);
	turn(b, 1);
	assert_int_equal(b->dtls_seen, 1);
	assert_int_equal(audience_counts(b->audience)->strangers, 1);
}

static void an_audience_has_so_many_places(void **state)
{
	struct bed *b = *state;
	struct viewer *beyond = viewer_new(&(struct viewer_setup){.id = 8}, 0), *twin = viewer_new(&(struct viewer_setup){.id = 2ull << 32 | PLACE}, 0);
	struct viewer *last = viewer_new(&(struct viewer_setup){.id = 7}, 0);
	assert_int_equal(audience_add(b->audience, beyond), ERR_FULL);
	assert_int_equal(audience_add(b->audience, twin), ERR_CONFLICT);
	assert_int_equal(audience_add(b->audience, last), OK);
	assert_null(audience_find(b->audience, 2ull << 32 | PLACE));
	assert_ptr_equal(audience_find(b->audience, ID), b->viewer);
	viewer_free(beyond);
	viewer_free(twin);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sec_35_only_the_right_password_is_answered, setup, teardown),
		cmocka_unit_test_setup_teardown(sec_30_dtls_is_heard_from_checked_paths_only, setup, teardown),
		cmocka_unit_test_setup_teardown(an_audience_has_so_many_places, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
