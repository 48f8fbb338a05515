/* intake.h — all inlets of one worker, found by id, by ICE ufrag, or by the path their packets take; the publishers' half of
 * what audience.h is for viewers.
 *
 *   STUN ─> the inlet that its ufrag names answers     DTLS ─> the handshake lane, from known paths only
 *   SRTP ─> waits at its inlet for intake_next         all else is not ours
 *
 * Owns    the inlets.       Thread  one media worker.
 * Limits  places first … first + count - 1, which no viewer has.
 * Cost    one hash look-up per datagram; nothing is made or answered for strangers.      RFC 7983 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "media/inlet.h"
#include "media/port.h"

struct intake;

/* NOT_OURS: no inlet has to do with it. PROVEN: an authentic check of one of ours. */
enum intake_took { INTAKE_NOT_OURS, INTAKE_TOOK, INTAKE_PROVEN };

/* Hands a DTLS datagram of this inlet on. */
typedef void intake_dtls_fn(void *arg, struct inlet *i, const struct path *from, const uint8_t *data, size_t len);

struct intake *intake_new(uint32_t first, uint32_t count, intake_dtls_fn *dtls, void *arg);
/* Frees the inlets too. */
void intake_free(struct intake *t);
/* Takes the inlet. ERR_FULL for a place that is not one, ERR_CONFLICT if it is taken. */
err_t intake_add(struct intake *t, struct inlet *i);
/* Gives the inlet back; NULL if there is none by this id. */
struct inlet *intake_remove(struct intake *t, uint64_t id);
/* Lent; NULL if it is gone. */
struct inlet *intake_find(const struct intake *t, uint64_t id);
/* For walks: the inlets there are, in no order. */
uint32_t intake_count(const struct intake *t);
struct inlet *intake_at(const struct intake *t, uint32_t i);

/* The datagram's bytes may be changed, and must stay until intake_next has given back NULL. */
enum intake_took intake_on_datagram(struct intake *t, struct port *port, const struct port_datagram *d, int64_t now_us);
/* The next inlet that has something waiting; NULL when all have been read. */
struct inlet *intake_next(struct intake *t);
/* The earliest inlet_due_us. */
int64_t intake_due_us(const struct intake *t);
