/* conn.c — three chained hashes over one list. */
#include "sessions/conn.h"

#include <stdlib.h>
#include <string.h>

#include "people/role.h"

#define BUCKETS 8192 /* a power of two; chains stay short up to SESSIONS_CONNS_MAX */

struct conns {
	struct conn *by_id[BUCKETS], *by_person[BUCKETS], *by_home[BUCKETS], *first, *watchers;
	size_t n;
};

struct conns *conns_new(void)
{
	struct conns *cs = calloc(1, sizeof *cs);
	if (!cs) abort();
	return cs;
}

void conns_free(struct conns *cs)
{
	if (!cs) return;
	while (cs->first) conns_remove(cs, cs->first);
	free(cs);
}

static size_t of_id(struct conn_id id) { return (size_t)((id.v * 0x9e3779b97f4a7c15u) >> 40) & (BUCKETS - 1); }

/* FNV-1a. */
static size_t of_text(const char *s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (; *s; s++) h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	return (size_t)(h >> 20) & (BUCKETS - 1);
}

err_t conns_add(struct conns *cs, struct conn_id id, const struct conn_person *who, struct conn **ret)
{
	if (cs->n == SESSIONS_CONNS_MAX) return ERR_FULL;
	if (conns_find(cs, id)) return ERR_CONFLICT;
	struct conn *c = calloc(1, sizeof *c);
	if (!c) abort();
	c->id = id;
	c->who = *who;
	size_t i = of_id(id), p = of_text(who->id.s), h = of_text(who->booth.s);
	c->next_id = cs->by_id[i], cs->by_id[i] = c;
	c->next_person = cs->by_person[p], cs->by_person[p] = c;
	if (*who->booth.s) c->next_home = cs->by_home[h], cs->by_home[h] = c;
	c->next = cs->first;
	if (cs->first) cs->first->prev = c;
	cs->first = c;
	cs->n++;
	*ret = c;
	return OK;
}

void conns_remove(struct conns *cs, struct conn *c)
{
	struct conn **at;
	for (at = &cs->by_id[of_id(c->id)]; *at != c; at = &(*at)->next_id) {}
	*at = c->next_id;
	for (at = &cs->by_person[of_text(c->who.id.s)]; *at != c; at = &(*at)->next_person) {}
	*at = c->next_person;
	if (*c->who.booth.s) {
		for (at = &cs->by_home[of_text(c->who.booth.s)]; *at != c; at = &(*at)->next_home) {}
		*at = c->next_home;
	}
	if (c->watching) {
		for (at = &cs->watchers; *at != c; at = &(*at)->next_watcher) {}
		*at = c->next_watcher;
	}
	if (c->prev) c->prev->next = c->next;
	else cs->first = c->next;
	if (c->next) c->next->prev = c->prev;
	cs->n--;
	free(c);
}

struct conn *conns_find(const struct conns *cs, struct conn_id id)
{
	struct conn *c = cs->by_id[of_id(id)];
	while (c && c->id.v != id.v) c = c->next_id;
	return c;
}

size_t conns_count(const struct conns *cs) { return cs->n; }
void conns_watch(struct conns *cs, struct conn *c)
{
	if (c->watching) return;
	c->watching = true;
	c->next_watcher = cs->watchers;
	cs->watchers = c;
}

struct conn *conns_watchers(const struct conns *cs) { return cs->watchers; }
struct conn *conns_first(const struct conns *cs) { return cs->first; }

static struct conn *skip_to_person(struct conn *c, const char *person)
{
	while (c && strcmp(c->who.id.s, person) != 0) c = c->next_person;
	return c;
}

struct conn *conns_of_person(const struct conns *cs, const char *person) { return skip_to_person(cs->by_person[of_text(person)], person); }
struct conn *conns_next_of_person(const struct conn *c) { return skip_to_person(c->next_person, c->who.id.s); }

static struct conn *skip_to_home(struct conn *c, const char *booth)
{
	while (c && strcmp(c->who.booth.s, booth) != 0) c = c->next_home;
	return c;
}

struct conn *conns_at_home(const struct conns *cs, const char *booth) { return skip_to_home(cs->by_home[of_text(booth)], booth); }
struct conn *conns_next_at_home(const struct conn *c) { return skip_to_home(c->next_home, c->who.booth.s); }

bool conn_is_staff(const struct conn *c) { return role_is_staff(role_parse(c->who.role)); }

bool conn_is_host(const struct conn *c, const struct booth_id *booth)
{
	return conn_is_staff(c) || (*c->who.booth.s && strcmp(c->who.booth.s, booth->s) == 0);
}
