/* lease.h — the names in WHIP and WHEP Locations: a random name for each publisher and viewer, and its entity tag.
 * Owns    the names.   Thread  the floor.   Limits  LEASES_MAX, then FULL. */
#pragma once
#include "media/media.h"

#define LEASES_MAX 8192
#define LEASE_CHARS 22 /* 128 random bits */

struct leases;

struct lease {
	char name[LEASE_CHARS + 1];
	char etag[12];                /* changes with every ICE restart; quoted */
	struct booth_id booth;
	struct publisher_id publisher; /* one of the two */
	struct viewer_id viewer;
};

struct leases *leases_new(void);
void leases_free(struct leases *ls);
/* Makes a name. A booth has one publisher: the name of the one before is forgotten. */
err_t lease_new(struct leases *ls, const struct booth_id *booth, struct publisher_id p, struct viewer_id v, struct lease **ret);
/* Lent until the next call that makes or ends one; NULL if there is none of this name. */
struct lease *lease_find(struct leases *ls, const char *name);
struct lease *lease_of_publisher(struct leases *ls, struct publisher_id p);
struct lease *lease_of_viewer(struct leases *ls, struct viewer_id v);
void lease_renew_etag(struct lease *l);
/* Forgets the name of the booth's publisher, if it has one. */
void lease_end_publisher(struct leases *ls, const struct booth_id *booth);
/* NULL is accepted. */
void lease_end(struct leases *ls, struct lease *l);
