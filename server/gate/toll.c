/* toll.c — strangers are counted by address, people who are signed in by account: Indian mobile networks share addresses. */
#include "gate/toll.h"

#include <stdlib.h>
#include <string.h>

#include "base/bucket.h"
#include "base/clock.h"
#include "gate/head.h"

#define HOUR_MINUTES 60
#define DAY_MINUTES 1440

struct tolls { struct buckets *strangers, *members, *sign_ins, *codes, *orders, *products, *products_of_many, *leads; };

static struct buckets *in_minutes(int minutes, int n) { return buckets_new(TOLL_KEYS, (struct bucket_rule){.per_min = n, .burst = n, .minutes = minutes}); }
static struct buckets *by_minute(int n) { return in_minutes(1, n); }

struct tolls *tolls_new(const struct toll_rates *rates)
{
	struct tolls *ts = calloc(1, sizeof *ts);
	if (!ts) abort();
	ts->strangers = by_minute(rates->requests_per_min);
	ts->members = by_minute(rates->requests_per_min * TOLL_SIGNED_IN);
	ts->sign_ins = by_minute(rates->sign_in_per_min);
	ts->codes = in_minutes(DAY_MINUTES, rates->codes_per_net_day);
	ts->orders = by_minute(rates->orders_per_min);
	ts->products = in_minutes(HOUR_MINUTES, rates->product_reads_per_hour);
	ts->products_of_many = in_minutes(HOUR_MINUTES, rates->product_reads_per_hour * TOLL_SIGNED_IN);
	ts->leads = in_minutes(DAY_MINUTES, rates->lead_reads_per_day);
	return ts;
}

void tolls_free(struct tolls *ts)
{
	if (!ts) return;
	buckets_free(ts->strangers);
	buckets_free(ts->members);
	buckets_free(ts->sign_ins);
	buckets_free(ts->codes);
	buckets_free(ts->orders);
	buckets_free(ts->products);
	buckets_free(ts->products_of_many);
	buckets_free(ts->leads);
	free(ts);
}

struct toll { enum http_method method; const char *pattern; struct buckets *at; const char *key; err_t refusal; };

/* A page that is open reads the newest again and again; who turns the leaves asks for more than a number of rows. */
static bool is_first_page(const char *query) { return !*query || (strncmp(query, "limit=", 6) == 0 && !strchr(query, '&')); }

/* Of the rows that fit, all are taken. A visitor who keeps our cookie is counted by it, and with all others of that address; who throws it away,
 * by the address alone. A NULL key: not bound. */
static err_t take_of_its_own(const struct tolls *ts, const struct route *route, const char *query, const struct caller *who, int64_t now_us, int64_t *ret_wait_ms)
{
	char net[HEAD_NET_BYTES];
	bool buys = !who->known || who->person.role == ROLE_GUEST || who->person.role == ROLE_BUYER;
	const char *person = who->known ? who->person.id.s : who->ip, *buyer = buys ? person : NULL;
	head_net(who->ip, net);
	const struct toll tolls[] = {
		{HTTP_POST, "/api/v1/sign-in/email", ts->codes, net, ERR_TOO_FAST},
		{HTTP_POST, "/api/v1/orders", ts->orders, buyer, ERR_TOO_FAST},
		{HTTP_POST, "/api/v1/cart/order", ts->orders, buyer, ERR_TOO_FAST},
		{HTTP_POST, "/api/v1/enquiries/{id}/order", ts->orders, buyer, ERR_TOO_FAST},
		{HTTP_GET, "/api/v1/products/{slug}", ts->products, who->signed_in ? NULL : person, ERR_TOO_MANY_READS},
		{HTTP_GET, "/api/v1/products/{slug}", ts->products_of_many, who->signed_in ? person : who->ip, ERR_TOO_MANY_READS},
		{HTTP_GET, "/api/v1/leads", ts->leads, is_first_page(query) ? NULL : person, ERR_TOO_MANY_READS},
		{HTTP_GET, "/api/v1/leads/{id}", ts->leads, person, ERR_TOO_MANY_READS},
		{HTTP_GET, "/api/v1/desk/leads.csv", ts->leads, person, ERR_TOO_MANY_READS},
	};
	for (size_t i = 0; i < sizeof tolls / sizeof *tolls; i++) {
		const struct toll *t = &tolls[i];
		if (t->method != route->method || !t->key || strcmp(route->pattern, t->pattern)) continue;
		if (buckets_take(t->at, t->key, now_us, ret_wait_ms) != OK) return t->refusal;
	}
	return OK;
}

err_t tolls_take(struct tolls *ts, const struct route *route, const char *path, const char *query, const struct caller *who, int *ret_retry_after_s)
{
	int64_t now_us = clock_mono_us(), wait_ms = 0;
	if (strncmp(path, "/api/", 5) && route->who != WHO_TOKEN && route->who != WHO_PARTNER) return OK;
	bool sign_in = !strncmp(path, "/api/v1/sign-in/", 16);
	err_t e = who->signed_in ? buckets_take(ts->members, who->person.id.s, now_us, &wait_ms) : buckets_take(ts->strangers, who->ip, now_us, &wait_ms);
	if (e == OK && sign_in) e = buckets_take(ts->sign_ins, who->ip, now_us, &wait_ms);
	if (e == OK) e = take_of_its_own(ts, route, query, who, now_us, &wait_ms);
	*ret_retry_after_s = (int)(wait_ms / 1000) + 1;
	return e;
}
