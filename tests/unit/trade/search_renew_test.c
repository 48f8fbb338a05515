/* search_renew_test.c — what is sold where follows papers, days, states and principals: in the round, and at once where something changed. */
#include "tests/unit/trade/market.h"

#include "trade/india_day.h"
#include "trade/search.h"
#include "trade/search_renew.h"
#include "trade/seller_link.h"
#include "trade/seller_tax.h"

static char found[4000];
static int hits;
static void note(void *arg, const struct product *p)
{
	(void)arg;
	if (hits++ < 3) strcat(strcat(found, p->slug), " ");
}

static const char *sold_in(struct world *w, const char *country)
{
	struct search_found page;
	const struct search_wish wish = {.text = "", .district = "", .category = "", .booth = "", .fair = "", .limit = SEARCH_PAGE_MAX, .to = &(struct sell_to){country, 0}};
	found[0] = 0, hits = 0;
	assert_int_equal(search_products(w->db, &wish, &(struct search_cursor){0}, clock_wall_ms(), note, NULL, &page), OK);
	return found;
}

HANDLER(put_tax, seller_tax_put(tx, q->a, q->in, "p"))
HANDLER(put_link, seller_link_put(tx, q->a, q->in, "p"))
HANDLER(act, seller_act(tx, q->a, (enum seller_event)q->n, SELLER_STAFF, "p", ""))
HANDLER(round_turn, search_renew(tx, q->out))

static void whole_round(struct world *w)
{
	struct search_round round = {0};
	do {
		assert_int_equal(DO(w, round_turn, .out = &round), OK);
		memcpy(round.seen, round.next, sizeof round.seen);
	} while (round.more);
}

static void turn(struct world *w, struct search_due *due)
{
	assert_int_equal(world_do(w, search_due, due), OK);
	due->seen = due->next;
}

static int64_t due_count(struct world *w)
{
	int64_t n = 0;
	struct rows r;
	db_query(w->db, &r, Q_SEARCH_DUE_NEXT);
	while (rows_next(&r)) n++;
	assert_int_equal(rows_end(&r), OK);
	return n;
}

/* A market whose sellers are looked at already. */
static struct market settled(struct world *w, struct search_due *due)
{
	struct market m = market(w);
	*due = (struct search_due){.seen = {.at_ms = WORLD_NOW_MS}};
	for (int i = 0; i < 3; i++) turn(w, due);
	assert_int_equal(due_count(w), 0);
	assert_string_equal(sold_in(w, "DE"), "");
	return m;
}

static const struct seller_tax iec = {.kind = TAX_IEC, .number = "AAAPA1234A", .proof = "dgft", .from_ms = WORLD_NOW_MS};

static void test_the_round_comes_to_all(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	assert_string_equal(sold_in(w, "IN"), "zari-silk-saree black-bowl ");
	whole_round(w);
	assert_string_equal(sold_in(w, "DE"), "");
	assert_int_equal(DO(w, put_tax, .a = m.registered.s, .in = &iec), OK);
	assert_string_equal(sold_in(w, "DE"), "");
	whole_round(w);
	assert_string_equal(sold_in(w, "DE"), "zari-silk-saree ");
	whole_round(w);
	assert_string_equal(sold_in(w, "DE"), "zari-silk-saree ");
}

static void test_a_paper_is_seen_in_the_next_turn(void **state)
{
	struct world *w = *state;
	struct search_due due;
	struct market m = settled(w, &due);
	assert_int_equal(DO(w, put_tax, .a = m.registered.s, .in = &iec), OK);
	turn(w, &due);
	assert_string_equal(sold_in(w, "DE"), "zari-silk-saree ");
	assert_int_equal(due_count(w), 0);
	assert_int_equal(DO(w, act, .a = m.registered.s, .n = SELLER_EVENT_PAUSE), OK);
	turn(w, &due);
	assert_string_equal(sold_in(w, "DE"), "");
	assert_int_equal(DO(w, act, .a = m.registered.s, .n = SELLER_EVENT_OPEN), OK);
	turn(w, &due);
	assert_string_equal(sold_in(w, "DE"), "zari-silk-saree ");
}

