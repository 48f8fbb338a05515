/* conn.h — the connected pages, found by their id, by their person and by the booth an artisan is at home in.
 * Owns    every struct conn.   Lends  pointers, until conns_remove.   Thread  the floor.   Limits  SESSIONS_CONNS_MAX.
 * Fields are for this room; what is kept across a callback is the conn_id, looked up again. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "sessions/live.h"
#include "sessions/outlet.h"
#include "sessions/rate.h"
#include "sessions/sessions.h"

struct conn {
	struct conn_id id;
	struct conn_person who;        /* a guest's name, country and language change with `enter` */
	struct booth_id booth;         /* where it is; "" for nowhere */
	bool watching;                 /* sent desk.watch; conns_watch sets it */
	bool counted;                  /* stands for its person in the booth's presence, with counted_country */
	char counted_country[3];
	struct rate rates[LIVE_ok];    /* the client's kinds come first in schema/live.def */
	struct rate unreadable;
	struct conn *next_id, *next_person, *next_home, *next_watcher; /* chains; read them through the functions below */
	struct conn *next, *prev;      /* all connections */
};

struct conns;

struct conns *conns_new(void);
void conns_free(struct conns *cs);
/* ERR_FULL at the limit, ERR_CONFLICT if the id is taken. */
err_t conns_add(struct conns *cs, struct conn_id id, const struct conn_person *who, struct conn **ret);
void conns_remove(struct conns *cs, struct conn *c);
struct conn *conns_find(const struct conns *cs, struct conn_id id);
size_t conns_count(const struct conns *cs);

/* for (struct conn *c = conns_of_person(cs, p); c; c = conns_next_of_person(c)) */
struct conn *conns_of_person(const struct conns *cs, const char *person);
struct conn *conns_next_of_person(const struct conn *c);
/* The connections of a booth's own artisans, wherever they are. */
struct conn *conns_at_home(const struct conns *cs, const char *booth);
struct conn *conns_next_at_home(const struct conn *c);
/* Those at a desk. */
void conns_watch(struct conns *cs, struct conn *c);
struct conn *conns_watchers(const struct conns *cs);
/* All of them: c = c->next. */
struct conn *conns_first(const struct conns *cs);

/* May pin, flash, mute and end there: the booth's artisan, and the staff. */
bool conn_is_staff(const struct conn *c);
bool conn_is_host(const struct conn *c, const struct booth_id *booth);
