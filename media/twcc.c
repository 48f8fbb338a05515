/* twcc.c — a message is statuses, packed into 16-bit chunks, and a delta of 250 µs ticks for each packet that came. */
#include "media/twcc.h"

#include <stddef.h>
#include <string.h>

#include "media/rtp.h"

enum status { NOT_HERE, SMALL, LARGE };  /* LARGE: a delta of two bytes, or a negative one */

#define TICK_US    250
#define UNIT_TICKS 256      /* of the reference time: 64 ms */
#define LIST_BYTES (2 * TWCC_STATUSES_MAX)

static int64_t *slot(struct twcc *t, uint64_t seq) { return &t->came_us[seq % TWCC_KEPT]; }

void twcc_on(struct twcc *t, uint16_t seq, int64_t now_us)
{
	int ahead = t->begun ? rtp_seq_diff(seq, (uint16_t)(t->next - 1)) : 1;
	if (!t->begun || ahead >= TWCC_KEPT || ahead <= -TWCC_KEPT) {
		uint8_t messages = t->messages;
		*t = (struct twcc){.begun = true, .from = 0x10000u + seq, .next = 0x10000u + seq, .messages = messages};
		ahead = 1;
	}
	uint64_t number = t->next - 1 + (uint64_t)(int64_t)ahead;
	for (; t->next <= number; t->next++) *slot(t, t->next) = 0;
	if (*slot(t, number)) return;
	*slot(t, number) = now_us;
	if (!t->since_us) t->since_us = now_us;
	if (number < t->from) t->from = number;  /* told of as lost: told again */
	if (t->from + TWCC_KEPT < t->next) t->from = t->next - TWCC_KEPT;
}

int64_t twcc_due_us(const struct twcc *t)
{
	if (!t->since_us) return INT64_MAX;
	return t->next - t->from >= TWCC_MANY ? t->since_us : t->since_us + TWCC_EVERY_US;
}

/* What one message tells. */
struct telling {
	uint32_t reference;            /* in units of 64 ms */
	unsigned n, deltas_len;
	uint8_t statuses[TWCC_STATUSES_MAX], deltas[LIST_BYTES];
};

/* Statuses and deltas from t->from on, as many as one message takes. */
static void collect(struct twcc *t, struct telling *m)
{
	int64_t last = 0;
	*m = (struct telling){0};
	for (uint64_t seq = t->from; seq < t->next && m->n < TWCC_STATUSES_MAX; seq++) {
		int64_t ticks = *slot(t, seq) / TICK_US;
		if (ticks && !last) {
			m->reference = (uint32_t)(ticks / UNIT_TICKS);
			last = (int64_t)m->reference * UNIT_TICKS;
		}
		int64_t delta = ticks - last;
		if (ticks && (delta > INT16_MAX || delta < INT16_MIN)) break;
		enum status s = !ticks ? NOT_HERE : delta >= 0 && delta <= UINT8_MAX ? SMALL : LARGE;
		if (s == LARGE) m->deltas[m->deltas_len++] = (uint8_t)((uint16_t)delta >> 8);
		if (s != NOT_HERE) m->deltas[m->deltas_len++] = (uint8_t)delta;
		if (ticks) last = ticks;
		m->statuses[m->n++] = (uint8_t)s;
	}
}

/* A run of one status, or a vector of 14 that are SMALL or not here, or a vector of 7 of any. */
static uint16_t chunk(const uint8_t *s, unsigned n, unsigned *ret_taken)
{
	unsigned run = 1, plain = 0;
	while (run < n && s[run] == s[0]) run++;
	while (plain < n && plain < 14 && s[plain] != LARGE) plain++;
	if (run >= 14 || run == n) return *ret_taken = run, (uint16_t)((unsigned)s[0] << 13 | run);
	bool wide = plain < 14 && plain < n;
	unsigned taken = wide ? 7 : 14;
	if (taken > n) taken = n;
	uint16_t bits = wide ? 0xC000 : 0x8000;
	for (unsigned i = 0; i < taken; i++) bits |= (uint16_t)((unsigned)s[i] << (wide ? 12 - 2 * i : 13 - i));
	*ret_taken = taken;
	return bits;
}

bool twcc_add(struct twcc *t, struct rtcp_writer *w, uint32_t from, uint32_t about)
{
	struct telling m;
	uint8_t body[8 + LIST_BYTES + LIST_BYTES];
	if (!t->since_us) return false;
	collect(t, &m);
	rtp_put16(body, (uint16_t)t->from);
	rtp_put16(body + 2, (uint16_t)m.n);
	rtp_put32(body + 4, m.reference << 8 | t->messages);
	size_t len = 8;
	for (unsigned at = 0, taken; at < m.n; at += taken, len += 2) rtp_put16(body + len, chunk(m.statuses + at, m.n - at, &taken));
	memcpy(body + len, m.deltas, m.deltas_len);
	len += m.deltas_len;
	if (!rtcp_add_twcc(w, from, about, body, len)) return false;
	t->messages++;
	t->from += m.n;
	if (t->from == t->next) t->since_us = 0;
	return true;
}
