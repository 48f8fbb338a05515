/* outgoing_test.c — requests against a real partner, good and bad; and which addresses are public. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <netdb.h>

#include "../partner.h"

#include "notify/outgoing.h"
#include "notify/public_address.h"

struct desk { struct loop *loop; struct partner p; struct outgoing *o; int done, dropped; struct outgoing_answer last; char body[64]; };

static void on_done(void *arg, const struct outgoing_answer *a)
{
	struct desk *d = arg;
	d->done++;
	d->last = *a;
	snprintf(d->body, sizeof d->body, "%s", a->body);
}

static void on_drop(void *arg) { ((struct desk *)arg)->dropped++; }

static int set_up(void **state)
{
	struct desk *d = calloc(1, sizeof *d);
	partner_start(&d->p);
	d->loop = loop_new();
	d->o = outgoing_start(d->loop);
	*state = d;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *d = *state;
	outgoing_stop(d->o);
	partner_stop(&d->p);
	loop_stop(d->loop);
	loop_free(d->loop);
	free(d);
	return 0;
}

static struct outgoing_request question(struct desk *d, const char *path)
{
	return (struct outgoing_request){.method = "POST", .url = partner_url(&d->p, path), .body = "hello", .body_len = 5, .done = on_done, .drop = on_drop, .arg = d};
}

static void ask(struct desk *d, const char *path)
{
	struct outgoing_request r = question(d, path);
	int before = d->done;
	assert_int_equal(outgoing_call(d->o, &r), OK);
	while (d->done == before) loop_turn(d->loop, true);
}

static void test_an_answer_comes_back_whatever_its_status(void **state)
{
	struct desk *d = *state;
	static const struct { const char *path; int status; } rows[] = {{"/ok", 200}, {"/404", 404}, {"/500", 500}, {"/429", 429}, {"/moved", 302}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ask(d, rows[i].path);
		assert_int_equal(d->last.err, OK);
		assert_int_equal(d->last.status, rows[i].status);
		assert_int_equal(d->last.retry_after_s, rows[i].status == 429 ? 7 : 0);
		if (i == 0) assert_string_equal(d->body, "{\"id\":\"p-1\"}");
	}
	assert_int_equal(atomic_load(&d->p.asked), 5); /* the redirect was not followed */
}

static void test_method_headers_and_body_arrive(void **state)
{
	struct desk *d = *state;
	struct outgoing_request r = question(d, "/ok");
	r.method = "PUT";
	r.headers = (const char *const[]){"X-One: 1", "TTL: 60", NULL};
	assert_int_equal(outgoing_call(d->o, &r), OK);
	while (!d->done) loop_turn(d->loop, true);
	assert_non_null(strstr(d->p.heard, "PUT /ok HTTP/1.1\r\n"));
	assert_non_null(strstr(d->p.heard, "\r\nX-One: 1\r\n"));
	assert_non_null(strstr(d->p.heard, "\r\nTTL: 60\r\n"));
	assert_string_equal(d->p.heard + partner_body_at(d->p.heard), "hello");
}

static void test_what_does_not_answer(void **state)
{
	struct desk *d = *state;
	struct outgoing_request r = question(d, "/slow");
	r.timeout_ms = 100;
	assert_int_equal(outgoing_call(d->o, &r), OK);
	while (!d->done) loop_turn(d->loop, true);
	assert_int_equal(d->last.err, ERR_TIMEOUT);
	ask(d, "/huge");
	assert_int_equal(d->last.err, ERR_TOO_BIG);
	r.url = "http://127.0.0.1:1/";
	assert_int_equal(outgoing_call(d->o, &r), OK);
	while (d->done < 3) loop_turn(d->loop, true);
	assert_int_equal(d->last.err, ERR_UNAVAILABLE);
	r.url = "file:///etc/passwd";
	assert_int_equal(outgoing_call(d->o, &r), ERR_BAD_FIELD);
}

static void test_slow_ones_hold_up_nobody_and_there_is_a_most(void **state)
{
	struct desk *d = *state;
	struct outgoing_request slow = question(d, "/slow");
	for (int i = 0; i < OUTGOING_MAX - 1; i++) assert_int_equal(outgoing_call(d->o, &slow), OK);
	ask(d, "/ok");
	assert_int_equal(d->last.status, 200);
	slow = question(d, "/slow");
	assert_int_equal(outgoing_call(d->o, &slow), OK);
	assert_int_equal(outgoing_call(d->o, &slow), ERR_FULL);
	outgoing_stop(d->o);
	d->o = NULL;
	assert_int_equal(d->dropped, OUTGOING_MAX);
	assert_int_equal(d->done, 1);
}

static void sec_24_public_only_refuses_a_private_address_behind_any_name(void **state)
{
	struct desk *d = *state;
	char by_name[96];
	snprintf(by_name, sizeof by_name, "http://localhost:%d/ok", d->p.port);
	const char *const urls[] = {partner_url(&d->p, "/ok"), by_name, "http://[::1]:9/", "http://169.254.169.254/latest", "http://[::ffff:127.0.0.1]:9/", "http://2130706433:9/"};
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		struct outgoing_request r = question(d, "/ok");
		int before = d->done;
		r.url = urls[i];
		r.public_only = true;
		assert_int_equal(outgoing_call(d->o, &r), OK);
		while (d->done == before) loop_turn(d->loop, true);
		if (d->last.err != ERR_FORBIDDEN) fail_msg("%s: %s", urls[i], err_wire(d->last.err));
	}
	assert_int_equal(atomic_load(&d->p.asked), 0);
}

static void sec_24_which_addresses_are_public(void **state)
{
	(void)state;
	static const struct { const char *address; bool is_public; } rows[] = {
		{"8.8.8.8", true}, {"9.255.255.255", true}, {"10.0.0.0", false}, {"10.255.255.255", false}, {"11.0.0.0", true}, {"0.0.0.0", false},
		{"100.63.255.255", true}, {"100.64.0.0", false}, {"100.127.255.255", false}, {"100.128.0.0", true}, {"127.0.0.1", false}, {"169.254.169.254", false},
		{"172.15.255.255", true}, {"172.16.0.0", false}, {"172.31.255.255", false}, {"172.32.0.0", true}, {"192.168.1.1", false}, {"198.19.255.255", false},
		{"198.20.0.0", true}, {"223.255.255.255", true}, {"224.0.0.1", false}, {"255.255.255.255", false}, {"::", false}, {"::1", false},
		{"::ffff:8.8.8.8", false}, {"64:ff9b::808:808", false}, {"fe80::1", false}, {"fc00::1", false}, {"ff02::1", false}, {"2001::1", false},
		{"2001:1ff:ffff::", false}, {"2001:200::1", true}, {"2001:db8::1", false}, {"2001:db9::1", true}, {"2002:7f00:1::", false}, {"2606:4700::1", true},
		{"3fff:fff::1", false}, {"3fff:1000::1", true},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM}, *found;
		assert_int_equal(getaddrinfo(rows[i].address, "443", &hints, &found), 0);
		if (public_address(found->ai_addr) != rows[i].is_public) fail_msg("%s", rows[i].address);
		freeaddrinfo(found);
	}
	assert_false(public_address(&(struct sockaddr){.sa_family = AF_UNIX}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_an_answer_comes_back_whatever_its_status, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_method_headers_and_body_arrive, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_does_not_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_slow_ones_hold_up_nobody_and_there_is_a_most, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sec_24_public_only_refuses_a_private_address_behind_any_name, set_up, tear_down),
		cmocka_unit_test(sec_24_which_addresses_are_public),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
