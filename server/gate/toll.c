/* toll.c — strangers are counted by address, people who are signed in by account: Indian mobile networks share addresses. */
#include "gate/toll.h"

#include <stdlib.h>
#include <string.h>

#include "base/bucket.h"
#include "base/clock.h"
#include "gate/head.h"

#define DAY_MINUTES 1440

struct tolls { struct buckets *strangers, *members, *sign_ins, *codes, *orders; };

static struct buckets *by_minute(int n) { return buckets_new(TOLL_KEYS, (struct bucket_rule){.per_min = n, .burst = n}); }

struct tolls *tolls_new(const struct toll_rates *rates)
{
	struct tolls *ts = calloc(1, sizeof *ts);
	if (!ts) abort();
	ts->strangers = by_minute(rates->requests_per_min);
	ts->members = by_minute(rates->requests_per_min * TOLL_SIGNED_IN);
	ts->sign_ins = by_minute(rates->sign_in_per_min);
	ts->codes = buckets_new(TOLL_KEYS, (struct bucket_rule){rates->codes_per_net_day, rates->codes_per_net_day, DAY_MINUTES});
	ts->orders = by_minute(rates->orders_per_min);
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
	free(ts);
}

struct toll { const char *pattern; struct buckets *at; const char *key; };

static err_t take_of_its_own(const struct tolls *ts, const struct route *route, const struct caller *who, int64_t now_us, int64_t *ret_wait_ms)
{
	char net[HEAD_NET_BYTES];
	bool buys = !who->known || who->person.role == ROLE_GUEST || who->person.role == ROLE_BUYER;
	const char *buyer = who->known ? who->person.id.s : who->ip;
	head_net(who->ip, net);
	const struct toll tolls[] = {
		{"/api/v1/sign-in/email", ts->codes, net}, {"/api/v1/orders", ts->orders, buyer}, {"/api/v1/cart/order", ts->orders, buyer},
		{"/api/v1/enquiries/{id}/order", ts->orders, buyer},
	};
	if (route->method != HTTP_POST) return OK;
	for (size_t i = 0; i < sizeof tolls / sizeof *tolls; i++) {
		if (strcmp(route->pattern, tolls[i].pattern) || (tolls[i].at == ts->orders && !buys)) continue;
		TRY(buckets_take(tolls[i].at, tolls[i].key, now_us, ret_wait_ms));
	}
	return OK;
}

err_t tolls_take(struct tolls *ts, const struct route *route, const char *path, const struct caller *who, int *ret_retry_after_s)
{
	int64_t now_us = clock_mono_us(), wait_ms = 0;
	if (strncmp(path, "/api/", 5) && route->who != WHO_TOKEN && route->who != WHO_PARTNER) return OK;
	bool sign_in = !strncmp(path, "/api/v1/sign-in/", 16);
	err_t e = who->signed_in ? buckets_take(ts->members, who->person.id.s, now_us, &wait_ms) : buckets_take(ts->strangers, who->ip, now_us, &wait_ms);
	if (e == OK && sign_in) e = buckets_take(ts->sign_ins, who->ip, now_us, &wait_ms);
	if (e == OK) e = take_of_its_own(ts, route, who, now_us, &wait_ms);
	*ret_retry_after_s = (int)(wait_ms / 1000) + 1;
	return e;
}
