/* The lane's limits; whole handshakes are in worker_test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/clock.h"
#include "media/handshake.h"

/* First flights of clients, one after the other, out of one network. */
static void keep_flight(void *arg, const uint8_t *p, size_t len)
{
	struct handshake_in *in = arg;
	if (in->len) return;
	assert_true(len <= sizeof in->bytes);
	memcpy(in->bytes, p, len);
	in->len = (uint16_t)len;
}

static void sec_30_one_network_cannot_take_the_whole_lane(void **state)
{
	(void)state;
	struct dtls_context *server, *client;
	struct dtls *d;
	struct handshake *lane;
	struct queue *out = queue_new(1024, sizeof(struct handshake_out));
	bool answered[HANDSHAKES_PER_NET + 2] = {0};
	assert_int_equal(dtls_context_new(2000, &server), OK);
	assert_int_equal(dtls_context_new(2000, &client), OK);
	assert_int_equal(handshake_open(server, &out, 1, 1000, &lane), OK);
	struct handshake_in in = {.ask = HANDSHAKE_DATAGRAM};
	assert_int_equal(dtls_new(client, DTLS_CLIENT, dtls_context_fingerprint(server), keep_flight, &in, &d), OK);
	assert_int_equal(dtls_start(d), OK);
	for (uint64_t i = 0; i <= HANDSHAKES_PER_NET + 1; i++) {
		in.viewer = i;
		in.net = i == HANDSHAKES_PER_NET + 1 ? 7 : 1;  /* the last one comes from elsewhere */
		assert_int_equal(handshake_push(lane, &in), OK);
	}
	struct handshake_out o;
	int64_t limit = clock_mono_us() + 5000000;
	while (!answered[HANDSHAKES_PER_NET + 1] && clock_mono_us() < limit) {
		queue_wait(out, 100);
		while (queue_pop(out, &o)) answered[o.viewer] = answered[o.viewer] || o.said == HANDSHAKE_SEND;
	}
	for (int i = 0; i < HANDSHAKES_PER_NET; i++) assert_true(answered[i]);
	assert_false(answered[HANDSHAKES_PER_NET]);
	assert_true(answered[HANDSHAKES_PER_NET + 1]);
	handshake_close(lane);
	queue_free(out);
	dtls_free(d);
	dtls_context_free(server);
	dtls_context_free(client);
}

/* None of these clients ever answers, so no handshake is finished and none may be dropped for another. */
static void the_lane_holds_so_many_and_no_more(void **state)
{
	(void)state;
	struct dtls_context *server, *client;
	struct dtls *d;
	struct handshake *lane;
	struct queue *out = queue_new(8 * HANDSHAKES_MAX, sizeof(struct handshake_out));
	static bool answered[HANDSHAKES_MAX + 1];
	assert_int_equal(dtls_context_new(60000, &server), OK);
	assert_int_equal(dtls_context_new(60000, &client), OK);
	assert_int_equal(handshake_open(server, &out, 1, HANDSHAKES_MAX + 1, &lane), OK);
	struct handshake_in in = {.ask = HANDSHAKE_DATAGRAM};
	assert_int_equal(dtls_new(client, DTLS_CLIENT, dtls_context_fingerprint(server), keep_flight, &in, &d), OK);
	assert_int_equal(dtls_start(d), OK);
	int n = 0;
	struct handshake_out o;
	for (uint64_t i = 0; i <= HANDSHAKES_MAX; i++) {
		in.viewer = i;
		in.net = 1 + i / HANDSHAKES_PER_NET;
		while (handshake_push(lane, &in) != OK) {}
		for (int64_t limit = clock_mono_us() + (i < HANDSHAKES_MAX ? 5000000 : 200000); !answered[i] && clock_mono_us() < limit;) {
			queue_wait(out, 20);
			while (queue_pop(out, &o)) n += !answered[o.viewer], answered[o.viewer] = true;
		}
	}
	assert_int_equal(n, HANDSHAKES_MAX);
	assert_false(answered[HANDSHAKES_MAX]);
	handshake_close(lane);
	queue_free(out);
	dtls_free(d);
	dtls_context_free(server);
	dtls_context_free(client);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sec_30_one_network_cannot_take_the_whole_lane),
		cmocka_unit_test(the_lane_holds_so_many_and_no_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
