/* toll.h — how often somebody may ask: a rate of all requests, one of signing in, and one of their own for requests that cost somebody else
 * something: letters by network, orders by buyer; and how much of what others would like to have whole somebody may read: products, leads.
 * Owns    its buckets.    Thread  the floor.    Limits  TOLL_KEYS of each kind are remembered (base/bucket.h). */
#pragma once
#include "gate/route.h"

#define TOLL_KEYS 16384
#define TOLL_SIGNED_IN 5 /* people who are signed in share no address: they have a bucket of their own, five times as large */

struct toll_rates { int requests_per_min, sign_in_per_min, codes_per_net_day, orders_per_min, product_reads_per_hour, lead_reads_per_day; };
struct tolls;

struct tolls *tolls_new(const struct toll_rates *rates);
/* NULL is accepted. */
void tolls_free(struct tolls *ts);
/* Takes what this request costs whoever asks. ERR_TOO_FAST, ERR_TOO_MANY_READS, and then *ret_retry_after_s says when to come again. */
err_t tolls_take(struct tolls *ts, const struct route *route, const char *path, const char *query, const struct caller *who, int *ret_retry_after_s);
