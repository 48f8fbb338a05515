/* Streams of one port: how many, how long unproven, how much may wait. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "media/port.h"
#include "media/streams.h"

struct bed { int epoll; uint16_t number; struct streams *streams; int frames; bool proves; struct path last; };

static bool on_frame(void *arg, const struct path *from, uint8_t *data, size_t len, int64_t now_us)
{
	struct bed *b = arg;
	(void)data, (void)len, (void)now_us;
	b->frames++;
	b->last = *from;
	return b->proves;
}

static int setup(void **state)
{
	static struct bed b;
	struct port *port;
	b = (struct bed){.epoll = epoll_create1(0)};
	for (int i = 0; i < 8 && !b.streams; i++) {   /* a number that is free for UDP is mostly so for TCP */
		assert_int_equal(port_open(0, &port), OK);
		b.number = port_number(port);
		port_close(port);
		IGNORE(streams_open(b.number, b.epoll, 0, on_frame, &b, &b.streams));
	}
	assert_non_null(b.streams);
	*state = &b;
	return 0;
}

static int teardown(void **state)
{
	struct bed *b = *state;
	streams_close(b->streams);
	close(b->epoll);
	return 0;
}

static int dial(const struct bed *b)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(b->number), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

static void turn_for(struct bed *b, int64_t now_us, int ms)
{
	struct epoll_event e[64];
	for (int n; (n = epoll_wait(b->epoll, e, 64, ms)) > 0;)
		for (int i = 0; i < n; i++) streams_on_event(b->streams, (uint32_t)e[i].data.u64, now_us);
}

static void turn(struct bed *b, int64_t now_us) { turn_for(b, now_us, 50); }

static bool ended(int fd)
{
	char byte;
	return recv(fd, &byte, 1, MSG_DONTWAIT) == 0;
}

/* Strangers keep nobody out, and viewers are kept. */
static void there_are_so_many(void **state)
{
	struct bed *b = *state;
	static int fds[STREAMS_MAX + 2];
	for (int i = 0; i < STREAMS_MAX; i++) {
		fds[i] = dial(b);
		turn_for(b, 1 + i, 1);
	}
	turn(b, STREAMS_MAX);
	assert_int_equal(streams_count(b->streams), STREAMS_MAX);
	assert_false(ended(fds[0]));
	fds[STREAMS_MAX] = dial(b);
	turn(b, STREAMS_MAX);
	assert_true(ended(fds[0]));
	assert_false(ended(fds[1]));
	b->proves = true;
	for (int i = 1; i <= STREAMS_MAX; i++) assert_int_equal(send(fds[i], "\0\1x", 3, 0), 3);
	turn(b, STREAMS_MAX);
	assert_int_equal(b->frames, STREAMS_MAX);
	fds[STREAMS_MAX + 1] = dial(b);
	turn(b, STREAMS_MAX);
	assert_true(ended(fds[STREAMS_MAX + 1]));
	assert_int_equal(streams_count(b->streams), STREAMS_MAX);
	close(fds[1]);
	turn(b, STREAMS_MAX);
	assert_int_equal(streams_count(b->streams), STREAMS_MAX - 1);
	close(fds[0]);
	for (int i = 2; i <= STREAMS_MAX + 1; i++) close(fds[i]);
}

static void who_proves_nothing_goes(void **state)
{
	struct bed *b = *state;
	int stranger = dial(b), viewer = dial(b);
	turn(b, 1000);
	b->proves = true;
	assert_int_equal(send(viewer, "\0\3abc\0", 6, 0), 6);
	turn(b, 1000);
	assert_int_equal(b->frames, 1);
	streams_second(b->streams, 1000 + STREAM_PROVE_US);
	assert_false(ended(stranger));
	streams_second(b->streams, 1001 + STREAM_PROVE_US);
	assert_true(ended(stranger));
	assert_false(ended(viewer));
	assert_int_equal(send(viewer, "\1z", 2, 0), 2);  /* frames come in any pieces: 0x0001, 'z' */
	turn(b, 1000);
	assert_int_equal(b->frames, 2);
	close(stranger);
	close(viewer);
}

