/* missing.c — a short sorted list. */
#include "media/missing.h"

#include <string.h>

#include "media/rtp.h"

static void drop(struct missing *m, size_t i)
{
	memmove(m->list + i, m->list + i + 1, (--m->n - i) * sizeof m->list[0]);
}

static int find(const struct missing *m, uint16_t seq)
{
	for (int i = 0; i < m->n; i++)
		if (m->list[i].seq == seq) return i;
	return -1;
}

/* Everything between the highest so far and `seq`. */
static bool open_gap(struct missing *m, uint16_t seq, int64_t now_us)
{
	unsigned gap = (unsigned)rtp_seq_diff(seq, m->highest) - 1;
	if (m->n + gap > MISSING_MAX) {
		m->n = 0;
		return false;
	}
	for (unsigned i = 1; i <= gap; i++) m->list[m->n++] = (struct missing_one){.seq = (uint16_t)(m->highest + i), .since_us = now_us};
	return true;
}

enum missing_said missing_on(struct missing *m, uint16_t seq, int64_t now_us)
{
	int64_t trip;
	if (!m->begun) {
		*m = (struct missing){.begun = true, .highest = seq};
		return MISSING_NEXT;
	}
	if (rtp_seq_diff(seq, m->highest) <= 0) return missing_mend(m, seq, now_us, &trip) ? MISSING_CAME : MISSING_KNOWN;
	bool mendable = open_gap(m, seq, now_us);
	m->highest = seq;
	return mendable ? MISSING_NEXT : MISSING_TOO_MUCH;
}

bool missing_mend(struct missing *m, uint16_t seq, int64_t now_us, int64_t *ret_trip_us)
{
	int i = find(m, seq);
	if (i < 0) return false;
	*ret_trip_us = m->list[i].tries && m->list[i].tries <= 2 ? now_us - m->list[i].first_us : 0;
	drop(m, (size_t)i);
	return true;
}

bool missing_has(const struct missing *m, uint16_t seq) { return find(m, seq) >= 0; }

static int64_t due_us(const struct missing_one *one, int64_t trip_us)
{
	if (!one->tries) return one->since_us + MISSING_REORDER_US;
	if (one->tries == 1) return one->asked_us + MISSING_TWICE_US;
	int64_t overdue_us = one->first_us + trip_us + MISSING_ANSWER_US, pace_us = trip_us / 4;
	int64_t next_us = one->asked_us + (pace_us > MISSING_RETRY_US ? pace_us : MISSING_RETRY_US);
	return one->tries == 2 && overdue_us > next_us ? overdue_us : next_us;
}

static bool given_up(const struct missing_one *one, int64_t now_us)
{
	return now_us - one->since_us >= MISSING_US || one->tries == MISSING_TRIES_MAX;
}

size_t missing_ask(struct missing *m, int64_t now_us, int64_t trip_us, uint16_t *ret, size_t max, size_t *ret_given_up)
{
	size_t n = 0, before = m->n;
	for (size_t i = 0; i < m->n;) {
		struct missing_one *one = &m->list[i];
		bool due = now_us >= due_us(one, trip_us);
		if (due && given_up(one, now_us)) {
			drop(m, i);
			continue;
		}
		if (due && n < max) {
			ret[n++] = one->seq;
			if (!one->tries++) one->first_us = now_us;
			one->asked_us = now_us;
		}
		i++;
	}
	*ret_given_up = before - m->n;
	return n;
}

int64_t missing_due_us(const struct missing *m, int64_t trip_us)
{
	int64_t least = INT64_MAX;
	for (size_t i = 0; i < m->n; i++) {
		int64_t due = due_us(&m->list[i], trip_us);
		if (due < least) least = due;
	}
	return least;
}
