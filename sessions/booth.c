/* booth.c — the open booths in one chained hash. */
#include "sessions/booth.h"

#include <string.h>

#include "base/clock.h"
#include "fair/booth_row.h"
#include "fair/broadcast_row.h"
#include "sessions/inside.h"
#include "trade/flash.h"

#define BUCKETS 1024

struct booths { struct booth *chain[BUCKETS]; size_t n; };

struct booths *booths_new(void)
{
	struct booths *bs = calloc(1, sizeof *bs);
	if (!bs) abort();
	return bs;
}

void booths_free(struct booths *bs)
{
	if (!bs) return;
	for (size_t i = 0; i < BUCKETS; i++)
		while (bs->chain[i]) {
			struct booth *b = bs->chain[i];
			bs->chain[i] = b->next;
			free(b);
		}
	free(bs);
}

/* FNV-1a. */
static size_t bucket(const char *id)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (; *id; id++) h = (h ^ (unsigned char)*id) * 0x100000001b3u;
	return (size_t)(h >> 20) & (BUCKETS - 1);
}

struct booth *booth_find(const struct sessions *s, const struct booth_id *id)
{
	struct booth *b = s->booths->chain[bucket(id->s)];
	while (b && strcmp(b->id.s, id->s) != 0) b = b->next;
	return b;
}

static enum broadcast_state state_of(err_t found, const struct broadcast_row *row)
{
	if (found != OK) return BROADCAST_OFF;
	return row->away_ms ? BROADCAST_AWAY : BROADCAST_LIVE;
}

/* The monotonic beginning is kept while the broadcast is the same one: the wall clock may have been set meanwhile. */
err_t booth_reload(struct sessions *s, struct booth *b)
{
	struct broadcast_row row = {0};
	err_t found = broadcast_row_find_open(sessions_db(s), b->id.s, &row);
	if (found != OK && found != ERR_NOT_LIVE) return found;
	if (found == OK && strcmp(row.id.s, b->broadcast.s) != 0) b->began_mono_us = clock_mono_us() - (clock_wall_ms() - row.began_ms) * 1000;
	b->state = state_of(found, &row);
	b->broadcast = row.id;
	b->began_ms = row.began_ms;
	b->away_ms = row.away_ms;
	return flash_next_due(sessions_db(s), b->id.s, &b->flash_due_ms);
}

static err_t keep(struct sessions *s, const struct booth_row *row, struct booth **ret)
{
	struct booths *bs = s->booths;
	if (bs->n == SESSIONS_BOOTHS_MAX) return ERR_FULL;
	struct booth *b = calloc(1, sizeof *b);
	if (!b) abort();
	b->id = row->id;
	b->epoch = row->epoch;
	memcpy(b->slug, row->slug, sizeof row->slug);
	b->beat_due_us = clock_mono_us() + 1000000;
	err_t e = booth_reload(s, b);
	if (e != OK) {
		free(b);
		return e;
	}
	size_t i = bucket(b->id.s);
	b->next = bs->chain[i];
	bs->chain[i] = b;
	bs->n++;
	*ret = b;
	return OK;
}

err_t booth_open(struct sessions *s, const struct booth_id *id, struct booth **ret)
{
	struct booth_row row;
	struct booth *b = booth_find(s, id);
	if (b) {
		*ret = b;
		return OK;
	}
	TRY(booth_row_find(sessions_db(s), id->s, &row));
	return keep(s, &row, ret);
}

err_t booth_open_by_slug(struct sessions *s, const char *slug, struct booth **ret)
{
	struct booth_row row;
	TRY(booth_row_find_by_slug(sessions_db(s), slug, &row));
	struct booth *b = booth_find(s, &row.id);
	if (!b) return keep(s, &row, ret);
	*ret = b;
	return OK;
}

void booths_each(struct sessions *s, bool (*each)(struct sessions *s, struct booth *b, void *arg), void *arg)
{
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct booth **at = &s->booths->chain[i]; *at;) {
			struct booth *b = *at;
			if (each(s, b, arg)) {
				at = &b->next;
				continue;
			}
			*at = b->next;
			s->booths->n--;
			free(b);
		}
}

int64_t booth_media_us(const struct booth *b, int64_t mono_us)
{
	if (b->state == BROADCAST_OFF || mono_us < b->began_mono_us) return 0;
	return mono_us - b->began_mono_us;
}
