/* The three senders bring the same datagrams to the same addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "media/port.h"

static struct path to(const struct port *p, const char *ip)
{
	struct path path = {.stream = -1};
	assert_true(address_parse(&path.remote, ip, port_number(p)));
	return path;
}

static size_t drain(struct port *p, struct port_datagram *all, uint8_t (*bytes)[PORT_DATAGRAM_MAX], size_t max)
{
	size_t n = 0, got;
	struct port_datagram d[PORT_READ_MAX];
	while ((got = port_read(p, d, PORT_READ_MAX)) > 0)
		for (size_t i = 0; i < got && n < max; i++, n++) {
			all[n] = d[i];
			memcpy(bytes[n], d[i].data, d[i].len);
		}
	return n;
}

/* Frames of equal packets with a shorter last one, to two peers in turn. */
static void sends(enum port_sender sender, uint64_t max_calls)
{
	static struct port_datagram got[64];
	static uint8_t bytes[64][PORT_DATAGRAM_MAX];
	struct port *from, *a, *b;
	assert_int_equal(port_open(0, &from), OK);
	assert_int_equal(port_open(0, &a), OK);
	assert_int_equal(port_open(0, &b), OK);
	port_sender_set(from, sender);
	struct path peers[2] = {to(a, "127.0.0.1"), to(b, "127.0.0.1")};
	for (int i = 0; i < 24; i++) {
		size_t len = i % 4 == 3 ? 700 : 1100;
		memset(port_room(from), i, len);
		port_send(from, &peers[i / 4 % 2], len);
	}
	port_flush(from);
	struct port *const at[] = {a, b};
	for (int peer = 0; peer < 2; peer++) {
		size_t n = drain(at[peer], got, bytes, 64);
		assert_int_equal(n, 12);
		for (size_t k = 0; k < n; k++) {
			int i = (int)(k / 4 * 8 + k % 4) + peer * 4;
			assert_int_equal(got[k].len, i % 4 == 3 ? 700 : 1100);
			assert_int_equal(bytes[k][0], i);
			assert_int_equal(bytes[k][got[k].len - 1], i);
			assert_int_equal(got[k].path.remote.port, port_number(from));
			assert_true(got[k].path.local[15] == 1);
		}
	}
	assert_int_equal(port_counts(from)->sent, 24);
	assert_int_equal(port_counts(from)->dropped, 0);
	assert_true(port_counts(from)->calls <= max_calls);
	port_close(from);
	port_close(a);
	port_close(b);
}

static void sends_runs(void **state) { (void)state; sends(PORT_SEGMENTS, 2); }
static void sends_messages(void **state) { (void)state; sends(PORT_MESSAGES, 1); }
static void sends_singles(void **state) { (void)state; sends(PORT_SINGLES, 24); }

/* A socket without checksums is refused segments with EINVAL, like a card that cannot make them: the same datagrams go out
 * one by one, and so do all later ones. */
static void falls_back_where_segments_are_refused(void **state)
{
	(void)state;
	struct port *from, *a;
	static struct port_datagram got[64];
	static uint8_t bytes[64][PORT_DATAGRAM_MAX];
	int on = 1;
	assert_int_equal(port_open(0, &from), OK);
	assert_int_equal(port_open(0, &a), OK);
	assert_int_equal(setsockopt(port_fd(from), SOL_SOCKET, SO_NO_CHECK, &on, sizeof on), 0);
	struct path peer = to(a, "127.0.0.1");
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 8; i++) {
			memset(port_room(from), i, 1000);
			port_send(from, &peer, 1000);
		}
		port_flush(from);
		assert_int_equal(drain(a, got, bytes, 64), 8);
		for (int i = 0; i < 8; i++) assert_true(got[i].len == 1000 && bytes[i][0] == i && bytes[i][999] == i);
		assert_int_equal(port_sender(from), PORT_MESSAGES);
	}
	assert_int_equal(port_counts(from)->dropped, 0);
	port_close(from);
	port_close(a);
}

