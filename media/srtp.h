/* srtp.h — SRTP and SRTCP of one connection, both directions (RFC 3711, RFC 7714), behind one face with two back ends:
 *   builtin   over OpenSSL EVP; keys set once, only the IV changes per packet (the default)
 *   libsrtp   for systems whose libsrtp2 is built on OpenSSL, and as an oracle in the tests
 * Owns    its keys and cipher contexts.
 * Thread  one at a time; may move from the thread that made it to another.
 * Limits  SRTP_STREAMS_MAX SSRCs in each direction, then ERR_FULL; replay window SRTP_WINDOW packets.
 * Cost    no malloc per packet (builtin: the first unsealed RTP packet makes the receiving half);
 *         about 4 kB per connection, OpenSSL's contexts included; GCM as in media/gcm.h, CM80 0.8 µs per 1,200 bytes.
 * Words   libsrtp owns the names srtp_protect and srtp_unprotect; here one *seals* and *unseals*. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SRTP_KEY_BYTES 16
#define SRTP_SALT_BYTES 14           /* GCM uses the first 12 */
#define SRTP_STREAMS_MAX 8
#define SRTP_WINDOW 1024
#define SRTP_ROOM 24                 /* bytes that sealing may append: keep them free behind every packet */

/* Values of RFC 5764 §4.1.2 and RFC 7714 §14.2. */
enum srtp_profile { SRTP_NONE = 0, SRTP_CM80 = 0x0001, SRTP_GCM128 = 0x0007 };
enum srtp_backend { SRTP_BUILTIN, SRTP_LIBSRTP };

struct srtp_key { uint8_t key[SRTP_KEY_BYTES], salt[SRTP_SALT_BYTES]; };
/* Master keys out of DTLS: `local` seals what we send, `remote` unseals what we receive. */
struct srtp_keys { enum srtp_profile profile; struct srtp_key local, remote; };

struct srtp;

/* "builtin" or "libsrtp" (the setting media.srtp); ERR_CONFIG otherwise. */
err_t srtp_backend_find(const char *name, enum srtp_backend *ret);
/* Derives the session keys; copies `keys`. ERR_CONFIG for an unknown profile, ERR_INTERNAL if the library refuses. */
err_t srtp_new(enum srtp_backend backend, const struct srtp_keys *keys, struct srtp **ret);
/* Wipes and frees; NULL is accepted. */
void srtp_free(struct srtp *s);
/* Asks the processor for what sealing will touch, so that it is there in its turn: first the head, and once that is there the rest. */
#define SRTP_LINE_BYTES 64 /* of a cache */
void srtp_fetch(const struct srtp *s, bool rest);
/* Bytes that sealing an RTP packet appends: 16 with GCM, 10 with CM80. */
size_t srtp_overhead(const struct srtp *s);

/* Seals the plain RTP packet in place; `packet` has room for len + SRTP_ROOM. A (key, SSRC, index) is used once:
 * a sequence number sent before, or older than the window, is ERR_REPLAYED. ERR_FULL, ERR_MALFORMED. */
err_t srtp_seal(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len);
/* Seals a packet a second time for a peer without RTX. The caller promises that header, extensions and payload are
 * byte for byte those of the first time: anything else would give the key away. ERR_REPLAYED if this sequence number
 * was never sent or has left the window. */
err_t srtp_seal_again(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len);
/* Checks and opens the packet in place. ERR_UNAUTHENTIC, ERR_REPLAYED (seen or too old), ERR_FULL, ERR_MALFORMED;
 * on error the packet's bytes are undefined and no state has changed. */
err_t srtp_unseal(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len);

/* The same for an RTCP compound; the SRTCP index runs by itself. */
err_t srtp_seal_rtcp(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len);
err_t srtp_unseal_rtcp(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len);
