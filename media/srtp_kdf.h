/* srtp_kdf.h — session keys out of a master key (RFC 3711 §4.3; RFC 7714 §11).
 * Owns    nothing; wipe what it fills with OPENSSL_cleanse.   Thread  any; no state. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "media/srtp.h"

#define SRTP_AUTH_BYTES 20

/* Keys of RTP, or of RTCP, in one direction. `auth` is used by CM80 only; GCM has a salt of 12 bytes. */
struct srtp_session_key { uint8_t key[SRTP_KEY_BYTES], auth[SRTP_AUTH_BYTES], salt[SRTP_SALT_BYTES]; };
struct srtp_session_keys { struct srtp_session_key rtp, rtcp; };

/* False only if OpenSSL refuses. */
bool srtp_kdf(enum srtp_profile profile, const struct srtp_key *master, struct srtp_session_keys *ret);
