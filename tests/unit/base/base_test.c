/* base_test.c — ids, buffers, JSON, text, queues. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/queue.h"
#include "base/text.h"

static void test_ids_increase(void **state)
{
	(void)state;
	char a[37], b[37];
	id_new(a);
	for (int i = 0; i < 10000; i++) {
		id_new(b);
		assert_true(strcmp(a, b) < 0);
		assert_true(id_valid(b));
		memcpy(a, b, sizeof a);
	}
	assert_false(id_valid("0190"));
	a[0] = 'G';
	assert_false(id_valid(a));
}

static void test_json_escapes(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b);
	struct json j = json_start(&b);
	json_obj(&j, NULL);
	json_str(&j, "a", "q\"\\\n\x01 मेला");
	json_arr(&j, "l");
	json_int(&j, NULL, -5);
	json_bool(&j, NULL, true);
	json_nil(&j, NULL);
	json_arr_end(&j);
	json_time(&j, "t", 1700000000123);
	json_money(&j, "m", 5, "INR");
	json_obj_end(&j);
	assert_string_equal(b.data, "{\"a\":\"q\\\"\\\\\\n\\u0001 मेला\",\"l\":[-5,true,null],\"t\":\"2023-11-14T22:13:20.123Z\",\"m\":{\"minor\":5,\"currency\":\"INR\"}}");
	buf_fini(&b);
}

static void test_utf8(void **state)
{
	(void)state;
	assert_true(text_utf8_valid("मेला 🎪", strlen("मेला 🎪")));
	assert_false(text_utf8_valid("\xc0\x80", 2));
	assert_false(text_utf8_valid("\xed\xa0\x80", 3));
	assert_false(text_utf8_valid("\xe0\xa4", 2));
	assert_false(text_utf8_valid("\xf4\x90\x80\x80", 4));
	assert_false(text_printable("a\xe2\x80\xae" "b", true));
	assert_true(text_printable("a\nb", true));
	assert_false(text_printable("a\nb", false));
	char buf[5];
	assert_int_equal(text_copy(buf, sizeof buf, "मेला"), 3);
	assert_string_equal(buf, "म");
}

static void test_queue_limit(void **state)
{
	(void)state;
	struct queue *q = queue_new(2, sizeof(int));
	int n = 1;
	assert_int_equal(queue_push(q, &n), OK);
	n = 2;
	assert_int_equal(queue_push(q, &n), OK);
	assert_int_equal(queue_push(q, &n), ERR_FULL);
	assert_true(queue_wait(q, 0));
	assert_true(queue_pop(q, &n));
	assert_int_equal(n, 1);
	assert_true(queue_pop(q, &n));
	assert_false(queue_pop(q, &n));
	queue_free(q);
}

enum { WRITERS = 4, EACH = 5000 };
static void *write_many(void *arg)
{
	for (int i = 0; i < EACH;) {
		if (queue_push(arg, &i) == OK) i++;
	}
	return NULL;
}

static void test_queue_between_threads(void **state)
{
	(void)state;
	struct queue *q = queue_new(64, sizeof(int));
	pthread_t t[WRITERS];
	for (int i = 0; i < WRITERS; i++) pthread_create(&t[i], NULL, write_many, q);
	int got = 0, n;
	while (got < WRITERS * EACH) {
		assert_true(queue_wait(q, 5000));
		while (queue_pop(q, &n)) got++;
	}
	for (int i = 0; i < WRITERS; i++) pthread_join(t[i], NULL);
	queue_free(q);
}

static void test_fake_clock(void **state)
{
	(void)state;
	clock_fake_set(1000, 5);
	clock_fake_advance_us(2500000);
	assert_int_equal(clock_wall_ms(), 3500);
	assert_int_equal(clock_mono_us(), 2500005);
	clock_fake_off();
	assert_true(clock_wall_ms() > 1600000000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids_increase), cmocka_unit_test(test_json_escapes), cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_queue_limit), cmocka_unit_test(test_queue_between_threads), cmocka_unit_test(test_fake_clock),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
