/* ring.c — a slot is told from an older turn's by the seq in it; seq 0 marks an empty one and is never used. */
#include "media/ring.h"

#include <assert.h>
#include <stdlib.h>

void ring_init(struct ring *r, uint32_t slots)
{
	assert((slots & (slots - 1)) == 0);
	*r = (struct ring){.slots = calloc(slots, sizeof *r->slots), .mask = slots - 1};
	if (!r->slots) abort();
}

void ring_fini(struct ring *r)
{
	free(r->slots);
	*r = (struct ring){0};
}

struct packet *ring_put(struct ring *r, uint64_t seq)
{
	assert(seq != 0);
	if (r->next > seq + r->mask + 1) return NULL;
	struct packet *p = &r->slots[seq & r->mask];
	if (p->seq == seq) return NULL;
	if (seq >= r->next) r->next = seq + 1;
	p->seq = seq;
	p->pad = 0;
	return p;
}

struct packet *ring_find(const struct ring *r, uint64_t seq)
{
	struct packet *p = &r->slots[seq & r->mask];
	return seq && p->seq == seq ? p : NULL;
}
