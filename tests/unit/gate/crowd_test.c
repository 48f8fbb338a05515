/* crowd_test.c — who comes in, at each limit and one beyond. */
#include "gate/crowd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define SECOND 1000000LL

static const struct crowd_rules roomy = {100000, 100000, 100000, 100000};

static enum crowd_verdict from(struct crowd *c, const char *ip, int64_t now_us) { return crowd_enter(c, &(struct knock){.ip = ip}, now_us); }
static enum crowd_verdict by_tls(struct crowd *c, const char *ip, int64_t now_us) { return crowd_enter(c, &(struct knock){.ip = ip, .tls = true}, now_us); }

static void as_many_as_fit_and_one_more(void **state)
{
	(void)state;
	struct crowd_rules r = roomy;
	r.max = 3;
	struct crowd *c = crowd_new(&r);
	assert_int_equal(from(c, "192.0.2.1", SECOND), CROWD_IN);
	assert_int_equal(from(c, "192.0.2.1", SECOND), CROWD_IN);
	assert_int_equal(from(c, "192.0.2.2", SECOND), CROWD_IN);
	assert_int_equal(from(c, "192.0.2.3", SECOND), CROWD_FULL);
	assert_int_equal(crowd_enter(c, &(struct knock){.ip = "127.0.0.1", .trusted = true}, SECOND), CROWD_FULL);
	crowd_leave(c, "192.0.2.1");
	assert_int_equal(from(c, "192.0.2.3", SECOND), CROWD_IN);
	assert_int_equal(crowd_len(c), 3);
	crowd_free(c);
}

/* 256 are anyone's, as many again are for people who sign in, and then it is enough. */
static void of_one_address_256_and_512_and_one_more(void **state)
{
	(void)state;
	struct crowd_rules r = roomy;
	r.per_ip = 256;
	struct crowd *c = crowd_new(&r);
	for (int i = 0; i < 256; i++) assert_int_equal(from(c, "192.0.2.1", SECOND), CROWD_IN);
	for (int i = 0; i < 256; i++) assert_int_equal(from(c, "192.0.2.1", SECOND), CROWD_MEMBERS);
	assert_int_equal(from(c, "192.0.2.1", SECOND), CROWD_PER_IP);
	assert_int_equal(from(c, "192.0.2.2", SECOND), CROWD_IN);
	for (int i = 0; i < 600; i++) assert_int_equal(crowd_enter(c, &(struct knock){.ip = "198.51.100.7", .trusted = true}, SECOND), CROWD_IN);
	crowd_leave(c, "192.0.2.1");
	assert_int_equal(from(c, "192.0.2.1", 2 * SECOND), CROWD_MEMBERS);
	crowd_free(c);
}

static void of_one_address_a_burst_then_50_a_second_and_one_more(void **state)
{
	(void)state;
	struct crowd_rules r = roomy;
	r.per_ip = 256;
	r.new_per_s = 50;
	struct crowd *c = crowd_new(&r);
	for (int i = 0; i < 512; i++) {
		assert_int_equal(from(c, "192.0.2.1", SECOND), CROWD_IN);
		crowd_leave(c, "192.0.2.1");
	}
	assert_int_equal(from(c, "192.0.2.1", SECOND), CROWD_TOO_FAST);
	for (int i = 0; i < 50; i++) {
		assert_int_equal(from(c, "192.0.2.1", 2 * SECOND), CROWD_IN);
		crowd_leave(c, "192.0.2.1");
	}
	assert_int_equal(from(c, "192.0.2.1", 2 * SECOND), CROWD_TOO_FAST);
	assert_int_equal(from(c, "192.0.2.2", 2 * SECOND), CROWD_IN);
	crowd_free(c);
}

static void of_all_800_handshakes_at_once_then_400_a_second_and_one_more(void **state)
{
	(void)state;
	struct crowd_rules r = roomy;
	r.tls_per_s = 400;
	struct crowd *c = crowd_new(&r);
	for (int i = 0; i < 800; i++) assert_int_equal(by_tls(c, i % 2 ? "192.0.2.1" : "192.0.2.2", SECOND), CROWD_IN);
	assert_int_equal(by_tls(c, "192.0.2.3", SECOND), CROWD_TLS_TOO_FAST);
	assert_int_equal(from(c, "192.0.2.3", SECOND), CROWD_IN);
	for (int i = 0; i < 400; i++) assert_int_equal(by_tls(c, "192.0.2.3", 2 * SECOND), CROWD_IN);
	assert_int_equal(by_tls(c, "192.0.2.3", 2 * SECOND), CROWD_TLS_TOO_FAST);
	crowd_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_many_as_fit_and_one_more),
		cmocka_unit_test(of_one_address_256_and_512_and_one_more),
		cmocka_unit_test(of_one_address_a_burst_then_50_a_second_and_one_more),
		cmocka_unit_test(of_all_800_handshakes_at_once_then_400_a_second_and_one_more),
	};
	return cmocka_run_group_tests_name("crowd", tests, NULL, NULL);
}
