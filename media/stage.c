/* stage.c — a table walked from end to end: booths on air are few. */
#include "media/stage.h"

#include <stdlib.h>
#include <string.h>

struct stages { uint32_t top; uint16_t generation; struct stage *list[WORKER_SOURCES_MAX]; };

struct stages *stages_new(void)
{
	struct stages *s = calloc(1, sizeof *s);
	if (!s) abort();
	return s;
}

void stages_free(struct stages *s)
{
	if (!s) return;
	for (uint32_t i = 0; i < s->top; i++) free(s->list[i]);
	free(s);
}

struct stage *stage_find(const struct stages *s, const struct booth_id *booth)
{
	for (uint32_t i = 0; i < s->top; i++)
		if (s->list[i] && strcmp(s->list[i]->booth.s, booth->s) == 0) return s->list[i];
	return NULL;
}

struct stage *stage_get(const struct stages *s, uint32_t id)
{
	uint32_t i = id & 0xffff;
	return i < s->top && s->list[i] && s->list[i]->id == id ? s->list[i] : NULL;
}

err_t stage_make(struct stages *s, const struct booth_id *booth, int owner, struct stage **ret)
{
	uint32_t i = 0;
	while (i < s->top && s->list[i]) i++;
	if (i == WORKER_SOURCES_MAX) return ERR_FULL;
	struct stage *st = calloc(1, sizeof *st);
	if (!st) abort();
	if (++s->generation == 0) s->generation = 1;
	st->id = (uint32_t)s->generation << 16 | i;
	st->booth = *booth;
	st->owner = owner;
	s->list[i] = st;
	if (i == s->top) s->top++;
	*ret = st;
	return OK;
}

void stage_drop(struct stages *s, struct stage *st)
{
	s->list[st->id & 0xffff] = NULL;
	free(st);
}

void stage_mark(struct stage *st, const struct frame_mark *m) { st->marks[st->marks_n++ % STAGE_MARKS] = *m; }

bool stage_moment(const struct stage *st, uint32_t ts, int64_t now_us, int64_t *ret_us)
{
	uint32_t kept = st->marks_n < STAGE_MARKS ? st->marks_n : STAGE_MARKS;
	for (uint32_t i = 1; i <= kept; i++) { /* the newest first: what is asked for was on screen just now */
		const struct frame_mark *m = &st->marks[(st->marks_n - i) % STAGE_MARKS];
		if (now_us - m->arrived_us > STAGE_MARKS_US) return false;
		if (m->ts != ts) continue;
		*ret_us = m->arrived_us;
		return true;
	}
	return false;
}
