/* ice.h — ICE-lite for one peer: who may speak to us from where, and where we speak to it.
 *
 *   a check with our ufrag and an authentic tag ─> answered, its path is valid ─> nominated ─> the path packets go to
 *
 * A restart changes ufrag and password; the old ones are good for a while, so the old path lives until the new one is chosen.
 * We never check outwards (RFC 8445 §2.5): a peer's candidates are of no use to us.
 * Owns    nothing; a plain value inside its viewer or inlet.     Thread  one media worker.
 * Limits  ICE_PATHS valid paths; ICE_CHECKS_PER_S answered; consent for ICE_CONSENT_US.
 * RFC     8445 §2.5, §7.3, §9, 7675 (consent)                                                           */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/port.h"
#include "media/stun.h"

#define ICE_UFRAG_CHARS  16
#define ICE_PWD_CHARS    32
#define ICE_PATHS        4
#define ICE_CHECKS_PER_S 50
#define ICE_CONSENT_US   30000000
#define ICE_OLD_US       10000000   /* both pairs are good for this long after a restart */
#define ICE_NO_STREAM    (-2)       /* of a path: there is none */

struct ice_words { char ufrag[ICE_UFRAG_CHARS + 1], pwd[ICE_PWD_CHARS + 1]; };
/* Fresh and random (RFC 8445 §5.3); the ufrag begins with `place`, so that it names who is meant. */
void ice_words_new(uint32_t place, struct ice_words *ret);
/* The place that a check's ufrag begins with; false if it can be none of ours. */
bool ice_place(const struct stun_msg *m, uint32_t *ret);

struct ice_key { char ufrag[ICE_UFRAG_CHARS + 1]; struct hmac_sha1 key; };

struct ice {
	struct ice_key now, old;
	int64_t old_until_us, heard_us;      /* heard: the last authentic check */
	struct path paths[ICE_PATHS];
	uint8_t paths_n, next_path, chosen;
	bool nominated;
	uint16_t checks_left;
};

void ice_init(struct ice *i, const struct ice_words *words, int64_t now_us);
void ice_restart(struct ice *i, const struct ice_words *words, int64_t now_us);
/* Answers a check. ERR_UNAUTHENTIC, ERR_TOO_FAST: nothing was sent. *ret_added is set when `from` became a path;
 * *ret_dropped then tells the path it took the place of, if any (stream ICE_NO_STREAM if none). */
err_t ice_on_check(struct ice *i, const struct stun_msg *m, const struct path *from, int64_t now_us, struct port *port,
                   bool *ret_added, struct path *ret_dropped);
/* Where packets go now; NULL before the first check. Lent. */
const struct path *ice_path(const struct ice *i);
/* Call once a second: gives new allowances. */
void ice_second(struct ice *i);
