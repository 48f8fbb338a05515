/* bucket.c — a bucket counts the time it has lent: each token costs 60 s / per_min, and what was lent melts away as time passes. */
#include "base/bucket.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define WAYS 4

struct slot { uint64_t key; struct bucket rate; };

struct buckets {
	struct bucket_rule rule;
	unsigned char secret[crypto_shorthash_KEYBYTES]; /* so that nobody can aim at one bucket */
	size_t sets;
	struct slot slots[];
};

static int64_t price_of(const struct bucket_rule *rule) { return 60000000 * (rule->minutes ? rule->minutes : 1) / rule->per_min; }

err_t bucket_take(struct bucket *r, const struct bucket_rule *rule, int64_t now_us, int64_t *ret_wait_ms)
{
	int64_t price_us = price_of(rule), room_us = price_us * rule->burst;
	int64_t past_us = r->at_us ? now_us - r->at_us : 0;
	int64_t spent_us = r->spent_us > past_us ? r->spent_us - past_us : 0;
	r->at_us = now_us;
	r->spent_us = spent_us;
	if (spent_us + price_us > room_us) {
		*ret_wait_ms = (spent_us + price_us - room_us + 999) / 1000;
		return ERR_TOO_FAST;
	}
	r->spent_us += price_us;
	return OK;
}

struct buckets *buckets_new(size_t slots, struct bucket_rule rule)
{
	size_t sets = slots / WAYS ? slots / WAYS : 1;
	struct buckets *rs = calloc(1, sizeof *rs + sets * WAYS * sizeof(struct slot));
	if (!rs) abort();
	rs->rule = rule;
	rs->sets = sets;
	if (sodium_init() < 0) abort();
	randombytes_buf(rs->secret, sizeof rs->secret);
	return rs;
}

void buckets_free(struct buckets *rs) { free(rs); }

static struct slot *set_of(struct buckets *rs, const char *key, uint64_t *ret_hash)
{
	crypto_shorthash((unsigned char *)ret_hash, (const unsigned char *)key, strlen(key), rs->secret);
	return &rs->slots[*ret_hash % rs->sets * WAYS];
}

void buckets_give(struct buckets *rs, const char *key)
{
	uint64_t h;
	struct slot *set = set_of(rs, key, &h);
	int64_t price_us = price_of(&rs->rule);
	for (size_t i = 0; i < WAYS; i++)
		if (set[i].key == h) set[i].rate.spent_us -= set[i].rate.spent_us > price_us ? price_us : set[i].rate.spent_us;
}

err_t buckets_take(struct buckets *rs, const char *key, int64_t now_us, int64_t *ret_wait_ms)
{
	uint64_t h;
	struct slot *set = set_of(rs, key, &h), *oldest = set;
	for (size_t i = 0; i < WAYS; i++) {
		if (set[i].key == h) return bucket_take(&set[i].rate, &rs->rule, now_us, ret_wait_ms);
		if (set[i].rate.at_us < oldest->rate.at_us) oldest = &set[i];
	}
	*oldest = (struct slot){.key = h};
	return bucket_take(&oldest->rate, &rs->rule, now_us, ret_wait_ms);
}
