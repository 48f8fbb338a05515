/* proof_test.c — the carrier's photo outlives a process that ends between the news and the look; bytes that are none are passed over. */
#include "tests/unit/gate/ask.h"

#include <sodium.h>
#include <unistd.h>

#include "base/config.h"
#include "api/hook.h"
#include "api/proof.h"
#include "trade/shipment.h"

#define SECRET "0123456789abcdef"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, &(struct order_actor){.by = BY_STAFF}, (enum order_event)q->n))

static struct config settings;
static char program[600];

static void find_program(void)
{
	ssize_t n = readlink("/proc/self/exe", program, sizeof program - 20);
	for (int up = 0; up < 3 && n > 0; n--)
		if (program[n - 1] == '/') program[n - 1] = 0, up++;
	strcat(program, "/mela-photo");
	assert_int_equal(access(program, X_OK), 0);
}

static void take(void *arg, const struct shipment *s) { *(struct shipment *)arg = *s; }

static struct shipment parcel(struct ground *g)
{
	struct order_id id;
	struct shipment s = {.id = ""};
	const struct order_line_new line = {.product = g->m.bowl.s, .quantity = 1};
	assert_int_equal(DO(g->w, place, .in = &(struct order_new){.person = g->m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
	assert_int_equal(DO(g->w, act, .a = id.s, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(DO(g->w, act, .a = id.s, .n = ORDER_EVENT_READY), OK);
	assert_int_equal(shipment_of_order(g->w->db, id.s, "", take, &s), OK);
	return s;
}

static void open_uploads(struct ground *g)
{
	find_program();
	config_defaults(&settings);
	strcpy(settings.logistics_secrets, SECRET);
	strcpy(settings.data, g->w->dir);
	g->house.config = &settings;
	g->house.photo_program = program;
	g->house.uploads = lane_start(g->loop, "uploads", 4);
}

static int deliver(struct ground *g, const struct shipment *s, const char *photo)
{
	static char body[PROOF_CHARS_MAX + 400];
	char at[24], signature[HOOK_SIGNATURE_CHARS + 1];
	snprintf(body, sizeof body, "{\"shipment\":\"%s\",\"state\":\"delivered\",\"at_ms\":%lld,\"photo\":\"%s\"}", s->code, (long long)WORLD_NOW_MS, photo);
	snprintf(at, sizeof at, "%lld", (long long)(clock_wall_ms() / 1000));
	assert_int_equal(hook_sign(SECRET, "e1", at, body, strlen(body), signature), OK);
	ask_as(g, NULL);
	return ASK(g, .tx = hook_post, .at = "logistics", .body = body, .hook = {"e1", at, signature});
}

static const char *picture(void)
{
	static char text[PROOF_CHARS_MAX + 1];
	unsigned char bytes[PROOF_CHARS_MAX / 4 * 3];
	FILE *f = fopen("tests/unit/store/photos/tall.jpg", "re");
	assert_non_null(f);
	size_t n = fread(bytes, 1, sizeof bytes, f);
	assert_true(feof(f));
	fclose(f);
	return sodium_bin2base64(text, sizeof text, bytes, n, sodium_base64_VARIANT_ORIGINAL);
}

static bool waits(struct ground *g)
{
	int64_t n;
	assert_int_equal(db_int(g->w->db, &n, Q_PROOF_DUE_ANY, V(INT64_MAX)), OK);
	return n != 0;
}

static void turn_until_looked_at(struct ground *g)
{
	while (waits(g)) {
		loop_turn(g->loop, true);
		tick_end(g->w->tick);
	}
}

static void clean_up(struct ground *g)
{
	char command[120];
	lane_stop(g->house.uploads);
	snprintf(command, sizeof command, "rm -rf %s/photos", g->w->dir);
	assert_int_equal(system(command), 0);
}

static void test_a_process_that_ends_before_the_look_looks_after_it_starts(void **state)
{
	struct ground *g = *state;
	struct shipment s = parcel(g);
	open_uploads(g);
	assert_int_equal(deliver(g, &s, picture()), 200);
	lane_stop(g->house.uploads); /* what it has done is not taken back: as if the process had ended */
	assert_true(waits(g));
	g->house.uploads = lane_start(g->loop, "uploads", 4);
	assert_int_equal(world_do(g->w, proof_resume, &g->house), OK);
	assert_true(waits(g)); /* not yet: somebody might still look */
	world_wait_ms(PROOF_LEASE_MS);
	assert_int_equal(world_do(g->w, proof_resume, &g->house), OK);
	turn_until_looked_at(g);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = order_shipments_get, .at = s.orders), 200);
	SAYS(g, "\"photo\":\"");
	clean_up(g);
}

static void sec_28_a_carriers_photo_that_is_none_is_passed_over(void **state)
{
	struct ground *g = *state;
	struct shipment s = parcel(g);
	open_uploads(g);
	assert_int_equal(deliver(g, &s, "PHN2Zy8+"), 200); /* <svg/> */
	turn_until_looked_at(g);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = order_shipments_get, .at = s.orders), 200);
	SAYS(g, "\"state\":\"delivered\"");
	SAYS_NOT(g, "\"photo\":\"");
	clean_up(g);
}

static void test_a_look_that_always_fails_ends(void **state)
{
	struct ground *g = *state;
	struct shipment s = parcel(g);
	open_uploads(g);
	strcpy(program, "/nowhere/mela-photo");
	assert_int_equal(deliver(g, &s, picture()), 200);
	for (int i = 0; i <= PROOF_TRIES; i++) {
		assert_true(waits(g));
		world_wait_ms(PROOF_LEASE_MS);
		assert_int_equal(world_do(g->w, proof_resume, &g->house), OK);
	}
	assert_false(waits(g));
	clean_up(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(test_a_process_that_ends_before_the_look_looks_after_it_starts), GROUND_TEST(sec_28_a_carriers_photo_that_is_none_is_passed_over),
		GROUND_TEST(test_a_look_that_always_fails_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
