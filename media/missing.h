/* missing.h — the numbers of one incoming stream that have not come: when each is to be asked for, and when it is given up.
 *
 *   a gap ─> MISSING_REORDER_US (it may just be late) ─> asked ─> MISSING_TWICE_US ─> asked ─> a round trip after the first
 *                              ─> asked … each quarter of a round trip … MISSING_US ─> given up
 *
 * The second ask is for the first one's sake, which is lost as easily as the packet. Once their answer is overdue it is lost too. Senders
 * pass over what they have sent again within a round trip as they know it, which jitter makes longer than it is, so nobody can tell
 * when they will hear again: who asks often is heard soon after. Who answers every ask does so for the few that are lost twice.
 *
 * Owns    nothing; a plain value inside its inlet.     Thread  one media worker.
 * Limits  MISSING_MAX at a time: a greater gap is not asked for at all, only a key frame mends it.
 * RFC     4585 §6.2.1, 4588 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MISSING_MAX        256
#define MISSING_REORDER_US 5000
#define MISSING_TWICE_US   15000
#define MISSING_ANSWER_US  10000      /* beyond the round trip until an answer is overdue */
#define MISSING_RETRY_US   20000      /* least time between later asks for one number */
#define MISSING_US         800000     /* what viewers wait for at most (VIEWER_PATIENCE_MAX_MS) */
#define MISSING_TRIES_MAX  32

struct missing_one { uint16_t seq; uint8_t tries; int64_t since_us, first_us, asked_us; };

struct missing {
	bool begun;
	uint16_t highest, n;
	struct missing_one list[MISSING_MAX];     /* ascending on the circle */
};

enum missing_said {
	MISSING_NEXT,      /* in its turn, or the first */
	MISSING_CAME,      /* it was waited for */
	MISSING_KNOWN,     /* had come before, or was given up, or lies before the beginning */
	MISSING_TOO_MUCH,  /* it came behind a gap that is too great to be mended */
};

/* Takes note of a packet of the stream. */
enum missing_said missing_on(struct missing *m, uint16_t seq, int64_t now_us);
/* Takes note of a repair. True if the number was waited for; *ret_trip_us is then the time since it was first asked for,
 * 0 where it was asked for so often that nobody can tell, or not at all. */
bool missing_mend(struct missing *m, uint16_t seq, int64_t now_us, int64_t *ret_trip_us);
bool missing_has(const struct missing *m, uint16_t seq);
/* The numbers to be asked for now, ascending, at most `max`; they count as asked. What is too old is given up; *ret_given_up tells how
 * many these were. */
size_t missing_ask(struct missing *m, int64_t now_us, int64_t trip_us, uint16_t *ret, size_t max, size_t *ret_given_up);
/* When missing_ask has something to do; INT64_MAX: nothing is missing. */
int64_t missing_due_us(const struct missing *m, int64_t trip_us);