static void test_a_day_that_comes_is_seen_in_the_next_turn(void **state)
{
	struct world *w = *state;
	struct search_due due;
	struct market m = settled(w, &due);
	struct seller_tax later = iec;
	later.from_ms = WORLD_NOW_MS + INDIA_DAY_MS, later.until_ms = WORLD_NOW_MS + 2 * INDIA_DAY_MS;
	assert_int_equal(DO(w, put_tax, .a = m.registered.s, .in = &later), OK);
	turn(w, &due);
	world_wait_ms(INDIA_DAY_MS - 1);
	turn(w, &due);
	assert_string_equal(sold_in(w, "DE"), "");
	world_wait_ms(1);
	turn(w, &due);
	assert_string_equal(sold_in(w, "DE"), "zari-silk-saree ");
	world_wait_ms(INDIA_DAY_MS);
	assert_string_equal(sold_in(w, "DE"), ""); /* what cannot be sold there is never shown … */
	turn(w, &due);
	world_wait_ms(-2 * INDIA_DAY_MS);
	turn(w, &due);                             /* … and a clock that is put back goes on from there */
	assert_int_equal(due.seen.at_ms, WORLD_NOW_MS);
	world_wait_ms(INDIA_DAY_MS);
	turn(w, &due);
	assert_string_equal(sold_in(w, "DE"), "zari-silk-saree ");
}

static void test_makers_follow_their_principal(void **state)
{
	struct world *w = *state;
	struct search_due due;
	struct market m = settled(w, &due);
	const struct seller_tax enrolled = {.kind = TAX_ENROLLED, .number = "09DEMOA0001ENRL", .proof = "portal", .from_ms = WORLD_NOW_MS};
	assert_int_equal(DO(w, put_tax, .a = m.unregistered.s, .in = &enrolled), OK);
	turn(w, &due);
	assert_string_equal(sold_in(w, "IN"), "zari-silk-saree black-bowl wooden-toy ");
	assert_string_equal(sold_in(w, "DE"), "");
	assert_int_equal(DO(w, put_tax, .a = m.registered.s, .in = &iec), OK);
	turn(w, &due);
	assert_string_equal(sold_in(w, "DE"), "zari-silk-saree wooden-toy ");
	assert_int_equal(due_count(w), 0);
	assert_int_equal(DO(w, put_link, .a = m.unregistered.s, .in = &(struct seller_link){.from_ms = WORLD_NOW_MS + 1}), OK);
	turn(w, &due);
	world_wait_ms(1);
	turn(w, &due);
	assert_string_equal(sold_in(w, "DE"), "zari-silk-saree ");
}

static err_t add_sarees(struct tx *tx, void *arg)
{
	const struct market *m = arg;
	struct product p = product_like("Saree", "साड़ी", &m->booth, &m->registered, 1);
	struct product_id id;
	for (int i = 0; i < 2 * SEARCH_RENEW_ROWS - 1; i++) TRY(product_new(tx, &p, &id));
	return OK;
}

/* With the one of the market, twice as many as a turn takes. */
static void test_a_turn_takes_some_and_the_next_goes_on(void **state)
{
	struct world *w = *state;
	struct search_due due;
	struct market m = settled(w, &due);
	assert_int_equal(world_do(w, add_sarees, &m), OK);
	assert_int_equal(DO(w, put_tax, .a = m.registered.s, .in = &iec), OK);
	for (int turns = 1; turns <= 3; turns++) {
		turn(w, &due);
		sold_in(w, "DE");
		assert_int_equal(hits, SEARCH_RENEW_ROWS * (turns < 2 ? turns : 2));
		assert_int_equal(due_count(w), turns < 3);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_the_round_comes_to_all),
		WORLD_TEST(test_a_paper_is_seen_in_the_next_turn),
		WORLD_TEST(test_a_day_that_comes_is_seen_in_the_next_turn),
		WORLD_TEST(test_makers_follow_their_principal),
		WORLD_TEST(test_a_turn_takes_some_and_the_next_goes_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
