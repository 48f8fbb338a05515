/* presence.c — one connection of each person carries the person's count; when it goes, another one takes it over. */
#include "sessions/presence.h"

#include <string.h>

#include "sessions/inside.h"
#include "sessions/say.h"

/* -1 for anything but two capital letters. */
static int country_index(const char *cc)
{
	if (cc[0] < 'A' || cc[0] > 'Z' || cc[1] < 'A' || cc[1] > 'Z' || cc[2]) return -1;
	return (cc[0] - 'A') * 26 + (cc[1] - 'A');
}

static void count(struct presence *p, const char *country, int by)
{
	int i = country_index(country);
	p->viewers += by;
	if (i >= 0) p->countries[i] += by;
	p->version++;
}

static struct conn *other_page(const struct booth *b, const struct conns *cs, const struct conn *c)
{
	for (struct conn *o = conns_of_person(cs, c->who.id.s); o; o = conns_next_of_person(o))
		if (o != c && strcmp(o->booth.s, b->id.s) == 0) return o;
	return NULL;
}

void presence_join(struct booth *b, const struct conns *cs, struct conn *c)
{
	c->booth = b->id;
	b->presence.pages++;
	if (conn_is_host(c, &b->id)) return;
	for (const struct conn *o = conns_of_person(cs, c->who.id.s); o; o = conns_next_of_person(o))
		if (o->counted && strcmp(o->booth.s, b->id.s) == 0) return;
	c->counted = true;
	memcpy(c->counted_country, c->who.country, sizeof c->counted_country);
	count(&b->presence, c->counted_country, 1);
}

void presence_leave(struct booth *b, const struct conns *cs, struct conn *c)
{
	c->booth = (struct booth_id){0};
	b->presence.pages--;
	if (!c->counted) return;
	c->counted = false;
	struct conn *heir = other_page(b, cs, c);
	if (!heir) {
		count(&b->presence, c->counted_country, -1);
		return;
	}
	heir->counted = true;
	memcpy(heir->counted_country, c->counted_country, sizeof heir->counted_country);
}

void presence_countries(const struct presence *p, struct buf *out)
{
	struct json j = json_start(out);
	json_obj(&j, NULL);
	for (int i = 0; i < PRESENCE_COUNTRIES; i++) {
		char cc[3] = {(char)('A' + i / 26), (char)('A' + i % 26), 0};
		if (p->countries[i]) json_int(&j, cc, p->countries[i]);
	}
	json_obj_end(&j);
}

struct told { struct sessions *s; struct booth_id booth; int64_t version; };

static void remember_told(void *arg)
{
	struct told *t = arg;
	struct booth *b = booth_find(t->s, &t->booth);
	if (b) b->presence.told = t->version;
	free(t);
}

err_t presence_tell(struct tx *tx, struct sessions *s, struct booth *b)
{
	if (b->presence.version == b->presence.told) return OK;
	struct buf countries;
	buf_init(&countries);
	presence_countries(&b->presence, &countries);
	err_t e = say_public(tx, s, &b->id, LIVE_presence_changed, NULL,
	                     &(struct live_presence_changed){.viewers = b->presence.viewers, .countries = countries.data}, NULL);
	buf_fini(&countries);
	if (e != OK) return e;
	struct told *t = effect_arg(sizeof *t);
	*t = (struct told){s, b->id, b->presence.version};
	effect_later(tx, remember_told, t);
	return OK;
}
