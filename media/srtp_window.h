/* srtp_window.h — which packet indexes of each SSRC have been used (RFC 3711 §3.3.2).
 * Owns    a window per SSRC heard so far: most connections have two or three, and there are thousands of connections.
 * Thread  one at a time.   Limits  SRTP_STREAMS_MAX; the last SRTP_WINDOW indexes are told apart.
 * Cost    a malloc when an SSRC beyond the places is first looked up. */
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

struct srtp_windows { struct srtp_window *all, *places; uint32_t n, room; };

/* The first `room` SSRCs take these places, which the caller owns; a zeroed struct has none and is as good. */
void srtp_windows_init(struct srtp_windows *t, struct srtp_window *places, uint32_t room);
void srtp_windows_fini(struct srtp_windows *t);
/* The window of `ssrc`; for a new one a free place, which only srtp_window_mark takes. NULL beyond SRTP_STREAMS_MAX.
 * Lent until the next call. */
struct srtp_window *srtp_windows_find(struct srtp_windows *t, uint32_t ssrc);
enum srtp_seen srtp_window_ask(const struct srtp_window *w, uint64_t index);
/* Takes note of a fresh index; only after the packet has proven authentic, or is about to be sent. */
void srtp_window_mark(struct srtp_window *w, uint32_t ssrc, uint64_t index);
/* The 48-bit index that `seq` stands for; false if it would lie before the first packet or behind the last one. */
bool srtp_window_index(const struct srtp_window *w, uint16_t seq, uint64_t *ret);
