/* flight.h — which of a peer's DTLS records may pass between its first words and its keys, beside the rules of sieve.h. Whoever can write the
 * peer's address on an envelope can write these in the clear as well, but has not seen its certificate:
 *   - before the certificate that its SDP names nothing passes but its ClientHello;
 *   - from then on messages, ChangeCipherSpec and what is sealed, for all that counts comes in the same datagram or right behind;
 *   - records in the clear are numbered anew: OpenSSL is deaf to numbers below the highest it has heard, and nothing proves a number.
 * Where nobody is known to forge, certificates pass that are wrong, or in parts: who brings a wrong one hears so at once. No browser's is in parts.
 *
 * Owns    nothing; a plain value.     Thread  the handshake lane.     RFC 6347 §4.1, §4.2.2 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "media/dtls.h"

struct flight {
	uint8_t fingerprint[DTLS_FINGERPRINT_BYTES];
	bool wary, certified;
	uint32_t number;
};

void flight_init(struct flight *f, bool wary, const uint8_t fingerprint[static DTLS_FINGERPRINT_BYTES]);
/* False where the datagram is to be dropped; else its records in the clear have new numbers. *ret_forged: another one's certificate. */
bool flight_pass(struct flight *f, uint8_t *datagram, size_t len, bool *ret_forged);
