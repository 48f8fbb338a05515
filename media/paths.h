/* paths.h — whose a datagram is, by the path it took: open addressing with linear probing, shifted back on removal.
 * Owns    its spots, nothing in them.     Thread  one media worker.
 * Limits  made for `count` owners of ICE_PATHS each; never more than half full.     Cost  one hash and a few compares. */
#pragma once
#include <stdint.h>

#include "media/address.h"

struct paths_spot { struct path path; void *owner; };
struct paths { uint32_t mask; struct paths_spot *spots; };

void paths_init(struct paths *t, uint32_t count);
void paths_fini(struct paths *t);
/* NULL where nobody has proven to be. */
void *paths_find(const struct paths *t, const struct path *p);
/* The path is this owner's from now on, whoever had it before. */
void paths_put(struct paths *t, const struct path *p, void *owner);
/* Nothing if it is another's by now. */
void paths_drop(struct paths *t, const struct path *p, const void *owner);
