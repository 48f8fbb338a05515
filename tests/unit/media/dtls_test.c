/* DTLS: two ends over a pipe in memory, with loss, strangers and limits. The datagrams are real.
 * OpenSSL keeps its own time, so a test that needs a timeout of 2 ms looks at it until it is due. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "media/dtls.h"
#include "media/rtp.h"

#define PIPE_MAX 64
#define TIMEOUT_MS 2

/* Datagrams on their way to one end. */
struct pipe { struct { uint8_t bytes[2048]; size_t len; } waiting[PIPE_MAX]; size_t head, tail, largest, sent; };

struct pair {
	struct dtls_context *server_context, *client_context;
	struct dtls *server, *client;
	struct pipe *to_server, *to_client;
};

static void into_pipe(void *arg, const uint8_t *datagram, size_t len)
{
	struct pipe *p = arg;
	assert_true(len <= sizeof p->waiting[0].bytes && p->tail < PIPE_MAX);
	memcpy(p->waiting[p->tail].bytes, datagram, len);
	p->waiting[p->tail++].len = len;
	p->sent++;
	if (len > p->largest) p->largest = len;
}

static void start(struct pair *p, const uint8_t *wrong_for_server, const uint8_t *wrong_for_client)
{
	p->to_server = calloc(1, sizeof *p->to_server);
	p->to_client = calloc(1, sizeof *p->to_client);
	assert_int_equal(dtls_context_new(TIMEOUT_MS, &p->server_context), OK);
	assert_int_equal(dtls_context_new(TIMEOUT_MS, &p->client_context), OK);
	const uint8_t *server = dtls_context_fingerprint(p->server_context), *client = dtls_context_fingerprint(p->client_context);
	assert_int_equal(dtls_new(p->server_context, DTLS_SERVER, wrong_for_server ? wrong_for_server : client, into_pipe, p->to_client, &p->server), OK);
	assert_int_equal(dtls_new(p->client_context, DTLS_CLIENT, wrong_for_client ? wrong_for_client : server, into_pipe, p->to_server, &p->client), OK);
	assert_int_equal(dtls_start(p->client), OK);
}

static void stop(struct pair *p)
{
	dtls_free(p->server);
	dtls_free(p->client);
	dtls_context_free(p->server_context);
	dtls_context_free(p->client_context);
	free(p->to_server);
	free(p->to_client);
}

/* Hands over what waits; keeps the first error. */
static err_t deliver(struct pipe *p, struct dtls *to)
{
	err_t first = OK;
	while (p->head < p->tail) {
		err_t e = dtls_receive(to, p->waiting[p->head].bytes, p->waiting[p->head].len);
		if (first == OK) first = e;
		p->head++;
	}
	p->head = p->tail = 0;
	return first;
}

static void lose(struct pipe *p) { p->head = p->tail = 0; }

static err_t time_out(struct dtls *d)
{
	while (dtls_timeout_us(d) > 0) sched_yield();
	return dtls_on_timeout(d);
}

static void shake_hands(struct pair *p)
{
	for (int i = 0; i < 4; i++) {
		assert_int_equal(deliver(p->to_server, p->server), OK);
		assert_int_equal(deliver(p->to_client, p->client), OK);
	}
	assert_int_equal(dtls_state(p->server), DTLS_DONE);
	assert_int_equal(dtls_state(p->client), DTLS_DONE);
}

static void agrees_on_gcm_and_on_keys(void **state)
{
	(void)state;
	struct pair p = { 0 };
	struct srtp_keys a, b;
	start(&p, NULL, NULL);
	assert_int_equal(dtls_keys(p.server, &a), ERR_BAD_STATE);
	shake_hands(&p);
	assert_true(p.to_client->largest <= DTLS_MTU && p.to_server->largest <= DTLS_MTU && p.to_client->largest > 256);
	assert_int_equal(dtls_timeout_us(p.server), -1);
	assert_int_equal(dtls_keys(p.server, &a), OK);
	assert_int_equal(dtls_keys(p.client, &b), OK);
	assert_int_equal(a.profile, SRTP_GCM128);
	assert_memory_equal(&a.local, &b.remote, sizeof a.local);
	assert_memory_equal(&a.remote, &b.local, sizeof a.local);
	assert_memory_not_equal(&a.local, &a.remote, sizeof a.local);
	stop(&p);
}

static void the_keys_open_each_others_packets(void **state)
{
	(void)state;
	struct pair p = { 0 };
	struct srtp_keys k;
	struct srtp *from = NULL, *to = NULL;
	start(&p, NULL, NULL);
	shake_hands(&p);
	assert_int_equal(dtls_keys(p.server, &k), OK);
	assert_int_equal(srtp_new(SRTP_BUILTIN, &k, &from), OK);
	assert_int_equal(dtls_keys(p.client, &k), OK);
	assert_int_equal(srtp_new(SRTP_LIBSRTP, &k, &to), OK);
	uint8_t packet[64 + SRTP_ROOM] = { 0 };
	size_t len = 0;
	rtp_write(packet, 96, true, 1, 2, 3, NULL, 0);
	assert_int_equal(srtp_seal(from, packet, 64, &len), OK);
	assert_int_equal(srtp_unseal(to, packet, len, &len), OK);
	assert_int_equal(len, 64);
	srtp_free(from);
	srtp_free(to);
	stop(&p);
}

