/* One publisher's connection by itself, on a clock that is moved by hand: layers by their names, repairs that find their layer,
 * silence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/counters.h"
#include "media/gcm.h"
#include "media/inlet.h"
#include "media/ipc.h"
#include "media/rtcp.h"
#include "media/rtp.h"

#define SECOND 1000000
#define RID_EXT 10
#define REPAIRED_EXT 11

struct bed {
	struct inlet *inlet;
	struct srtp *phone;
	struct source *source;
	struct port *port;
	struct source_batch *batch;
	uint8_t datagram[1600];
	int64_t now_us;
};

static const struct inlet_setup SETUP = {
	.id = 1ull << 32 | 5, .source = 9, .ice = {"000005abcdefghij", "0123456789abcdef0123456789abcdef"},
	.take = {
		.audio = {.codec = CODEC_OPUS, .pt = 111}, .video = {.codec = CODEC_H264, .pt = 102, .rtx_pt = 103, .nack = true},
		.rid_ext = RID_EXT, .repaired_ext = REPAIRED_EXT, .rids = 2, .rid = {"h", "l"},
	},
};

static int setup(void **state)
{
	struct bed *b = calloc(1, sizeof *b);
	struct srtp_keys keys = {.profile = SRTP_GCM128, .local = {.key = {1}}, .remote = {.key = {2}}}, theirs = keys;
	theirs.local = keys.remote;
	theirs.remote = keys.local;
	b->now_us = 10 * SECOND;
	b->inlet = inlet_new(&SETUP, b->now_us);
	b->source = source_new(0);
	b->batch = calloc(1, sizeof *b->batch);
	struct source_format f = inlet_format(b->inlet);
	source_feed(b->source, -1, &f);
	assert_int_equal(port_open(0, &b->port), OK);
	assert_int_equal(srtp_new(SRTP_BUILTIN, &theirs, &b->phone), OK);
	assert_int_equal(inlet_secure(b->inlet, &keys, b->now_us), OK);
	assert_int_equal(inlet_secure(b->inlet, &keys, b->now_us), ERR_BAD_STATE);
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bed *b = *state;
	inlet_free(b->inlet);
	source_free(b->source);
	port_close(b->port);
	srtp_free(b->phone);
	free(b->batch);
	free(b);
	return 0;
}

/* Sealed, taken and read; tells how many packets the source got. */
static uint32_t arrive(struct bed *b, size_t len)
{
	assert_int_equal(srtp_seal(b->phone, b->datagram, len, &len), OK);
	inlet_take(b->inlet, b->datagram, len, 0);
	source_batch_begin(b->source, b->batch);
	inlet_read(b->inlet, b->source, b->batch, b->now_us);
	return b->batch->count;
}

/* A key frame in one packet, under a name if there is one. */
static uint32_t picture(struct bed *b, uint32_t ssrc, uint16_t seq, const char *rid)
{
	uint8_t ext[RTP_EXT_BLOCK_MAX];
	struct rtp_ext one = {RID_EXT, (uint8_t)(rid ? strlen(rid) : 0), (const uint8_t *)rid};
	size_t at = rtp_write(b->datagram, 102, true, seq, seq * 3000u, ssrc, ext, rid ? rtp_ext_write(ext, sizeof ext, &one, 1) : 0);
	memcpy(b->datagram + at, "\x67picture", 8);
	return arrive(b, at + 8);
}

static uint32_t repair(struct bed *b, uint32_t ssrc, uint16_t seq, uint16_t osn, const char *rid)
{
	uint8_t ext[RTP_EXT_BLOCK_MAX];
	struct rtp_ext one = {REPAIRED_EXT, (uint8_t)(rid ? strlen(rid) : 0), (const uint8_t *)rid};
	size_t at = rtp_write(b->datagram, 103, true, seq, osn * 3000u, ssrc, ext, rid ? rtp_ext_write(ext, sizeof ext, &one, 1) : 0);
	rtp_put16(b->datagram + at, osn);
	memcpy(b->datagram + at + 2, "\x67picture", 8);
	return arrive(b, at + 10);
}

