/* live_ring.c — absolute positions, so that a cursor never needs to be mended when the ring turns. */
#include "gate/live_ring.h"

#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>

struct live_message *live_message_new(const char *text, size_t len)
{
	struct live_message *m = malloc(sizeof *m + LWS_PRE + len + 1);
	if (!m) abort();
	m->refs = 1;
	m->len = len;
	m->text = m->room + LWS_PRE;
	memcpy(m->text, text, len);
	m->text[len] = 0;
	return m;
}

struct live_message *live_message_ref(struct live_message *m)
{
	m->refs++;
	return m;
}

void live_message_unref(struct live_message *m)
{
	if (m && !--m->refs) free(m);
}

void live_ring_fini(struct live_ring *r)
{
	for (; r->first < r->end; r->first++) live_message_unref(r->slots[r->first % LIVE_RING_SLOTS].m);
}

void live_ring_put(struct live_ring *r, struct live_message *m)
{
	if (r->end - r->first == LIVE_RING_SLOTS) live_message_unref(r->slots[r->first++ % LIVE_RING_SLOTS].m);
	size_t at = r->end++ % LIVE_RING_SLOTS;
	r->slots[at].m = live_message_ref(m);
	r->slots[at].from_byte = r->bytes;
	r->bytes += m->len;
}

struct live_message *live_ring_next(const struct live_ring *r, uint64_t *cursor, bool *ret_fell)
{
	*ret_fell = false;
	if (*cursor == r->end) return NULL;
	if (*cursor < r->first || r->bytes - r->slots[*cursor % LIVE_RING_SLOTS].from_byte > LIVE_BEHIND_BYTES) {
		*ret_fell = true;
		*cursor = r->end;
		return NULL;
	}
	return r->slots[(*cursor)++ % LIVE_RING_SLOTS].m;
}