/* One of our addresses has gone, with those who spoke to it: the kernel refuses that with EINVAL, too. Everybody else keeps the runs. */
static void one_dead_path_costs_nobody_the_runs(void **state)
{
	(void)state;
	struct port *from, *a;
	static struct port_datagram got[64];
	static uint8_t bytes[64][PORT_DATAGRAM_MAX];
	assert_int_equal(port_open(0, &from), OK);
	assert_int_equal(port_open(0, &a), OK);
	struct path dead = to(a, "::1"), peer = to(a, "127.0.0.1");
	struct address ours;
	assert_true(address_parse(&ours, "2001:db8::9", 0));
	memcpy(dead.local, ours.ip, sizeof dead.local);
	for (int i = 0; i < 12; i++) {
		memset(port_room(from), i, 1000);
		port_send(from, i / 4 % 2 ? &dead : &peer, 1000);
	}
	port_flush(from);
	assert_int_equal(drain(a, got, bytes, 64), 8);
	for (int i = 0; i < 8; i++) assert_int_equal(bytes[i][999], i / 4 * 8 + i % 4);
	assert_int_equal(port_counts(from)->dropped, 4);
	assert_int_equal(port_counts(from)->in_runs, 8);
	assert_int_equal(port_sender(from), PORT_SEGMENTS);
	port_close(from);
	port_close(a);
}

static void flushes_when_the_runs_are_full(void **state)
{
	(void)state;
	struct port *from, *a;
	static struct port_datagram got[80];
	static uint8_t bytes[80][PORT_DATAGRAM_MAX];
	assert_int_equal(port_open(0, &from), OK);
	assert_int_equal(port_open(0, &a), OK);
	struct path peer = to(a, "127.0.0.1");
	for (int i = 0; i <= PORT_RUNS_MAX; i++) {        /* each longer than the one before: no two share a run */
		memset(port_room(from), i, (size_t)(100 + i));
		port_send(from, &peer, (size_t)(100 + i));
	}
	assert_int_equal(port_counts(from)->sent, PORT_RUNS_MAX);
	port_flush(from);
	assert_int_equal(drain(a, got, bytes, 80), PORT_RUNS_MAX + 1);
	port_close(from);
	port_close(a);
}

static void survives_a_peer_that_cannot_be_reached(void **state)
{
	(void)state;
	struct port *from, *a;
	static struct port_datagram got[8];
	static uint8_t bytes[8][PORT_DATAGRAM_MAX];
	assert_int_equal(port_open(0, &from), OK);
	assert_int_equal(port_open(0, &a), OK);
	struct path nobody = to(a, "255.255.255.255"), peer = to(a, "127.0.0.1"); /* no broadcast permission */
	for (int i = 0; i < 6; i++) {
		memset(port_room(from), i, 50);
		port_send(from, i % 2 ? &nobody : &peer, 50);
	}
	port_flush(from);
	assert_int_equal(drain(a, got, bytes, 8), 3);
	assert_int_equal(port_counts(from)->dropped, 3);
	port_close(from);
	port_close(a);
}

static void answers_from_the_address_that_was_asked(void **state)
{
	(void)state;
	struct port *server, *client;
	struct port_datagram d[1];
	assert_int_equal(port_open(0, &server), OK);
	assert_int_equal(port_open(0, &client), OK);
	struct path ask = to(server, "127.0.0.77");
	memcpy(port_room(client), "hello", 5);
	port_send(client, &ask, 5);
	port_flush(client);
	assert_int_equal(port_read(server, d, 1), 1);
	memcpy(port_room(server), "hello yourself", 14);
	port_send(server, &d[0].path, 14);
	port_flush(server);
	assert_int_equal(port_read(client, d, 1), 1);
	assert_true(address_same(&d[0].path.remote, &ask.remote));
	port_close(server);
	port_close(client);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sends_runs),
		cmocka_unit_test(sends_messages),
		cmocka_unit_test(sends_singles),
		cmocka_unit_test(falls_back_where_segments_are_refused),
		cmocka_unit_test(one_dead_path_costs_nobody_the_runs),
		cmocka_unit_test(flushes_when_the_runs_are_full),
		cmocka_unit_test(survives_a_peer_that_cannot_be_reached),
		cmocka_unit_test(answers_from_the_address_that_was_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