/* A phone that has left its network says no goodbye. */
static void who_proves_nothing_any_more_goes(void **state)
{
	struct bed *b = *state;
	int gone = dial(b), there = dial(b);
	b->proves = true;
	assert_int_equal(send(gone, "\0\1x", 3, 0), 3);
	assert_int_equal(send(there, "\0\1x", 3, 0), 3);
	turn(b, 1000);
	assert_int_equal(send(there, "\0\1x", 3, 0), 3);
	turn(b, 2000);
	streams_second(b->streams, 1000 + STREAM_CONSENT_US);
	assert_false(ended(gone));
	streams_second(b->streams, 1001 + STREAM_CONSENT_US);
	assert_true(ended(gone));
	b->proves = false;                       /* other frames prove nothing */
	assert_int_equal(send(there, "\0\1x", 3, 0), 3);
	turn(b, 3000);
	assert_false(ended(there));
	streams_second(b->streams, 2001 + STREAM_CONSENT_US);
	assert_true(ended(there));
	close(gone);
	close(there);
}

static void one_ends_by_its_number(void **state)
{
	struct bed *b = *state;
	int fd = dial(b);
	assert_int_equal(send(fd, "\0\1x", 3, 0), 3);
	turn(b, 1);
	streams_end(b->streams, b->last.stream + (1 << 10));
	assert_false(ended(fd));
	streams_end(b->streams, b->last.stream);
	assert_true(ended(fd));
	assert_int_equal(streams_count(b->streams), 0);
	close(fd);
}

/* Without a descriptor left the listening socket would stay readable, and its worker would never sleep again. */
static void without_descriptors_callers_are_turned_away(void **state)
{
	struct bed *b = *state;
	struct rlimit before, few;
	int caller = dial(b), last = caller, highest = caller;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = (struct rlimit){(rlim_t)caller + 4, before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	while ((last = dup(caller)) >= 0) highest = last;
	struct epoll_event e;
	turn(b, 1);
	assert_true(ended(caller));
	assert_int_equal(epoll_wait(b->epoll, &e, 1, 0), 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	for (int fd = caller; fd <= highest; fd++) close(fd);
	caller = dial(b);
	turn(b, 1);
	assert_int_equal(streams_count(b->streams), 1);
	close(caller);
}

static void what_does_not_fit_is_dropped_whole(void **state)
{
	struct bed *b = *state;
	static uint8_t frame[STREAM_FRAME_MAX + 1], got[1 << 20];
	int fd = dial(b);
	assert_int_equal(send(fd, "\0\1x", 3, 0), 3);
	turn(b, 1);
	int32_t stream = b->last.stream;
	assert_false(streams_send(b->streams, stream, frame, STREAM_FRAME_MAX + 1));
	assert_false(streams_send(b->streams, stream + (1 << 10), frame, 10));  /* an earlier or later connection of this place */
	int queued = 0;
	while (streams_send(b->streams, stream, frame, STREAM_FRAME_MAX)) queued++;
	assert_int_equal(queued, STREAM_OUT_BYTES / (STREAM_FRAME_MAX + 2));
	streams_flush(b->streams);
	assert_int_equal(recv(fd, got, (size_t)queued * (STREAM_FRAME_MAX + 2), MSG_WAITALL), queued * (STREAM_FRAME_MAX + 2));
	assert_true(streams_send(b->streams, stream, frame, STREAM_FRAME_MAX));
	close(fd);
}

static void a_slow_reader_gets_the_rest_later(void **state)
{
	struct bed *b = *state;
	static uint8_t frame[STREAM_FRAME_MAX], got[STREAM_FRAME_MAX + 2];
	int fd = dial(b);
	assert_int_equal(send(fd, "\0\1x", 3, 0), 3);
	turn(b, 1);
	int sent = 0;
	for (; sent < 20000 && streams_send(b->streams, b->last.stream, frame, sizeof frame); sent++) streams_flush(b->streams);
	assert_true(sent < 20000);
	for (int i = 0; i < sent; i++) {              /* whole frames, all that were taken */
		size_t have = 0;
		while (have < sizeof got) {
			ssize_t n = recv(fd, got + have, sizeof got - have, MSG_DONTWAIT);
			if (n > 0) have += (size_t)n;
			else turn_for(b, 1, 1);
		}
		assert_true(got[0] == STREAM_FRAME_MAX >> 8 && got[1] == (STREAM_FRAME_MAX & 255));
	}
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(there_are_so_many, setup, teardown),
		cmocka_unit_test_setup_teardown(who_proves_nothing_goes, setup, teardown),
		cmocka_unit_test_setup_teardown(who_proves_nothing_any_more_goes, setup, teardown),
		cmocka_unit_test_setup_teardown(one_ends_by_its_number, setup, teardown),
		cmocka_unit_test_setup_teardown(without_descriptors_callers_are_turned_away, setup, teardown),
		cmocka_unit_test_setup_teardown(what_does_not_fit_is_dropped_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(a_slow_reader_gets_the_rest_later, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
