/* booth_log_test.c — numbers without gaps, also past a rolled-back handler; catching up; blanking. */
#include "tests/unit/world.h"

#include "fair/booth_log.h"
#include "fair/booth_row.h"
#include "fair/fair.h"

static err_t open_booth(struct tx *tx, void *arg)
{
	struct district d = {.code = "agra", .name_en = "Agra", .name_hi = "आगरा", .product_en = "Leather", .product_hi = "चमड़ा", .category = "leather", .hsn = "6403", .grade = 'B'};
	struct fair f = {.name_en = "Fair", .name_hi = "मेला", .time_zone = "Asia/Kolkata", .begins_ms = 1, .ends_ms = 2};
	struct fair_id fair;
	TRY(district_put(tx, &d));
	TRY(fair_new(tx, &f, &fair));
	return booth_row_new(tx, &(struct booth_words){.name_en = "Agra Shoes", .name_hi = "आगरा जूते", .artisan_en = "Shoemakers", .artisan_hi = "मोची", .district = "agra", .category = "leather"}, arg);
}

static struct booth_id booth(struct world *w)
{
	struct booth_id id;
	assert_int_equal(world_do(w, open_booth, (void *)&id), OK);
	return id;
}

HANDLER(append, booth_log_append(tx, q->in, q->out))
HANDLER(redact, booth_log_redact(tx, q->a, q->n, q->b))

static err_t append_and_fail(struct tx *tx, void *request)
{
	struct asked *q = request;
	TRY(booth_log_append(tx, q->in, q->out));
	return ERR_CONFLICT;
}

static int64_t say(struct world *w, const struct booth_id *b, const char *payload)
{
	int64_t seq = -1;
	struct booth_log_entry e = {.booth = b->s, .kind = "chat.said", .version = 1, .epoch = BOOTH_EPOCH, .actor = "p", .media_us = 5, .payload = payload};
	assert_int_equal(DO(w, append, .in = &e, .out = &seq), OK);
	return seq;
}

static char heard[4000];
static void hear(void *arg, const struct booth_log_row *r)
{
	(void)arg;
	size_t n = strlen(heard);
	snprintf(heard + n, sizeof heard - n, "%lld%s%s ", (long long)r->seq, r->payload, r->redacted_ms ? "!" : "");
}

static void test_numbers_have_no_gaps(void **state)
{
	struct world *w = *state;
	struct booth_id b = booth(w);
	int64_t seq;
	struct booth_log_entry e = {.booth = b.s, .kind = "chat.said", .version = 1, .epoch = BOOTH_EPOCH, .payload = "x"};
	assert_int_equal(booth_log_last(w->db, b.s, &seq), OK);
	assert_int_equal(seq, 0);
	assert_int_equal(say(w, &b, "a"), 1);
	assert_int_equal(world_do(w, append_and_fail, &(struct asked){.in = &e, .out = &seq}), ERR_CONFLICT);
	assert_int_equal(say(w, &b, "b"), 2);
	assert_int_equal(booth_log_last(w->db, b.s, &seq), OK);
	assert_int_equal(seq, 2);
}

static void test_an_old_epoch_cannot_write(void **state)
{
	struct world *w = *state;
	struct booth_id b = booth(w);
	int64_t seq;
	struct booth_log_entry e = {.booth = b.s, .kind = "chat.said", .version = 1, .epoch = BOOTH_EPOCH + 1, .payload = "x"};
	assert_int_equal(DO(w, append, .in = &e, .out = &seq), ERR_CONFLICT);
}

static void test_catching_up_and_arriving_late(void **state)
{
	struct world *w = *state;
	struct booth_id b = booth(w);
	for (int i = 0; i < 6; i++) say(w, &b, (char[]){(char)('a' + i), 0});
	heard[0] = 0;
	assert_int_equal(booth_log_since(w->db, b.s, 4, 500, hear, NULL), OK);
	assert_string_equal(heard, "5e 6f ");
	heard[0] = 0;
	assert_int_equal(booth_log_since(w->db, b.s, 0, 2, hear, NULL), OK);
	assert_string_equal(heard, "1a 2b ");
	heard[0] = 0;
	assert_int_equal(booth_log_tail(w->db, b.s, 3, hear, NULL), OK);
	assert_string_equal(heard, "4d 5e 6f ");
}

static void test_blanking_a_line_once(void **state)
{
	struct world *w = *state;
	struct booth_id b = booth(w);
	int64_t seq = say(w, &b, "rude");
	assert_int_equal(DO(w, redact, .a = b.s, .n = seq, .b = ""), OK);
	assert_int_equal(DO(w, redact, .a = b.s, .n = seq, .b = "again"), ERR_NOT_FOUND);
	assert_int_equal(DO(w, redact, .a = b.s, .n = seq + 1, .b = ""), ERR_NOT_FOUND);
	heard[0] = 0;
	assert_int_equal(booth_log_row(w->db, b.s, seq, hear, NULL), OK);
	assert_string_equal(heard, "1! ");
	assert_int_equal(booth_log_row(w->db, b.s, seq + 1, hear, NULL), ERR_NOT_FOUND);
}

static void test_the_largest_payload(void **state)
{
	struct world *w = *state;
	struct booth_id b = booth(w);
	int64_t seq;
	char *payload = malloc(BOOTH_LOG_PAYLOAD_MAX + 2);
	memset(payload, 'x', BOOTH_LOG_PAYLOAD_MAX + 1);
	payload[BOOTH_LOG_PAYLOAD_MAX + 1] = 0;
	struct booth_log_entry e = {.booth = b.s, .kind = "chat.said", .version = 1, .epoch = BOOTH_EPOCH, .payload = payload};
	assert_int_equal(DO(w, append, .in = &e, .out = &seq), ERR_TOO_LONG);
	payload[BOOTH_LOG_PAYLOAD_MAX] = 0;
	assert_int_equal(DO(w, append, .in = &e, .out = &seq), OK);
	free(payload);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_numbers_have_no_gaps),
		WORLD_TEST(test_an_old_epoch_cannot_write),
		WORLD_TEST(test_catching_up_and_arriving_late),
		WORLD_TEST(test_blanking_a_line_once),
		WORLD_TEST(test_the_largest_payload),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
