/* crowd.c — chains of counters; an address without a connection has none. */
#include "gate/crowd.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bucket.h"

#define BUCKETS 4096
#define KNOCKS 16384 /* addresses whose pace is remembered */

struct one { struct one *next; size_t n; char ip[46]; };
struct crowd { struct crowd_rules rules; size_t len; struct buckets *knocks; struct bucket tls; struct one *buckets[BUCKETS]; };

struct crowd *crowd_new(const struct crowd_rules *rules)
{
	struct crowd *c = calloc(1, sizeof *c);
	if (!c) abort();
	c->rules = *rules;
	c->knocks = buckets_new(KNOCKS, (struct bucket_rule){.per_min = rules->new_per_s * 60, .burst = 2 * (int64_t)rules->per_ip});
	return c;
}

void crowd_free(struct crowd *c)
{
	if (!c) return;
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct one *o = c->buckets[i], *next; o; o = next) {
			next = o->next;
			free(o);
		}
	buckets_free(c->knocks);
	free(c);
}

/* The link that points at the address's counter, or at the end of its chain. FNV-1a: who can choose addresses at will has other means. */
static struct one **find(struct crowd *c, const char *ip)
{
	uint32_t h = 2166136261u;
	for (const char *s = ip; *s; s++) h = (h ^ (unsigned char)*s) * 16777619u;
	struct one **o = &c->buckets[h % BUCKETS];
	while (*o && strcmp((*o)->ip, ip)) o = &(*o)->next;
	return o;
}

static size_t add_one(struct crowd *c, const char *ip)
{
	struct one **o = find(c, ip);
	if (!*o) {
		*o = calloc(1, sizeof **o);
		if (!*o) abort();
		snprintf((*o)->ip, sizeof (*o)->ip, "%s", ip);
	}
	c->len++;
	return ++(*o)->n;
}

static size_t count_of(struct crowd *c, const char *ip)
{
	struct one *o = *find(c, ip);
	return o ? o->n : 0;
}

enum crowd_verdict crowd_enter(struct crowd *c, const struct knock *k, int64_t now_us)
{
	const struct crowd_rules *r = &c->rules;
	const struct bucket_rule tls = {.per_min = r->tls_per_s * 60, .burst = 2 * r->tls_per_s};
	int64_t wait_ms;
	if (c->len == r->max) return CROWD_FULL;
	if (!k->trusted && count_of(c, k->ip) >= 2 * r->per_ip) return CROWD_PER_IP;
	if (!k->trusted && buckets_take(c->knocks, k->ip, now_us, &wait_ms) != OK) return CROWD_TOO_FAST;
	if (k->tls && bucket_take(&c->tls, &tls, now_us, &wait_ms) != OK) return CROWD_TLS_TOO_FAST;
	return add_one(c, k->ip) > r->per_ip && !k->trusted ? CROWD_MEMBERS : CROWD_IN;
}

void crowd_leave(struct crowd *c, const char *ip)
{
	struct one **o = find(c, ip), *gone = *o;
	if (!gone) return;
	c->len--;
	if (--gone->n) return;
	*o = gone->next;
	free(gone);
}

size_t crowd_len(const struct crowd *c) { return c->len; }
