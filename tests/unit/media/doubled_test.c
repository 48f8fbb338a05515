/* Sound with the frame before it: what a packet can carry, at its limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "media/codec.h"
#include "media/doubled.h"
#include "media/red.h"

#define SEQ 1000u

static int setup(void **state)
{
	static struct ring r;
	ring_init(&r, 8);
	*state = &r;
	return 0;
}

static int teardown(void **state)
{
	ring_fini(*state);
	return 0;
}

static struct packet *came(struct ring *r, uint64_t seq, uint32_t ts, uint16_t len)
{
	struct packet *p = ring_put(r, seq);
	assert_non_null(p);
	p->ts = ts;
	p->len = len;
	p->codec = CODEC_OPUS;
	memset(p->data, (int)seq, len);
	p->earlier = doubled_earlier(r, p);
	return p;
}

static void two_neighbours_in_one_payload(void **state)
{
	struct ring *r = *state;
	uint8_t out[PACKET_PAYLOAD_MAX];
	struct red_block b[RED_BLOCKS_MAX];
	size_t n;
	assert_int_equal(came(r, SEQ, 0xffffff00, 70)->earlier, 0);      /* nothing came before it */
	const struct packet *p = came(r, SEQ + 1, 0xffffff00u + 960, 80); /* over the wrap */
	assert_int_equal(p->earlier, 1);
	size_t len = doubled_write(r, p, 111, out);
	assert_int_equal(len, RED_HEADER_MAX(1) + 150);
	assert_int_equal(red_parse(out, len, b, &n), OK);
	assert_true(n == 2 && b[0].pt == 111 && b[0].age == 960 && b[0].len == 70 && b[1].pt == 111 && b[1].len == 80);
	assert_memory_equal(b[0].data, ring_find(r, SEQ)->data, 70);
	assert_memory_equal(b[1].data, p->data, 80);
}

static void not_over_a_hole(void **state)
{
	struct ring *r = *state;
	came(r, SEQ, 0, 70);
	struct packet *p = came(r, SEQ + 2, 1920, 70);
	assert_int_equal(p->earlier, 0);
	assert_int_equal(came(r, SEQ + 1, 960, 70)->earlier, 1);
	assert_int_equal(p->earlier, 0);
}

static void not_older_than_can_be_said(void **state)
{
	struct ring *r = *state;
	came(r, SEQ, 0, 70);
	assert_int_equal(came(r, SEQ + 1, RED_AGE_MAX, 70)->earlier, 1);
	assert_int_equal(came(r, SEQ + 2, 2 * RED_AGE_MAX + 1, 70)->earlier, 0);
	assert_int_equal(came(r, SEQ + 3, 2 * RED_AGE_MAX + 1, 70)->earlier, 0);  /* nor of the same moment */
	assert_int_equal(came(r, SEQ + 4, RED_AGE_MAX, 70)->earlier, 0);          /* nor from later */
}

static void not_longer_than_can_be_said(void **state)
{
	struct ring *r = *state;
	came(r, SEQ, 0, RED_LEN_MAX);
	assert_int_equal(came(r, SEQ + 1, 960, 70)->earlier, 1);
	came(r, SEQ + 2, 1920, RED_LEN_MAX + 1);
	assert_int_equal(came(r, SEQ + 3, 2880, 70)->earlier, 0);
}

static void not_more_than_fits_a_packet(void **state)
{
	struct ring *r = *state;
	uint8_t out[PACKET_PAYLOAD_MAX];
	uint16_t room = PACKET_PAYLOAD_MAX - RED_HEADER_MAX(1) - 1000;
	came(r, SEQ, 0, 1000);
	assert_int_equal(doubled_write(r, came(r, SEQ + 1, 960, room), 111, out), PACKET_PAYLOAD_MAX);
	came(r, SEQ + 2, 1920, 1000);
	assert_int_equal(came(r, SEQ + 3, 2880, room + 1)->earlier, 0);
}

static void nothing_empty_and_no_other_codec(void **state)
{
	struct ring *r = *state;
	came(r, SEQ, 0, 70);
	assert_int_equal(came(r, SEQ + 1, 960, 0)->earlier, 0);
	assert_int_equal(came(r, SEQ + 2, 1920, 70)->earlier, 0);
	struct packet *p = came(r, SEQ + 3, 2880, 70);
	p->codec = CODEC_VP8;
	assert_int_equal(doubled_earlier(r, p), 0);
}

static void not_once_the_one_before_is_forgotten(void **state)
{
	struct ring *r = *state;
	uint8_t out[PACKET_PAYLOAD_MAX];
	came(r, SEQ, 0, 70);
	const struct packet *p = came(r, SEQ + 1, 960, 70);
	for (uint32_t k = 2; k < 8; k++) came(r, SEQ + k, k * 960, 70);
	assert_true(doubled_write(r, p, 111, out) > 0);
	came(r, SEQ + 8, 8 * 960, 70);
	assert_int_equal(doubled_write(r, p, 111, out), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(two_neighbours_in_one_payload, setup, teardown),
		cmocka_unit_test_setup_teardown(not_over_a_hole, setup, teardown),
		cmocka_unit_test_setup_teardown(not_older_than_can_be_said, setup, teardown),
		cmocka_unit_test_setup_teardown(not_longer_than_can_be_said, setup, teardown),
		cmocka_unit_test_setup_teardown(not_more_than_fits_a_packet, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_empty_and_no_other_codec, setup, teardown),
		cmocka_unit_test_setup_teardown(not_once_the_one_before_is_forgotten, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