/* Packets of 1,250 bytes as they arrive, until one is not taken. */
static int taken_of(struct bed *b, uint16_t *seq)
{
	for (int n = 0;; n++) {
		size_t at = rtp_write(b->datagram, 102, true, *seq, *seq * 3000u, 100, NULL, 0), bytes = 1250 - GCM_TAG_BYTES;
		(*seq)++;
		memset(b->datagram + at, 0x41, bytes - at);
		if (!arrive(b, bytes)) return n;
	}
}

static void so_many_bytes_in_a_second_and_one_packet_more(void **state)
{
	struct bed *b = *state;
	uint16_t seq = 2;
	int64_t over = counter_get(CTR_PACKETS_OVER);
	assert_int_equal(picture(b, 100, 1, "h"), 1);
	assert_int_equal(inlet_second(b->inlet, b->now_us), OK);
	assert_int_equal(taken_of(b, &seq), 2 * INLET_BYTES_PER_S / 1250);
	assert_int_equal(counter_get(CTR_PACKETS_OVER) - over, 1);
	assert_int_equal(inlet_second(b->inlet, b->now_us), OK);
	assert_int_equal(taken_of(b, &seq), INLET_BYTES_PER_S / 1250);
	for (int k = 0; k < 3; k++) assert_int_equal(inlet_second(b->inlet, b->now_us), OK);
	assert_int_equal(taken_of(b, &seq), 2 * INLET_BYTES_PER_S / 1250);
}

static void layers_go_by_their_names(void **state)
{
	struct bed *b = *state;
	assert_int_equal(picture(b, 100, 1, NULL), 0);            /* a stream that has not said what it is */
	assert_int_equal(picture(b, 100, 2, "h"), 1);
	assert_int_equal(b->batch->packets[0]->track, TRACK_VIDEO);
	assert_int_equal(picture(b, 100, 3, NULL), 1);            /* once is enough */
	assert_int_equal(picture(b, 200, 7, "x"), 0);
	assert_int_equal(picture(b, 200, 8, "hl"), 0);
	assert_int_equal(picture(b, 200, 9, "l"), 0);             /* nobody knows yet which time it is of */
	assert_true(source_flows_low(b->source, b->now_us));
}

/* At `ntp` seconds the stream's clock stood at `ts`. */
static void report(struct bed *b, uint32_t ssrc, uint32_t ntp, uint32_t ts)
{
	struct rtcp_writer w = {.out = b->datagram, .cap = sizeof b->datagram - SRTP_ROOM};
	size_t len;
	rtcp_add_sr(&w, ssrc, (uint64_t)ntp << 32, ts, 1, 100);
	assert_int_equal(srtp_seal_rtcp(b->phone, b->datagram, w.len, &len), OK);
	inlet_take(b->inlet, b->datagram, len, 0);
	source_batch_begin(b->source, b->batch);
	inlet_read(b->inlet, b->source, b->batch, b->now_us);
}

static void the_small_picture_is_told_in_the_time_of_the_full_one(void **state)
{
	struct bed *b = *state;
	picture(b, 100, 1, "h");
	uint32_t full = b->batch->packets[0]->ts;                 /* of 3000 at the phone */
	picture(b, 200, 1001, "l");
	report(b, 200, 500, 3003000);                             /* the small one's first: still nothing to tie it to */
	assert_int_equal(picture(b, 200, 1002, NULL), 0);
	report(b, 100, 500, 3000);
	report(b, 200, 501, 3003000 + 90000);
	assert_int_equal(picture(b, 200, 1003, NULL), 1);
	assert_int_equal(b->batch->packets[0]->track, TRACK_LOW);
	assert_int_equal(b->batch->packets[0]->ts, full + 2 * 3000);
	assert_true(source_layered(b->source));
}

static void each_size_has_its_own_key_frames(void **state)
{
	struct bed *b = *state;
	picture(b, 100, 1, "h");
	source_want_low(b->source);
	assert_true(source_tick_low(b->source, b->now_us));
	assert_false(source_tick_low(b->source, b->now_us + SOURCE_PLI_US - 1));
	assert_true(source_tick_low(b->source, b->now_us + SOURCE_PLI_US));
}

