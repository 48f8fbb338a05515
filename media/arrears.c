/* arrears.c — a list that is empty nearly always. */
#include "media/arrears.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void arrears_init(struct arrears *a, uint32_t max)
{
	*a = (struct arrears){.all = calloc(max ? max : 1, sizeof *a->all), .max = max};
	if (!a->all) abort();
}

void arrears_fini(struct arrears *a)
{
	free(a->all);
	*a = (struct arrears){0};
}

void arrears_tell(struct arrears *a, struct queue *events, const struct worker_event *e)
{
	if (!a->n && queue_push(events, e) == OK) return;
	assert(a->n < a->max);
	a->all[a->n++] = (struct arrear){e->said, e->source, e->id, e->why};
}

void arrears_settle(struct arrears *a, struct queue *events)
{
	uint32_t said = 0;
	for (; said < a->n; said++) {
		const struct arrear *x = &a->all[said];
		struct worker_event e = {.said = x->said, .source = x->source, .id = x->id, .why = x->why};
		if (queue_push(events, &e) != OK) break;
	}
	a->n -= said;
	memmove(a->all, a->all + said, a->n * sizeof *a->all);
}
