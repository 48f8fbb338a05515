/* Checks and what comes of them: paths, a restart, consent, allowances. */
#include "viewer_bed.h"

#include <arpa/inet.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "media/streams.h"

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

static bool on_frame(void *arg, const struct path *from, uint8_t *data, size_t len, int64_t now_us)
{
	struct bed *b = arg;
	return audience_on_datagram(b->audience, b->port, &(struct port_datagram){.path = *from, .data = data, .len = len}, now_us);
}

/* Calls by TCP and checks from there; it is heard before this returns. */
static int call(struct bed *b, struct streams *streams, int epoll, uint16_t number)
{
	char name[64];
	uint8_t frame[2 + STUN_REQUEST_MAX];
	struct epoll_event e[4];
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(number), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	snprintf(name, sizeof name, "%s:abcd", b->ice.ufrag);
	struct stun_request r = {.username = name, .priority = 1, .tie_breaker = 7, .controlling = true};
	size_t len = stun_write_request(frame + 2, STUN_REQUEST_MAX, &r, &b->client.key);
	rtp_put16(frame, (uint16_t)len);
	assert_int_equal(send(fd, frame, 2 + len, 0), 2 + len);
	for (int n; (n = epoll_wait(epoll, e, 4, 50)) > 0;)
		for (int i = 0; i < n; i++) streams_on_event(streams, (uint32_t)e[i].data.u64, 1);
	port_flush(b->port);
	return fd;
}

/* Its streams end with its paths, or one viewer could hold them all. */
static void a_peer_has_as_many_streams_as_paths(void **state)
{
	struct bed *b = *state;
	struct streams *streams = NULL;
	struct port *one;
	uint16_t number = 0;
	int epoll = epoll_create1(0), fds[ICE_PATHS + 1];
	for (int i = 0; i < 8 && !streams; i++) {   /* a number that is free for UDP is mostly so for TCP */
		assert_int_equal(port_open(0, &one), OK);
		number = port_number(one);
		port_close(one);
		IGNORE(streams_open(number, epoll, 0, on_frame, b, &streams));
	}
	assert_non_null(streams);
	port_streams_set(b->port, streams);
	for (int i = 0; i <= ICE_PATHS; i++) {
		fds[i] = call(b, streams, epoll, number);
		assert_int_equal(streams_count(streams), i < ICE_PATHS ? i + 1 : ICE_PATHS);
	}
	char byte;
	assert_true(recv(fds[0], &byte, 1, MSG_DONTWAIT) > 0);  /* its answer: the path that is used stays */
	for (int i = 0; i <= ICE_PATHS; i++) close(fds[i]);
	port_streams_set(b->port, NULL);
	streams_close(streams);
	close(epoll);
}

static void consent_runs_out(void **state)
{
	struct bed *b = *state;
	secure(b, 1000000);
	client_check_send(&b->client, true);
	turn(b, 5000000);
	assert_int_equal(viewer_second(b->viewer, 5000000 + ICE_CONSENT_US, b->port), OK);
	assert_int_equal(viewer_second(b->viewer, 5000000 + ICE_CONSENT_US + 1, b->port), ERR_TIMEOUT);
}

/* Checks alone keep no place. */
static void who_does_not_connect_goes(void **state)
{
	struct bed *b = *state;
	client_check_send(&b->client, true);
	turn(b, VIEWER_CONNECT_US - 1);
	assert_int_equal(viewer_second(b->viewer, VIEWER_CONNECT_US, b->port), OK);
	assert_int_equal(viewer_second(b->viewer, VIEWER_CONNECT_US + 1, b->port), ERR_TIMEOUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(checks_have_an_allowance, setup, teardown),
		cmocka_unit_test_setup_teardown(the_last_nominated_path_is_taken, setup, teardown),
		cmocka_unit_test_setup_teardown(a_restart_takes_both_passwords_for_a_while, setup, teardown),
		cmocka_unit_test_setup_teardown(a_peer_has_as_many_streams_as_paths, setup, teardown),
		cmocka_unit_test_setup_teardown(consent_runs_out, setup, teardown),
		cmocka_unit_test_setup_teardown(who_does_not_connect_goes, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
