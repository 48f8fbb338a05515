/* ring.c — a slot is told from an older turn's by the seq in it; seq 0 marks an empty one and is never used. */
#include "media/ring.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/mman.h>

static size_t bytes(const struct ring *r) { return (r->mask + (size_t)1) * sizeof *r->slots; }

/* Pages of its own, not the heap's: what has not been written is not there, and all of it is given back at the end. (malloc keeps blocks of
 * a size that was once freed, and clears them page by page when they are wanted again.) */
void ring_init(struct ring *r, uint32_t slots)
{
	assert((slots & (slots - 1)) == 0);
	*r = (struct ring){.mask = slots - 1};
	r->slots = mmap(NULL, bytes(r), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (r->slots == MAP_FAILED) abort();
}

void ring_fini(struct ring *r)
{
	if (r->slots) munmap(r->slots, bytes(r));
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
