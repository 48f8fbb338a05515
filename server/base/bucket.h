/* bucket.h — token buckets: so many a minute (or in so many minutes), with a burst; one bucket, or a table of them by key.
 * Owns    buckets_new's table.    Thread  one at a time.
 * Limits  a table of `slots` keys; where it is full, the key that was seen longest ago among four is forgotten. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct bucket_rule { int64_t per_min, burst, minutes; };   /* per_min tokens in so many minutes; 0 is one */
/* All zero is a full bucket. */
struct bucket { int64_t spent_us, at_us; };

/* Takes one token: ERR_TOO_FAST if there is none, and then *ret_wait_ms says when there will be. */
err_t bucket_take(struct bucket *r, const struct bucket_rule *rule, int64_t now_us, int64_t *ret_wait_ms);

struct buckets;
struct buckets *buckets_new(size_t slots, struct bucket_rule rule);
void buckets_free(struct buckets *rs);
/* Takes one token of the bucket of `key`. */
err_t buckets_take(struct buckets *rs, const char *key, int64_t now_us, int64_t *ret_wait_ms);
/* Gives one token back that was taken and does not count. */
void buckets_give(struct buckets *rs, const char *key);
