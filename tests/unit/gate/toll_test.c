/* toll_test.c — how much of what others would like to have whole somebody may read, at the limit and one more. */
#include "gate/toll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"

#define READS 6
#define LEADS 4
#define HOUR_US 3600000000LL

static const struct toll_rates rates = {.requests_per_min = 100000, .sign_in_per_min = 100, .codes_per_net_day = 100, .orders_per_min = 100,
                                        .product_reads_per_hour = READS, .lead_reads_per_day = LEADS};
static const struct route product = {.method = HTTP_GET, .pattern = "/api/v1/products/{slug}"}, search = {.method = HTTP_GET, .pattern = "/api/v1/products"};
static const struct route leads = {.method = HTTP_GET, .pattern = "/api/v1/leads"}, lead = {.method = HTTP_GET, .pattern = "/api/v1/leads/{id}"};
static const struct route table = {.method = HTTP_GET, .pattern = "/api/v1/desk/leads.csv"};

static struct caller from(const char *ip, const char *person, bool signed_in)
{
	struct caller c = {.known = *person, .signed_in = signed_in};
	c.person.role = signed_in ? ROLE_BUYER : ROLE_GUEST;
	snprintf(c.ip, sizeof c.ip, "%s", ip);
	snprintf(c.person.id.s, sizeof c.person.id.s, "%s", person);
	return c;
}

static const char *query = "cursor=a&limit=50";

static int reads(struct tolls *ts, const struct route *r, struct caller who, int most)
{
	int wait_s = 0;
	for (int n = 0; n < most; n++) {
		err_t e = tolls_take(ts, r, "/api/v1/something", query, &who, &wait_s);
		if (e == OK) continue;
		assert_int_equal(e, ERR_TOO_MANY_READS);
		assert_true(wait_s > 0);
		return n;
	}
	return most;
}

static int set_up(void **state)
{
	clock_fake_set(1764000000000LL, 1000000);
	*state = tolls_new(&rates);
	return 0;
}

static int tear_down(void **state)
{
	tolls_free(*state);
	return 0;
}

static void sec_42_six_products_an_hour_and_one_more(void **state)
{
	assert_int_equal(reads(*state, &product, from("192.0.2.1", "", false), 100), READS);
	assert_int_equal(reads(*state, &product, from("192.0.2.2", "", false), 1), 1);
	assert_int_equal(reads(*state, &search, from("192.0.2.1", "", false), 100), 100);
	clock_fake_advance_us(HOUR_US);
	assert_int_equal(reads(*state, &product, from("192.0.2.1", "", false), 100), READS);
}

static void sec_42_who_is_signed_in_reads_five_times_as_many(void **state)
{
	assert_int_equal(reads(*state, &product, from("192.0.2.1", "buyer", true), 100), READS * TOLL_SIGNED_IN);
	assert_int_equal(reads(*state, &product, from("192.0.2.1", "another", true), 1), 1);
}

static void sec_42_visitors_of_one_address_share_five_times_as_many(void **state)
{
	char name[8];
	int n = 0;
	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof name, "g%d", i);
		n += reads(*state, &product, from("192.0.2.1", name, false), 100);
		assert_true(i > 0 || n == READS);
	}
	assert_int_equal(n, READS * TOLL_SIGNED_IN);
}

static void sec_42_four_reads_of_leads_a_day_and_one_more(void **state)
{
	const struct caller who = from("192.0.2.1", "maker", true);
	assert_int_equal(reads(*state, &lead, who, 2), 2);
	assert_int_equal(reads(*state, &leads, who, 1), 1);
	assert_int_equal(reads(*state, &table, who, 100), LEADS - 3);
	assert_int_equal(reads(*state, &lead, who, 1), 0);
	query = "limit=50"; /* the newest of them, as the pages read them at each change */
	assert_int_equal(reads(*state, &leads, who, 100), 100);
	query = "limit=50&cursor=a";
	assert_int_equal(reads(*state, &leads, who, 1), 0);
	clock_fake_advance_us(24 * HOUR_US);
	assert_int_equal(reads(*state, &lead, who, 100), LEADS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sec_42_six_products_an_hour_and_one_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sec_42_who_is_signed_in_reads_five_times_as_many, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sec_42_visitors_of_one_address_share_five_times_as_many, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sec_42_four_reads_of_leads_a_day_and_one_more, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("toll", tests, NULL, NULL);
}
