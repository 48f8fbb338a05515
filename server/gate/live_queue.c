/* live_queue.c — a linked list. */
#include "gate/live_queue.h"

#include <stdlib.h>

struct live_queued { struct live_queued *next; struct live_message *m; };

bool live_queue_put(struct live_queue *q, const char *text, size_t len)
{
	if (q->len == LIVE_OWN_MAX || q->bytes + len > LIVE_OWN_BYTES) return false;
	struct live_queued *o = calloc(1, sizeof *o);
	if (!o) abort();
	o->m = live_message_new(text, len);
	if (q->last) q->last->next = o;
	else q->first = o;
	q->last = o;
	q->len++;
	q->bytes += len;
	return true;
}

struct live_message *live_queue_first(const struct live_queue *q) { return q->first ? q->first->m : NULL; }

void live_queue_drop(struct live_queue *q)
{
	struct live_queued *o = q->first;
	q->first = o->next;
	if (!q->first) q->last = NULL;
	q->len--;
	q->bytes -= o->m->len;
	live_message_unref(o->m);
	free(o);
}

void live_queue_fini(struct live_queue *q)
{
	while (q->first) live_queue_drop(q);
}
