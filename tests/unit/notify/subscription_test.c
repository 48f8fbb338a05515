/* subscription_test.c — which endpoints a stranger may name; a browser that changes hands; the most there are. */
#include "tests/unit/world.h"

#include "notify/subscription.h"
#include "people/person.h"

#define P256DH "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
#define AUTH "BTBZMqHH6r4Tts7J_aSIgg"

HANDLER(put, subscription_put(tx, q->a, q->in, q->out))
HANDLER(drop, subscription_drop(tx, q->a, q->b))
HANDLER(make, person_new(tx, &(struct person_new){.role = ROLE_GUEST}, q->out))

static void sec_24_endpoints_of_strangers(void **state)
{
	(void)state;
	static const struct { const char *endpoint; bool valid; } rows[] = {
		{"https://push.example.net/send/abc", true}, {"https://push.example.net:443/", true}, {"https://8.8.8.8/x", true}, {"https://[2606:4700::1]/x", true},
		{"http://push.example.net/", false}, {"https://push.example.net:8443/", false}, {"https://user@push.example.net/", false},
		{"https://user:pw@push.example.net/", false}, {"https://localhost/", false}, {"https://localhost./", false}, {"https://intranet/", false},
		{"https://127.0.0.1/", false}, {"https://2130706433/", false}, {"https://0x7f.1/", false}, {"https://10.0.0.5/", false}, {"https://169.254.169.254/", false},
		{"https://[::1]/", false}, {"https://[::ffff:10.0.0.1]/", false}, {"https://[fd00::1]/", false}, {"file:///etc/passwd", false},
		{"ftp://push.example.net/", false}, {"//push.example.net/", false}, {"", false}, {"https://", false}, {"https://push.example.net/a b", false},
		{"https://push.example.net/\r\nX: y", false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (subscription_endpoint_valid(rows[i].endpoint, "") != rows[i].valid) fail_msg("%s", rows[i].endpoint);
}

static void test_a_service_inside_the_house_is_named_in_the_settings(void **state)
{
	(void)state;
	const char *exempt = "127.0.0.1:9001, push.intranet:443";
	assert_true(subscription_endpoint_valid("http://127.0.0.1:9001/x", exempt));
	assert_true(subscription_endpoint_valid("https://push.intranet/x", exempt));
	assert_false(subscription_endpoint_valid("http://127.0.0.1:9002/x", exempt));
	assert_false(subscription_endpoint_valid("http://127.0.0.1:900/x", exempt));
	assert_false(subscription_endpoint_valid("ftp://127.0.0.1:9001/x", exempt));
	assert_true(subscription_exempt("http://127.0.0.1:9001/y", exempt));
	assert_false(subscription_exempt("https://push.example.net/", exempt));
}

static void test_the_longest_endpoint_and_one_byte_more(void **state)
{
	(void)state;
	char endpoint[SUBSCRIPTION_ENDPOINT_MAX + 2] = "https://push.example.net/";
	memset(endpoint + strlen(endpoint), 'a', SUBSCRIPTION_ENDPOINT_MAX - strlen(endpoint));
	assert_true(subscription_endpoint_valid(endpoint, ""));
	endpoint[SUBSCRIPTION_ENDPOINT_MAX] = 'a';
	assert_false(subscription_endpoint_valid(endpoint, ""));
}

static struct subscription browser(int i)
{
	struct subscription s = {.p256dh = P256DH, .auth = AUTH};
	snprintf(s.endpoint, sizeof s.endpoint, "https://push.example.net/%d", i);
	return s;
}

static void count(void *arg, const struct subscription *s)
{
	(void)s;
	++*(int *)arg;
}

static int how_many(struct world *w, const char *person)
{
	int n = 0;
	assert_int_equal(subscription_list(w->db, person, count, &n), OK);
	return n;
}

static void test_whose_browser_it_is(void **state)
{
	struct world *w = *state;
	struct person_id a, b;
	struct subscription s = browser(0), found;
	char id[ID_CHARS + 1], other[ID_CHARS + 1];
	assert_int_equal(DO(w, make, .out = &a), OK);
	assert_int_equal(DO(w, make, .out = &b), OK);
	assert_int_equal(DO(w, put, .a = a.s, .in = &s, .out = id), OK);
	assert_int_equal(DO(w, put, .a = b.s, .in = &s, .out = other), OK); /* the next one signs in there */
	assert_int_equal(subscription_find(w->db, id, &found), ERR_NOT_FOUND);
	assert_int_equal(subscription_find(w->db, other, &found), OK);
	assert_string_equal(found.auth, AUTH);
	assert_int_equal(DO(w, drop, .a = other, .b = a.s), OK);
	assert_int_equal(how_many(w, b.s), 1); /* not a's to drop */
	assert_int_equal(DO(w, drop, .a = other), OK);
	assert_int_equal(how_many(w, b.s), 0);
	s.auth[3] = '+';
	assert_int_equal(DO(w, put, .a = a.s, .in = &s, .out = id), ERR_BAD_FIELD);
	s = browser(0);
	s.p256dh[86] = 0;
	assert_int_equal(DO(w, put, .a = a.s, .in = &s, .out = id), ERR_BAD_FIELD);
}

static void test_the_eldest_makes_room(void **state)
{
	struct world *w = *state;
	struct person_id a;
	struct subscription found;
	char first[ID_CHARS + 1], id[ID_CHARS + 1];
	assert_int_equal(DO(w, make, .out = &a), OK);
	for (int i = 0; i <= SUBSCRIPTION_MAX; i++) {
		struct subscription s = browser(i);
		assert_int_equal(how_many(w, a.s), i);
		assert_int_equal(DO(w, put, .a = a.s, .in = &s, .out = i ? id : first), OK);
	}
	assert_int_equal(how_many(w, a.s), SUBSCRIPTION_MAX);
	assert_int_equal(subscription_find(w->db, first, &found), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sec_24_endpoints_of_strangers), cmocka_unit_test(test_a_service_inside_the_house_is_named_in_the_settings),
		cmocka_unit_test(test_the_longest_endpoint_and_one_byte_more), WORLD_TEST(test_whose_browser_it_is), WORLD_TEST(test_the_eldest_makes_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