static void repairs_find_their_layer(void **state)
{
	struct bed *b = *state;
	picture(b, 100, 1, "h");
	picture(b, 200, 501, "l");
	assert_int_equal(repair(b, 300, 1, 2, "h"), 0);           /* nothing is missing */
	picture(b, 100, 5, NULL);
	assert_int_equal(repair(b, 300, 2, 2, NULL), 1);          /* known by its first one */
	assert_int_equal(repair(b, 300, 3, 2, NULL), 0);
	assert_int_equal(repair(b, 300, 4, 3, NULL), 1);
	assert_int_equal(repair(b, 300, 5, 9, NULL), 0);
}

static void a_nameless_repair_is_of_who_misses_its_number(void **state)
{
	struct bed *b = *state;
	picture(b, 100, 1, "h");
	picture(b, 100, 3, NULL);
	assert_int_equal(repair(b, 400, 1, 77, NULL), 0);
	assert_int_equal(repair(b, 400, 2, 2, NULL), 1);
	assert_int_equal(b->batch->packets[0]->track, TRACK_VIDEO);
}

static void it_speaks_when_something_is_due(void **state)
{
	struct bed *b = *state;
	int64_t first = inlet_due_us(b->inlet);
	assert_in_range(first, b->now_us, b->now_us + INLET_REPORT_US);
	picture(b, 100, 1, "h");
	assert_int_equal(inlet_due_us(b->inlet), first);
	picture(b, 100, 3, NULL);
	assert_in_range(inlet_due_us(b->inlet), b->now_us, b->now_us + 10000);   /* two is missing */
	b->now_us = inlet_due_us(b->inlet);
	inlet_tend(b->inlet, b->now_us, b->port);
	assert_true(inlet_due_us(b->inlet) > b->now_us);
}

static void silence_ends_it(void **state)
{
	struct bed *b = *state;
	picture(b, 100, 1, "h");
	assert_int_equal(inlet_second(b->inlet, b->now_us + INLET_SILENCE_US), OK);
	assert_int_equal(inlet_second(b->inlet, b->now_us + INLET_SILENCE_US + 1), ERR_TIMEOUT);
	b->now_us += INLET_SILENCE_US;
	picture(b, 100, 2, NULL);
	assert_int_equal(inlet_second(b->inlet, b->now_us + 1), OK);
}

static void so_does_a_handshake_that_never_comes(void **state)
{
	(void)state;
	struct inlet *i = inlet_new(&SETUP, SECOND);
	uint8_t nothing[4] = {0x80};
	inlet_take(i, nothing, sizeof nothing, 0);
	assert_int_equal(inlet_due_us(i), INT64_MAX);
	assert_int_equal(inlet_second(i, SECOND + INLET_CONNECT_US), OK);
	assert_int_equal(inlet_second(i, SECOND + INLET_CONNECT_US + 1), ERR_TIMEOUT);
	inlet_free(i);
}

static void no_more_wait_than_there_is_room_for(void **state)
{
	struct bed *b = *state;
	static uint8_t list[INLET_WAITING + 1][64];
	for (int i = 0; i <= INLET_WAITING; i++) {
		size_t len = rtp_write(list[i], 111, false, (uint16_t)(i + 1), 960u * (unsigned)i, 50, NULL, 0);
		list[i][len++] = 'x';
		assert_int_equal(srtp_seal(b->phone, list[i], len, &len), OK);
		inlet_take(b->inlet, list[i], len, 0);
	}
	source_batch_begin(b->source, b->batch);
	inlet_read(b->inlet, b->source, b->batch, b->now_us);
	assert_int_equal(b->batch->count, INLET_WAITING);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(so_many_bytes_in_a_second_and_one_packet_more),
		TEST(layers_go_by_their_names),
		TEST(the_small_picture_is_told_in_the_time_of_the_full_one),
		TEST(each_size_has_its_own_key_frames),
		TEST(repairs_find_their_layer),
		TEST(a_nameless_repair_is_of_who_misses_its_number),
		TEST(it_speaks_when_something_is_due),
		TEST(silence_ends_it),
		TEST(so_does_a_handshake_that_never_comes),
		TEST(no_more_wait_than_there_is_room_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
