/* paths.c — a NULL owner ends every search. */
#include "media/paths.h"

#include <stdlib.h>

#include "media/ice.h"

void paths_init(struct paths *t, uint32_t count)
{
	uint32_t size = 64;
	while (size < count * ICE_PATHS * 2) size *= 2;
	*t = (struct paths){.mask = size - 1, .spots = calloc(size, sizeof *t->spots)};
	if (!t->spots) abort();
}

void paths_fini(struct paths *t)
{
	free(t->spots);
	*t = (struct paths){0};
}

static uint32_t spot_of(const struct paths *t, const struct path *p)
{
	uint32_t i = path_hash(p) & t->mask;
	while (t->spots[i].owner && !path_same(&t->spots[i].path, p)) i = (i + 1) & t->mask;
	return i;
}

void *paths_find(const struct paths *t, const struct path *p) { return t->spots[spot_of(t, p)].owner; }
void paths_put(struct paths *t, const struct path *p, void *owner) { t->spots[spot_of(t, p)] = (struct paths_spot){*p, owner}; }

void paths_drop(struct paths *t, const struct path *p, const void *owner)
{
	uint32_t hole = spot_of(t, p);
	if (!t->spots[hole].owner || t->spots[hole].owner != owner) return;
	for (uint32_t i = (hole + 1) & t->mask; t->spots[i].owner; i = (i + 1) & t->mask) {
		uint32_t home = path_hash(&t->spots[i].path) & t->mask;
		if (((i - home) & t->mask) < ((i - hole) & t->mask)) continue;
		t->spots[hole] = t->spots[i];
		hole = i;
	}
	t->spots[hole].owner = NULL;
}
