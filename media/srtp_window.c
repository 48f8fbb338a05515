/* srtp_window.c — replay protection, and the guard against using an index twice. */
#include "media/srtp_window.h"

#include <stdlib.h>
#include <string.h>

#include "media/rtp.h"

#define INDEX_END (UINT64_C(1) << 48)

void srtp_windows_init(struct srtp_windows *t, struct srtp_window *places, uint32_t room)
{
	*t = (struct srtp_windows){.all = places, .places = places, .room = room};
}

void srtp_windows_fini(struct srtp_windows *t)
{
	if (t->all != t->places) free(t->all);
	*t = (struct srtp_windows){0};
}

static void grow(struct srtp_windows *t)
{
	bool lent = t->all == t->places;
	struct srtp_window *all = realloc(lent ? NULL : t->all, ++t->room * sizeof *all);
	if (!all) abort();
	if (lent && t->n) memcpy(all, t->all, t->n * sizeof *all);
	t->all = all;
}

struct srtp_window *srtp_windows_find(struct srtp_windows *t, uint32_t ssrc)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (!t->all[i].used || t->all[i].ssrc == ssrc) return &t->all[i];
	if (t->n == SRTP_STREAMS_MAX) return NULL;
	if (t->n == t->room) grow(t);
	t->all[t->n] = (struct srtp_window){0};
	return &t->all[t->n++];
}

enum srtp_seen srtp_window_ask(const struct srtp_window *w, uint64_t index)
{
	if (!w->used || index > w->highest) return SRTP_FRESH;
	if (w->highest - index >= SRTP_WINDOW) return SRTP_TOO_OLD;
	return w->seen[index % SRTP_WINDOW / 64] >> index % 64 & 1 ? SRTP_SEEN : SRTP_FRESH;
}

void srtp_window_mark(struct srtp_window *w, uint32_t ssrc, uint64_t index)
{
	if (!w->used) {
		*w = (struct srtp_window){ .ssrc = ssrc, .used = true, .highest = index };
	} else if (index > w->highest) {
		uint64_t skipped = index - w->highest - 1;
		if (skipped >= SRTP_WINDOW) memset(w->seen, 0, sizeof w->seen);
		else for (uint64_t i = w->highest + 1; i < index; i++) w->seen[i % SRTP_WINDOW / 64] &= ~(UINT64_C(1) << i % 64);
		w->highest = index;
	}
	w->seen[index % SRTP_WINDOW / 64] |= UINT64_C(1) << index % 64;
}

bool srtp_window_index(const struct srtp_window *w, uint16_t seq, uint64_t *ret)
{
	if (!w->used) {
		*ret = seq;
		return true;
	}
	int64_t index = (int64_t)w->highest + rtp_seq_diff(seq, (uint16_t)w->highest);
	if (index < 0 || index >= (int64_t)INDEX_END) return false;
	*ret = (uint64_t)index;
	return true;
}
