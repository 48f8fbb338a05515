/* lease_test.c — the resources of WHIP and WHEP: who may make one, change it and end it. */
#include "house_under_test.h"

#include "gate/lease.h"

#define H "Host: localhost\r\n"

static struct under_test *u;

static int start(void **state) { (void)state; u = house_start(NULL); return 0; }
static int stop(void **state) { (void)state; house_stop(u); return 0; }

static void whip_and_whep_answer_other_sites(void **state)
{
	(void)state;
	struct answer a;
	ask(u, &a, "OPTIONS /whip/indigo HTTP/1.1\r\n" H "Origin: https://studio.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");
	assert_int_equal(a.status, 204);
	assert_string_equal(header(&a, "accept-post"), "application/sdp");
	assert_string_equal(header(&a, "access-control-allow-origin"), "*");
	ask(u, &a, "POST /whip/indigo HTTP/1.1\r\n" H "Content-Type: application/sdp\r\nContent-Length: 4\r\n\r\nv=0\n");
	is_problem(&a, 401, "not-signed-in");
	assert_string_equal(header(&a, "www-authenticate"), "Bearer");
	ask(u, &a, "POST /whip/indigo HTTP/1.1\r\n" H "Authorization: Bearer wrong\r\nContent-Type: application/sdp\r\nContent-Length: 4\r\n\r\nv=0\n");
	is_problem(&a, 401, "bad-credentials");
	ask(u, &a, "PATCH /whep/indigo/abc HTTP/1.1\r\n" H "If-Match: *\r\nContent-Type: application/trickle-ice-sdpfrag\r\nContent-Length: 4\r\n\r\na=x\n");
	is_problem(&a, 404, "not-found");
}

/* RFC 9725 §4.3.1: a change of a resource that has an ETag wants If-Match. */
static void a_patch_wants_the_right_etag(void **state)
{
	(void)state;
	struct answer a;
	struct lease *l;
	assert_int_equal(lease_new(gate_leases(u->house.gate), &u->booth, (struct publisher_id){0}, (struct viewer_id){1}, &l), OK);
	const char *head = "Content-Type: application/trickle-ice-sdpfrag\r\nContent-Length: 4\r\n";
	ask(u, &a, "PATCH /whep/indigo/%s HTTP/1.1\r\n" H "%s\r\na=x\n", l->name, head);
	is_problem(&a, 428, "precondition-required");
	ask(u, &a, "PATCH /whep/indigo/%s HTTP/1.1\r\n" H "If-Match: \"other\"\r\n%s\r\na=x\n", l->name, head);
	is_problem(&a, 412, "precondition-failed");
	ask(u, &a, "DELETE /whep/indigo/%s HTTP/1.1\r\n" H "If-Match: \"other\"\r\n\r\n", l->name);
	is_problem(&a, 412, "precondition-failed");
	ask(u, &a, "PUT /whep/indigo/%s HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n", l->name);
	is_problem(&a, 405, "method-not-allowed");
	assert_string_equal(header(&a, "allow"), "PATCH, DELETE");
}

static void a_publishers_name_ends_with_its_broadcast(void **state)
{
	(void)state;
	struct leases *ls = leases_new();
	struct lease *publisher, *viewer;
	char name[LEASE_CHARS + 1];
	assert_int_equal(lease_new(ls, &u->booth, (struct publisher_id){1}, (struct viewer_id){0}, &publisher), OK);
	snprintf(name, sizeof name, "%s", publisher->name);
	assert_int_equal(lease_new(ls, &u->booth, (struct publisher_id){0}, (struct viewer_id){1}, &viewer), OK);
	lease_end_publisher(ls, &u->booth);
	assert_null(lease_find(ls, name));
	assert_non_null(lease_of_viewer(ls, (struct viewer_id){1}));
	leases_free(ls);
}

static void a_layer_is_chosen_by_a_viewer_that_is_there(void **state)
{
	(void)state;
	struct answer a;
	struct lease *l;
	const char *head = "Content-Type: application/json\r\nX-Mela: 1\r\n";
	ask(u, &a, "POST /whep/indigo/abc/layer HTTP/1.1\r\n" H "%sContent-Length: 21\r\n\r\n{\"encodingId\":\"high\"}", head);
	is_problem(&a, 404, "not-found");
	assert_int_equal(lease_new(gate_leases(u->house.gate), &u->booth, (struct publisher_id){0}, (struct viewer_id){1}, &l), OK);
	ask(u, &a, "POST /whep/indigo/%s/layer HTTP/1.1\r\n" H "%sContent-Length: 26\r\n\r\n{\"encodingId\":\"sideways!\"}", l->name, head);
	is_problem(&a, 422, "too-long");
	ask(u, &a, "POST /whep/indigo/%s/layer HTTP/1.1\r\n" H "%sContent-Length: 2\r\n\r\n{}", l->name, head);
	is_problem(&a, 422, "missing-field");
	ask(u, &a, "GET /whep/indigo/%s/layer HTTP/1.1\r\n" H "\r\n", l->name);
	is_problem(&a, 405, "method-not-allowed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whip_and_whep_answer_other_sites),
		cmocka_unit_test(a_patch_wants_the_right_etag),
		cmocka_unit_test(a_publishers_name_ends_with_its_broadcast),
		cmocka_unit_test(a_layer_is_chosen_by_a_viewer_that_is_there),
	};
	return cmocka_run_group_tests_name("lease", tests, start, stop);
}
