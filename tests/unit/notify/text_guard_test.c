/* text_guard_test.c — where texts may go and how many, each limit at N and N + 1. */
#include "tests/unit/world.h"

#include "notify/text_guard.h"

#define PER_PREFIX 3
#define PER_DAY 5

HANDLER(put, outbox_put(tx, q->in))
HANDLER(claim, outbox_claim(tx, OUTBOX_SMS, q->out, q->out2))
HANDLER(sent, outbox_sent(tx, q->a, ""))
HANDLER(arrived, outbox_reported(tx, q->a, true, ""))
HANDLER(refused, outbox_give_up(tx, q->a, q->b))
HANDLER(let_go, text_let_go(tx, q->a))

static struct text_limits limits(void) { return (struct text_limits){.countries = "IN, NP", .per_prefix = PER_PREFIX, .per_day = PER_DAY}; }

/* One text as the courier takes it: asked for, claimed, and sent if the guard lets it. `why` is "" or its reason. */
static err_t text(struct world *w, const struct text_limits *l, const char *to, bool arrives, char why[static 160])
{
	struct outbox_item item;
	bool some;
	*why = '\0';
	assert_int_equal(DO(w, put, .in = &(struct outbox_message){.kind = OUTBOX_SMS, .to = to, .body = "x"}), OK);
	assert_int_equal(DO(w, claim, .out = &item, .out2 = &some), OK);
	assert_true(some);
	err_t e = text_guard(l, w->db, clock_wall_ms(), &item, why, 160);
	if (e != OK) assert_int_equal(DO(w, refused, .a = item.id, .b = why), OK);
	else assert_int_equal(DO(w, sent, .a = item.id), OK);
	if (e == OK && arrives) assert_int_equal(DO(w, arrived, .a = item.id), OK);
	return e;
}

static void sec_15_only_to_countries_of_the_list(void **state)
{
	struct world *w = *state;
	struct text_limits l = limits();
	char why[160];
	static const struct { const char *to; err_t e; } rows[] = {
		{"+919800000001", OK}, {"+9779800000001", OK}, {"+449800000001", ERR_FORBIDDEN}, {"+19198000001", ERR_FORBIDDEN}, {"9800000001", ERR_FORBIDDEN}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(text(w, &l, rows[i].to, true, why), rows[i].e);
	assert_string_equal(why, "limit: no texts go to this country");
	l.countries = "*";
	assert_int_equal(text(w, &l, "+449800000001", true, why), OK);
	assert_int_equal(text_limits_check(&l), OK);
	l.countries = "IN,DE";
	assert_int_equal(text_limits_check(&l), OK);
	l.countries = "IN,XX";
	assert_int_equal(text_limits_check(&l), ERR_CONFIG);
	l.countries = "India";
	assert_int_equal(text_limits_check(&l), ERR_CONFIG);
}

static void sec_15_texts_to_numbers_that_begin_alike(void **state)
{
	struct world *w = *state;
	struct text_limits l = limits();
	char why[160];
	for (int i = 0; i < PER_PREFIX; i++) assert_int_equal(text(w, &l, i % 2 ? "+919800000001" : "+919800999999", true, why), OK);
	assert_int_equal(text(w, &l, "+919800000002", true, why), ERR_TOO_FAST);
	assert_non_null(strstr(why, "begin alike"));
	assert_int_equal(text(w, &l, "+919801000002", true, why), OK); /* another beginning */
	world_wait_ms(TEXT_HOUR_MS - 1);
	assert_int_equal(text(w, &l, "+919800000002", true, why), ERR_TOO_FAST);
	world_wait_ms(1);
	assert_int_equal(text(w, &l, "+919800000002", true, why), OK); /* what was refused did not count */
}

static void sec_15_texts_a_day(void **state)
{
	struct world *w = *state;
	struct text_limits l = limits();
	char to[20], why[160];
	for (int i = 0; i < PER_DAY; i++) {
		snprintf(to, sizeof to, "+9198%02d000000", i);
		assert_int_equal(text(w, &l, to, true, why), OK);
	}
	assert_int_equal(text(w, &l, "+919899000000", true, why), ERR_TOO_FAST);
	assert_string_equal(why, "limit: too many texts a day");
	world_wait_ms(TEXT_DAY_MS);
	assert_int_equal(text(w, &l, "+919899000000", true, why), OK);
}

static void count_stop(void *arg, const struct text_stop *s)
{
	assert_string_equal(s->prefix, "919800");
	*(int64_t *)arg += s->refused;
}

static void sec_15_a_prefix_stops_where_too_few_texts_arrive(void **state)
{
	struct world *w = *state;
	const struct text_limits l = {.countries = "IN", .per_prefix = 1000, .per_day = 1000, .reported = true};
	const int least = TEXT_SHARE_OF / TEXT_SHARE;
	char why[160];
	int64_t refused_texts = 0;
	for (int i = 0; i < TEXT_SHARE_OF; i++) assert_int_equal(text(w, &l, "+919800000001", i < least, why), OK);
	world_wait_ms(TEXT_REPORT_MS);
	assert_int_equal(text(w, &l, "+919800000001", false, why), OK); /* just enough of the last fifty arrived */
	world_wait_ms(TEXT_REPORT_MS - 1);
	assert_int_equal(text(w, &l, "+919800000001", true, why), OK); /* the newest has not had its time yet */
	world_wait_ms(1);
	assert_int_equal(text(w, &l, "+919800000001", false, why), ERR_TOO_FAST);
	assert_non_null(strstr(why, "too few texts arrive"));
	assert_int_equal(text(w, &l, "+919801000001", false, why), OK);
	assert_int_equal(text_stops(w->db, count_stop, &refused_texts), OK);
	assert_int_equal(refused_texts, 1);
	assert_int_equal(DO(w, let_go, .a = "91980"), ERR_BAD_FIELD);
	assert_int_equal(DO(w, let_go, .a = "919800"), OK);
	refused_texts = 0;
	assert_int_equal(text_stops(w->db, count_stop, &refused_texts), OK);
	assert_int_equal(refused_texts, 0);
	world_wait_ms(1);
	assert_int_equal(text(w, &l, "+919800000001", true, why), OK); /* counted anew */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(sec_15_only_to_countries_of_the_list), WORLD_TEST(sec_15_texts_to_numbers_that_begin_alike), WORLD_TEST(sec_15_texts_a_day),
		WORLD_TEST(sec_15_a_prefix_stops_where_too_few_texts_arrive),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
