/* mirror.h — a batch of one source on its way to another worker, which keeps a replica: one queue hop per batch.
 * Owns    copies of the packets.   Thread  made by one worker, opened and freed by another; never shared.
 * Cost    one malloc per batch and worker, none per viewer. */
#pragma once
#include <stdint.h>

#include "media/source.h"

struct mirror;

/* Copies a batch; NULL if there is nothing in it. */
struct mirror *mirror_of_batch(const struct source *s, uint32_t source_id, const struct source_batch *b);
/* What a new replica needs at once: everything from the last key frame on. NULL if there is nothing. */
struct mirror *mirror_of_history(const struct source *s, uint32_t source_id);
void mirror_free(struct mirror *m);
uint32_t mirror_source(const struct mirror *m);
/* Puts all of it into the replica, into a batch that was begun. */
void mirror_open(const struct mirror *m, struct source *replica, struct source_batch *b);
