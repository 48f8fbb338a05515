/* srtp_window.h — which packet indexes of one SSRC have been used (RFC 3711 §3.3.2).
 * Owns    nothing; a value.   Thread  one at a time.   Limits  the last SRTP_WINDOW indexes are told apart. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "media/srtp.h"

struct srtp_window {
	uint32_t ssrc;
	bool used;                       /* any index yet */
	uint64_t highest;
	uint64_t seen[SRTP_WINDOW / 64]; /* a ring of bits: bit (index mod SRTP_WINDOW) */
};

enum srtp_seen { SRTP_FRESH, SRTP_SEEN, SRTP_TOO_OLD };

/* The window of `ssrc` in a table that fills up from the front; NULL if there is none and no free place.
 * A free place is only taken by srtp_window_mark. */
struct srtp_window *srtp_window_find(struct srtp_window table[static SRTP_STREAMS_MAX], uint32_t ssrc);
enum srtp_seen srtp_window_ask(const struct srtp_window *w, uint64_t index);
/* Takes note of a fresh index; only after the packet has proven authentic, or is about to be sent. */
void srtp_window_mark(struct srtp_window *w, uint32_t ssrc, uint64_t index);
/* The 48-bit index that `seq` stands for; false if it would lie before the first packet or behind the last one. */
bool srtp_window_index(const struct srtp_window *w, uint16_t seq, uint64_t *ret);
