/* line.h — one telephone call by SIP (RFC 3261) and RTP with G.711, by libre. It speaks, and listens for keys: as RTP events (RFC 4733)
 * and as SIP INFO (application/dtmf-relay).
 *
 *   ringing ─► answered: say … pause … say … (LINE_REPEATS times) ── key ─► thanks ─► hang up
 *
 * Thread  one; line_call returns when the call is over.    Limits  LINE_CALL_S seconds in all. */
#pragma once
#include "media/voice.h"
#include "media/call_wish.h"

#define LINE_REPEATS 3
#define LINE_PAUSE_MS 4000
#define LINE_CALL_S 150
#define LINE_RING_S 45

enum line_end { LINE_PRESSED, LINE_HEARD, LINE_CUT, LINE_BUSY, LINE_NO_ANSWER, LINE_REFUSED, LINE_FAILED };
struct line_result {
	enum line_end end;
	char key;                /* PRESSED */
	int code;                /* REFUSED: of SIP; FAILED: errno */
};

struct line_result line_call(const struct call_wish *w, const struct voice *say, const struct voice *thanks);
