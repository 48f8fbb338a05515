/* crowd.c — chains of counters; an address without a connection has none. */
#include "gate/crowd.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 4096

struct one { struct one *next; size_t n; char ip[46]; };
struct crowd { size_t len, max; struct one *buckets[BUCKETS]; };

struct crowd *crowd_new(size_t max)
{
	struct crowd *c = calloc(1, sizeof *c);
	if (!c) abort();
	c->max = max;
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

size_t crowd_enter(struct crowd *c, const char *ip)
{
	if (c->len == c->max) return 0;
	struct one **o = find(c, ip);
	if (!*o) {
		*o = calloc(1, sizeof **o);
		if (!*o) abort();
		snprintf((*o)->ip, sizeof (*o)->ip, "%s", ip);
	}
	c->len++;
	return ++(*o)->n;
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