static void sec_32_refuses_a_stranger(void **state)
{
	(void)state;
	static const uint8_t wrong[DTLS_FINGERPRINT_BYTES] = { 1 };
	for (int who = 0; who < 2; who++) {
		struct pair p = { 0 };
		err_t first = OK;
		start(&p, who == 0 ? wrong : NULL, who == 1 ? wrong : NULL);
		for (int i = 0; i < 3 && first == OK; i++) {
			err_t e = deliver(p.to_server, p.server);
			first = who == 0 ? e : deliver(p.to_client, p.client);
			if (who == 0 && first == OK) assert_int_equal(deliver(p.to_client, p.client), OK);
		}
		assert_int_equal(first, ERR_UNAUTHENTIC);
		assert_int_equal(dtls_state(who == 0 ? p.server : p.client), DTLS_FAILED);
		stop(&p);
	}
}

static void repeats_lost_flights(void **state)
{
	(void)state;
	struct pair p = { 0 };
	start(&p, NULL, NULL);
	lose(p.to_server);
	assert_true(dtls_timeout_us(p.client) >= 0);
	assert_int_equal(time_out(p.client), OK);
	assert_int_equal(deliver(p.to_server, p.server), OK);
	lose(p.to_client);
	assert_int_equal(time_out(p.server), OK);
	assert_true(p.to_client->tail > 0);
	shake_hands(&p);
	stop(&p);
}

static void gives_up_in_the_end(void **state)
{
	(void)state;
	struct pair p = { 0 };
	start(&p, NULL, NULL);
	err_t e = OK;
	int turns = 0;
	while (e == OK && turns++ < 64) {
		lose(p.to_server);
		e = time_out(p.client);
	}
	assert_int_equal(e, ERR_TIMEOUT);
	assert_int_equal(dtls_state(p.client), DTLS_FAILED);
	stop(&p);
}

static void answers_a_repeated_last_flight(void **state)
{
	(void)state;
	struct pair p = { 0 };
	start(&p, NULL, NULL);
	assert_int_equal(deliver(p.to_server, p.server), OK);
	assert_int_equal(deliver(p.to_client, p.client), OK);
	assert_int_equal(deliver(p.to_server, p.server), OK);
	assert_int_equal(dtls_state(p.server), DTLS_DONE);
	lose(p.to_client);
	assert_int_equal(time_out(p.client), OK);
	assert_int_equal(deliver(p.to_server, p.server), OK);
	assert_true(p.to_client->tail > 0);
	assert_int_equal(deliver(p.to_client, p.client), OK);
	assert_int_equal(dtls_state(p.client), DTLS_DONE);
	stop(&p);
}

static void hears_the_other_end_close(void **state)
{
	(void)state;
	struct pair p = { 0 };
	start(&p, NULL, NULL);
	shake_hands(&p);
	dtls_close(p.client);
	assert_int_equal(deliver(p.to_server, p.server), OK);
	assert_int_equal(dtls_state(p.server), DTLS_CLOSED);
	stop(&p);
}

static void sec_31_limits_what_it_takes(void **state)
{
	(void)state;
	static uint8_t noise[DTLS_BYTES_MAX];
	struct pair p = { 0 };
	start(&p, NULL, NULL);
	noise[0] = 22;
	for (int i = 0; i < DTLS_DATAGRAMS_MAX; i++) assert_int_equal(dtls_receive(p.server, noise, 13), OK);
	assert_int_equal(dtls_receive(p.server, noise, 13), ERR_FULL);
	assert_int_equal(dtls_state(p.server), DTLS_FAILED);
	stop(&p);
	struct pair q = { 0 };
	start(&q, NULL, NULL);
	for (int i = 0; i < 32; i++) assert_int_equal(dtls_receive(q.server, noise, DTLS_BYTES_MAX / 32), OK);
	assert_int_equal(dtls_receive(q.server, noise, 1), ERR_FULL);
	stop(&q);
}

static void writes_fingerprints(void **state)
{
	(void)state;
	uint8_t f[DTLS_FINGERPRINT_BYTES];
	char text[DTLS_FINGERPRINT_CHARS + 1];
	for (uint8_t i = 0; i < sizeof f; i++) f[i] = (uint8_t)(i * 8 + 7);
	dtls_fingerprint_text(f, text);
	assert_int_equal(strlen(text), DTLS_FINGERPRINT_CHARS);
	assert_memory_equal(text, "07:0F:17:", 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_on_gcm_and_on_keys),
		cmocka_unit_test(the_keys_open_each_others_packets),
		cmocka_unit_test(sec_32_refuses_a_stranger),
		cmocka_unit_test(repeats_lost_flights),
		cmocka_unit_test(gives_up_in_the_end),
		cmocka_unit_test(answers_a_repeated_last_flight),
		cmocka_unit_test(hears_the_other_end_close),
		cmocka_unit_test(sec_31_limits_what_it_takes),
		cmocka_unit_test(writes_fingerprints),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
