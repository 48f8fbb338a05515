/* sieve.h — which datagrams of one path OpenSSL gets to see while hands are shaken.
 *
 * Who can write our peer's address on an envelope, but cannot read what comes back, must not be able to end a handshake or to begin one
 * in the peer's place:
 *   - alerts in the clear are nobody's (RFC 6347 §4.1.2.7);
 *   - a ClientHello other than the first is dropped, and shows that somebody forges: from then on the lane is *wary*;
 *   - a wary sieve begins nothing before the peer has repeated a cookie (§4.2.1). That costs one round trip, so it is not asked of
 *     everybody all the time.
 *
 *   wary:  ClientHello ─> SIEVE_ASK (at most one each SIEVE_ASK_US)      ClientHello with the cookie, whole ─> SIEVE_PROVEN
 *   else:  ClientHello ─> SIEVE_PASS
 *
 * What may pass behind the ClientHello is flight.h's.
 * Owns    its hello, while one is put together.   Thread  the handshake lane.   RFC 6347 §4.2.1 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "media/hello.h"

#define SIEVE_ASK_US  20000     /* what we say to a forged address is said to its owner */
#define SIEVE_WARY_US 60000000  /* after the last forgery that was noticed */

enum sieve_says { SIEVE_DROP, SIEVE_PASS, SIEVE_ASK, SIEVE_PROVEN };

struct sieve {
	bool wary, begun, proven;
	uint8_t random[HELLO_RANDOM_BYTES], cookie[HELLO_COOKIE_BYTES];
	int64_t asked_us;
	struct hello *hello;
};

void sieve_init(struct sieve *s, bool wary);
void sieve_fini(struct sieve *s);
/* What is to be done with a datagram. *ret_forged: somebody has spoken in the peer's name. On SIEVE_PROVEN the whole ClientHello
 * is in `hello`. */
enum sieve_says sieve_look(struct sieve *s, const uint8_t *datagram, size_t len, int64_t now_us, bool *ret_forged);
