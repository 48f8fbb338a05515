/* Messages between the core and its children, over a real socket pair. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "media/ipc.h"

struct pair { int a, b; char msg[IPC_MESSAGE_BYTES + 1]; };

static int pair_open(void **state)
{
	struct pair *p = calloc(1, sizeof *p);
	int fds[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds)) return -1;
	p->a = fds[0];
	p->b = fds[1];
	*state = p;
	return 0;
}

static int pair_close(void **state)
{
	struct pair *p = *state;
	close(p->a);
	close(p->b);
	free(p);
	return 0;
}

static size_t receive(struct pair *p)
{
	ssize_t n = recv(p->b, p->msg, sizeof p->msg, MSG_DONTWAIT);
	return n < 0 ? 0 : (size_t)n;
}

static void carries_every_kind(void **state)
{
	struct pair *p = *state;
	static const struct ipc_control rows[] = {
		{.kind = IPC_READY}, {.kind = IPC_HEARTBEAT}, {.kind = IPC_STOP}, {.kind = IPC_KEYFRAME},
		{.kind = IPC_OFFER, .text = "v=0\r\n"}, {.kind = IPC_PATCH, .patch = {7}, .text = "a=ice-ufrag:x\r\n"},
		{.kind = IPC_ANSWER, .answer = {OK, CODEC_H264, 108, CODEC_OPUS, 111}, .text = "v=0\r\n"},
		{.kind = IPC_ANSWER, .answer = {ERR_BAD_SDP, 0, 0, 0, 0}, .text = ""},
		{.kind = IPC_FRAGMENT, .fragment = {7, OK, 0}, .text = ""}, {.kind = IPC_STATE, .state = {IPC_PHASE_SECURE, OK}},
		{.kind = IPC_STATS, .stats = {1, 2, 3, 4, 5, 6}},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct ipc_control c;
		assert_int_equal(ipc_control_send(p->a, &rows[i]), OK);
		assert_int_equal(ipc_control_parse(p->msg, receive(p), &c), OK);
		assert_int_equal(c.kind, rows[i].kind);
		assert_memory_equal(&c.stats, &rows[i].stats, sizeof c.stats);
		assert_string_equal(c.text, rows[i].text ? rows[i].text : "");
	}
}

static void refuses_bodies_that_cannot_be(void **state)
{
	struct pair *p = *state;
	static const struct ipc_control rows[] = {
		{.kind = IPC_STOP, .nothing = {1}},
		{.kind = IPC_STATS, .stats = {.trip_us = -1}},
		{.kind = IPC_STATS, .stats = {.trip_us = IPC_TRIP_MAX_US + 1}},
		{.kind = IPC_RENDER, .render = {.codec = CODEC_OPUS, .pt = 96}},
		{.kind = IPC_RENDER, .render = {.codec = CODEC_VP8, .pt = 128}},
		{.kind = IPC_RENDER, .render = {.codec = CODEC_VP8, .pt = 96, .zero = {1}}},
		{.kind = IPC_ANSWER, .answer = {OK, CODEC_OPUS, 108, CODEC_OPUS, 111}, .text = "v=0"},
		{.kind = IPC_ANSWER, .answer = {OK, CODEC_H264, 108, CODEC_VP8, 111}, .text = "v=0"},
		{.kind = IPC_ANSWER, .answer = {OK, CODEC_H264, 128, CODEC_OPUS, 111}, .text = "v=0"},
		{.kind = IPC_ANSWER, .answer = {OK, CODEC_H264, 108, CODEC_OPUS, 111}, .text = ""},
		{.kind = IPC_ANSWER, .answer = {ERR_COUNT, 0, 0, 0, 0}, .text = ""},
		{.kind = IPC_STATE, .state = {IPC_PHASE_COUNT, OK}}, {.kind = IPC_STATE, .state = {0, ERR_COUNT}},
		{.kind = IPC_FRAGMENT, .fragment = {0, ERR_COUNT, 0}}, {.kind = IPC_FRAGMENT, .fragment = {0, OK, 1}},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct ipc_control c;
		assert_int_equal(ipc_control_send(p->a, &rows[i]), OK);
		assert_int_equal(ipc_control_parse(p->msg, receive(p), &c), ERR_MALFORMED);
	}
}

static void sec_44_refuses_every_cut_and_every_addition(void **state)
{
	struct pair *p = *state;
	struct ipc_control c;
	assert_int_equal(ipc_control_send(p->a, &(struct ipc_control){.kind = IPC_OFFER, .text = "v=0\r\n"}), OK);
	size_t len = receive(p);
	for (size_t i = 0; i < len; i++) assert_int_equal(ipc_control_parse(p->msg, i, &c), ERR_MALFORMED);
	assert_int_equal(ipc_control_parse(p->msg, len, &c), OK);
	assert_int_equal(ipc_control_parse(p->msg, len + 1, &c), ERR_MALFORMED);
	p->msg[len - 3] = 0;
	assert_int_equal(ipc_control_parse(p->msg, len, &c), ERR_MALFORMED);
}

static void bounds_the_text(void **state)
{
	struct pair *p = *state;
	struct ipc_control c, offer = {.kind = IPC_OFFER};
	char *text = malloc(IPC_SDP_BYTES + 2);
	memset(text, 'x', IPC_SDP_BYTES + 1);
	text[IPC_SDP_BYTES + 1] = 0;
	offer.text = text;
	assert_int_equal(ipc_control_send(p->a, &offer), ERR_TOO_BIG);
	text[IPC_SDP_BYTES] = 0;
	assert_int_equal(ipc_control_send(p->a, &offer), OK);
	assert_int_equal(ipc_control_parse(p->msg, receive(p), &c), OK);
	assert_int_equal(strlen(c.text), IPC_SDP_BYTES);
	free(text);
}

static void carries_packets_and_reports(void **state)
{
	struct pair *p = *state;
	struct ipc_batch *b = malloc(sizeof *b);
	struct ipc_packet q, video = {.record = IPC_RTP, .track = IPC_VIDEO, .arrival_us = 11, .data = (const uint8_t *)"picture", .len = 7};
	struct ipc_packet report = {.record = IPC_REPORT, .track = IPC_AUDIO, .arrival_us = 12, .report = {1ull << 40, 960, 77}};
	ipc_batch_start(b, 5);
	assert_int_equal(ipc_batch_add(b, &video), OK);
	assert_int_equal(ipc_batch_add(b, &report), OK);
	assert_int_equal(ipc_batch_send(p->a, b), OK);
	size_t len = receive(p);
	struct ipc_reader r;
	for (size_t i = 0; i < len; i++) assert_int_equal(ipc_packets_open(p->msg, i, &r), ERR_MALFORMED);
	assert_int_equal(ipc_packets_open(p->msg, len + 1, &r), ERR_MALFORMED);
	assert_int_equal(ipc_packets_open(p->msg, len, &r), OK);
	assert_int_equal(r.dropped, 5);
	assert_true(ipc_packets_next(&r, &q));
	assert_true(q.record == IPC_RTP && q.track == IPC_VIDEO && q.arrival_us == 11 && q.len == 7);
	assert_memory_equal(q.data, "picture", 7);
	assert_true(ipc_packets_next(&r, &q));
	assert_true(q.record == IPC_REPORT && q.track == IPC_AUDIO && q.report.ntp == 1ull << 40 && q.report.rtp_ts == 960 && q.report.ssrc == 77);
	assert_false(ipc_packets_next(&r, &q));
	free(b);
}

static void bounds_the_batch(void **state)
{
	(void)state;
	struct ipc_batch *b = malloc(sizeof *b);
	static const uint8_t bytes[IPC_PACKET_BYTES + 1];
	struct ipc_packet big = {.record = IPC_RTP, .data = bytes, .len = IPC_PACKET_BYTES + 1}, small = {.record = IPC_RTP, .data = bytes, .len = 12};
	ipc_batch_start(b, 0);
	assert_int_equal(ipc_batch_add(b, &big), ERR_TOO_BIG);
	big.len = 0;
	assert_int_equal(ipc_batch_add(b, &big), ERR_TOO_BIG);
	for (int i = 0; i < IPC_PACKETS_MAX; i++) assert_int_equal(ipc_batch_add(b, &small), OK);
	assert_int_equal(ipc_batch_add(b, &small), ERR_FULL);
	ipc_batch_start(b, 0);
	big.len = IPC_PACKET_BYTES;
	while (ipc_batch_add(b, &big) == OK)
		;
	assert_in_range(b->len, IPC_MESSAGE_BYTES - IPC_PACKET_BYTES - 16, IPC_MESSAGE_BYTES);
	free(b);
}

static void tells_a_slow_reader_from_a_dead_one(void **state)
{
	struct pair *p = *state;
	err_t e = OK;
	for (int i = 0; i < 100000 && e == OK; i++) e = ipc_keyframe_ask(p->a);
	assert_int_equal(e, ERR_FULL);
	assert_int_equal(shutdown(p->b, SHUT_RDWR), 0);
	assert_int_equal(ipc_keyframe_ask(p->a), ERR_IO);
}

#define OVER_A_PAIR(test) cmocka_unit_test_setup_teardown(test, pair_open, pair_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		OVER_A_PAIR(carries_every_kind),
		OVER_A_PAIR(refuses_bodies_that_cannot_be),
		OVER_A_PAIR(sec_44_refuses_every_cut_and_every_addition),
		OVER_A_PAIR(bounds_the_text),
		OVER_A_PAIR(carries_packets_and_reports),
		cmocka_unit_test(bounds_the_batch),
		OVER_A_PAIR(tells_a_slow_reader_from_a_dead_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
