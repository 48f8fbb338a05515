/* audience.h — all viewers of one worker, found by id, by ICE ufrag, or by the path their packets take; and what to do
 * with a datagram from the open net (RFC 7983).
 *
 *   STUN ─> the viewer that its ufrag names answers, or nobody does     DTLS ─> the handshake lane, from known paths only
 *   RTCP ─> the viewer on that path                                     all else is dropped and counted
 *
 * Owns    the viewers.       Thread  one media worker.
 * Limits  `places` viewers; paths ICE_PATHS each.
 * Cost    one hash look-up per datagram; nothing is made or answered for strangers. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/port.h"
#include "media/viewer.h"

struct audience;

struct audience_counts { uint64_t stun, stun_refused, dtls, rtcp, strangers; };

/* Hands a DTLS datagram of this viewer on. */
typedef void audience_dtls_fn(void *arg, struct viewer *v, const struct path *from, const uint8_t *data, size_t len);

/* `places` bounds the index part of viewer ids. */
struct audience *audience_new(uint32_t places, audience_dtls_fn *dtls, void *arg);
/* Frees the viewers too. */
void audience_free(struct audience *a);
/* Takes the viewer. ERR_CONFLICT if its place is taken. */
err_t audience_add(struct audience *a, struct viewer *v);
/* Gives the viewer back; NULL if there is none by this id. */
struct viewer *audience_take(struct audience *a, uint64_t id);
/* Lent; NULL if it is gone or another one sits there. */
struct viewer *audience_find(const struct audience *a, uint64_t id);
/* By place, for walks; NULL where nobody sits. */
struct viewer *audience_at(const struct audience *a, uint32_t place);
uint32_t audience_places(const struct audience *a);

/* The datagram's bytes may be changed. True for an authentic check: its sender is a viewer. */
bool audience_on_datagram(struct audience *a, struct port *port, const struct port_datagram *d, int64_t now_us);
/* True for SIEVE_WARY_US after somebody without a proven path has tried to shake hands. */
bool audience_wary(const struct audience *a, int64_t now_us);
const struct audience_counts *audience_counts(const struct audience *a);
