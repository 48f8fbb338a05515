/* Checks and what comes of them: paths, a restart, consent, allowances. */
#include "viewer_bed.h"

static void checks_have_an_allowance(void **state)
{
	struct bed *b = *state;
	for (int i = 0; i < ICE_CHECKS_PER_S + 1; i++) {
		client_check_send(&b->client, true);
		turn(b, 1);
		assert_int_equal(answered(&b->client), i < ICE_CHECKS_PER_S);
	}
	assert_int_equal(viewer_second(b->viewer, 2, b->port), OK);
	client_check_send(&b->client, true);
	turn(b, 2);
	assert_true(answered(&b->client));
}

static void the_last_nominated_path_is_taken(void **state)
{
	struct bed *b = *state;
	struct client others[ICE_PATHS];
	client_check_send(&b->client, true);
	turn(b, 1);
	uint16_t first = viewer_path(b->viewer)->remote.port;
	for (int i = 0; i < ICE_PATHS; i++) {          /* one more than there is room for */
		client_init(&others[i], port_number(b->port));
		client_ice(&others[i], &b->ice);
		client_check_send(&others[i], false);
		turn(b, 1);
		assert_true(answered(&others[i]));
		assert_int_equal(viewer_path(b->viewer)->remote.port, first);
	}
	const struct path *paths;
	assert_int_equal(viewer_paths(b->viewer, &paths), ICE_PATHS);
	client_check_send(&others[ICE_PATHS - 1], true);
	turn(b, 1);
	assert_int_not_equal(viewer_path(b->viewer)->remote.port, first);
	uint8_t hello[20] = {22, 0xfe, 0xfd};
	client_send(&others[0], hello, sizeof hello);     /* its place went to the last one */
	client_send(&others[ICE_PATHS - 1], hello, sizeof hello);
	turn(b, 1);
	assert_int_equal(b->dtls_seen, 1);
	for (int i = 0; i < ICE_PATHS; i++) client_fini(&others[i]);
}

static void a_restart_takes_both_passwords_for_a_while(void **state)
{
	struct bed *b = *state;
	struct ice_words fresh;
	ice_words_new(PLACE, &fresh);
	viewer_restart(b->viewer, &fresh, 1000);
	client_check_send(&b->client, true);
	turn(b, 1000 + ICE_OLD_US - 1);
	assert_true(answered(&b->client));
	client_check_send(&b->client, true);
	turn(b, 1000 + ICE_OLD_US);
	assert_false(answered(&b->client));
	client_ice(&b->client, &fresh);
	client_check_send(&b->client, true);
	turn(b, 1000 + ICE_OLD_US);
	assert_true(answered(&b->client));
}

static void consent_runs_out(void **state)
{
	struct bed *b = *state;
	client_check_send(&b->client, true);
	turn(b, 5000000);
	assert_int_equal(viewer_second(b->viewer, 5000000 + ICE_CONSENT_US, b->port), OK);
	assert_int_equal(viewer_second(b->viewer, 5000000 + ICE_CONSENT_US + 1, b->port), ERR_TIMEOUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(checks_have_an_allowance, setup, teardown),
		cmocka_unit_test_setup_teardown(the_last_nominated_path_is_taken, setup, teardown),
		cmocka_unit_test_setup_teardown(a_restart_takes_both_passwords_for_a_while, setup, teardown),
		cmocka_unit_test_setup_teardown(consent_runs_out, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
