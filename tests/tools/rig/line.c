/* line.c — a ring of frames in the order in which they are due. */
#include "tests/tools/rig/line.h"

#include <stdlib.h>
#include <string.h>

#define PERMILLE  1000
#define QUEUE_MS  200 /* of a rate, unless told otherwise */
#define VALUE_MAX 10000000

struct waiting { int64_t due_us; size_t len; uint8_t bytes[LINE_FRAME_MAX]; };

struct line {
	struct line_rules rules;
	struct line_counts counts;
	uint64_t seed;
	bool bad;
	int64_t free_us, last_us;           /* when the rate lets the next one pass; when the last in order is due */
	uint32_t first, n;
	uint16_t order[LINE_FRAMES], vacant[LINE_FRAMES];
	struct waiting frames[LINE_FRAMES];
};

static const struct rule { const char *name; size_t at; int64_t max; } rules[] = {
#define RULE(name, max) {#name, offsetof(struct line_rules, name), max}
	RULE(loss, PERMILLE), RULE(bad_loss, PERMILLE), RULE(to_bad, PERMILLE), RULE(to_good, PERMILLE), RULE(delay, VALUE_MAX), RULE(jitter, VALUE_MAX),
	RULE(reorder, PERMILLE), RULE(rate_kbps, VALUE_MAX), RULE(queue, VALUE_MAX), RULE(blackout, 1),
#undef RULE
};

struct line *line_new(uint64_t seed)
{
	struct line *l = calloc(1, sizeof *l);
	if (!l) abort();
	l->seed = seed;
	l->rules = (struct line_rules){.to_good = PERMILLE, .bad_loss = PERMILLE, .queue = QUEUE_MS};
	for (uint32_t i = 0; i < LINE_FRAMES; i++) l->vacant[i] = (uint16_t)i;
	return l;
}

void line_free(struct line *l) { free(l); }
const struct line_rules *line_rules(const struct line *l) { return &l->rules; }
const struct line_counts *line_counts(const struct line *l) { return &l->counts; }

err_t line_set(struct line *l, const char *name, int64_t value)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		if (strcmp(rules[i].name, name) != 0) continue;
		if (value < 0 || value > rules[i].max) return ERR_BAD_FIELD;
		*(int64_t *)(void *)((char *)&l->rules + rules[i].at) = value;
		return OK;
	}
	return ERR_BAD_FIELD;
}

/* splitmix64: small, and the same everywhere. */
static uint64_t chance(struct line *l)
{
	uint64_t z = l->seed += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static bool happens(struct line *l, int64_t permille) { return (int64_t)(chance(l) % PERMILLE) < permille; }

static bool lost(struct line *l)
{
	const struct line_rules *r = &l->rules;
	l->bad = l->bad ? !happens(l, r->to_good) : happens(l, r->to_bad);
	l->counts.bad_frames += l->bad;
	return happens(l, l->bad ? r->bad_loss : r->loss) || r->blackout;
}

/* When a frame has left the narrow place; false if its queue is too long for it. */
static bool pass_rate(struct line *l, size_t len, int64_t now_us, int64_t *ret_us)
{
	const struct line_rules *r = &l->rules;
	*ret_us = now_us;
	if (!r->rate_kbps) return true;
	int64_t begins = l->free_us > now_us ? l->free_us : now_us;
	if (begins - now_us > r->queue * 1000) return false;
	*ret_us = l->free_us = begins + (int64_t)len * 8000 / r->rate_kbps;
	return true;
}

static int64_t due_of(struct line *l, int64_t at_us)
{
	const struct line_rules *r = &l->rules;
	if (happens(l, r->reorder)) return at_us;
	int64_t due = at_us + r->delay * 1000 + (r->jitter ? (int64_t)(chance(l) % (uint64_t)(r->jitter * 1000)) : 0);
	if (due < l->last_us) due = l->last_us;
	return l->last_us = due;
}

static struct waiting *at(struct line *l, uint32_t i) { return &l->frames[l->order[(l->first + i) % LINE_FRAMES]]; }

void line_put(struct line *l, const uint8_t *frame, size_t len, int64_t now_us)
{
	int64_t through;
	l->counts.in++;
	if (lost(l)) {
		l->counts.lost++;
		return;
	}
	if (len > LINE_FRAME_MAX || l->n == LINE_FRAMES || !pass_rate(l, len, now_us, &through)) {
		l->counts.overflowed++;
		return;
	}
	uint16_t place = l->vacant[LINE_FRAMES - 1 - l->n];
	struct waiting *w = &l->frames[place];
	w->due_us = due_of(l, through);
	w->len = len;
	memcpy(w->bytes, frame, len);
	uint32_t i = l->n++;
	for (; i > 0 && at(l, i - 1)->due_us > w->due_us; i--)
		l->order[(l->first + i) % LINE_FRAMES] = l->order[(l->first + i - 1) % LINE_FRAMES];
	l->order[(l->first + i) % LINE_FRAMES] = place;
}

int64_t line_due_us(const struct line *l) { return l->n ? at((struct line *)l, 0)->due_us : INT64_MAX; }

size_t line_take(struct line *l, int64_t now_us, uint8_t *room)
{
	if (line_due_us(l) > now_us) return 0;
	const struct waiting *w = at(l, 0);
	memcpy(room, w->bytes, w->len);
	l->vacant[LINE_FRAMES - l->n] = l->order[l->first];
	l->first = (l->first + 1) % LINE_FRAMES;
	l->n--;
	l->counts.out++;
	l->counts.out_bytes += w->len;
	return w->len;
}
