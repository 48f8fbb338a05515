/* mirror.c — packets end to end in one block, each as long as its payload needs. */
#include "media/mirror.h"

#include <stdlib.h>
#include <string.h>

struct mirror {
	uint32_t source, count;
	bool layered;
	struct source_clock clocks[TRACKS];
	size_t used;
	_Alignas(struct packet) uint8_t bytes[];
};

static size_t room_of(const struct packet *p)
{
	size_t n = offsetof(struct packet, data) + p->len, align = _Alignof(struct packet);
	return (n + align - 1) / align * align;
}

static struct mirror *make(const struct source *s, uint32_t source_id, size_t bytes)
{
	struct mirror *m = malloc(sizeof *m + bytes);
	if (!m) abort();
	*m = (struct mirror){.source = source_id, .layered = source_layered(s)};
	source_clocks_get(s, m->clocks);
	return m;
}

static void put(struct mirror *m, const struct packet *p)
{
	memcpy(m->bytes + m->used, p, offsetof(struct packet, data) + p->len);
	m->used += room_of(p);
	m->count++;
}

struct mirror *mirror_of_batch(const struct source *s, uint32_t source_id, const struct source_batch *b)
{
	size_t bytes = 0;
	for (uint32_t i = 0; i < b->count; i++) bytes += room_of(b->packets[i]);
	if (!bytes) return NULL;
	struct mirror *m = make(s, source_id, bytes);
	for (uint32_t i = 0; i < b->count; i++) put(m, b->packets[i]);
	return m;
}

struct mirror *mirror_of_history(const struct source *s, uint32_t source_id)
{
	const struct ring *r = source_ring(s, TRACK_VIDEO);
	uint64_t from = source_key_last(s);
	size_t bytes = 0;
	const struct packet *p;
	for (uint64_t seq = from; from && seq < r->next; seq++)
		if ((p = ring_find(r, seq))) bytes += room_of(p);
	if (!bytes) return NULL;
	struct mirror *m = make(s, source_id, bytes);
	for (uint64_t seq = from; seq < r->next; seq++)
		if ((p = ring_find(r, seq))) put(m, p);
	return m;
}

void mirror_free(struct mirror *m) { free(m); }
uint32_t mirror_source(const struct mirror *m) { return m->source; }

void mirror_open(const struct mirror *m, struct source *replica, struct source_batch *b)
{
	source_clocks_set(replica, m->clocks);
	source_layered_set(replica, m->layered);
	for (size_t at = 0; at < m->used;) {
		const struct packet *p = (const struct packet *)(const void *)(m->bytes + at);
		source_mirrored(replica, p, b);
		at += room_of(p);
	}
}
