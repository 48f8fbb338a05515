/* dtls.h — DTLS 1.2 over OpenSSL with DTLS-SRTP keys (RFC 6347, 5763, 5764).
 * The server side of viewers; the client side for load generators and tests.
 * Owns    a context owns its certificate and SSL_CTX, a dtls its SSL; sent datagrams are lent to the callback.
 * Thread  a context is shared by threads once made; a dtls belongs to one thread.
 * Limits  DTLS_DATAGRAMS_MAX and DTLS_BYTES_MAX received per connection, then ERR_FULL; datagrams of DTLS_MTU sent.
 * Cost    about 1 ms of CPU per handshake, 72 kB while the SSL lives: keep it off the media workers and free it
 *         some seconds after the first authentic SRTCP (until then it answers a repeated last flight).
 * Rule    only the ICE-validated 5-tuple may speak to it, through a sieve (sieve.h, flight.h) where the address can be forged. DTLSv1_listen takes
 *         no ClientHello in parts, as today's are: it gets the whole that a sieve has put together.                    */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/srtp.h"

#define DTLS_MTU 1200
#define DTLS_DATAGRAMS_MAX 128
#define DTLS_BYTES_MAX 65536
#define DTLS_FINGERPRINT_BYTES 32    /* SHA-256 of the certificate */
#define DTLS_FINGERPRINT_CHARS 95    /* "AB:CD:…" */

enum dtls_role { DTLS_SERVER, DTLS_CLIENT };
enum dtls_state { DTLS_SHAKING, DTLS_DONE, DTLS_CLOSED, DTLS_FAILED };

struct dtls_context;
struct dtls;

/* Makes a fresh ECDSA P-256 key and certificate. The first retransmission comes after `first_timeout_ms` (100 is good
 * in production), later ones after twice the last wait, up to 20 times the first. ERR_INTERNAL. */
err_t dtls_context_new(int first_timeout_ms, struct dtls_context **ret);
void dtls_context_free(struct dtls_context *c);
/* SHA-256 fingerprint of its certificate. Lent. */
const uint8_t *dtls_context_fingerprint(const struct dtls_context *c);
/* Writes 32 bytes as upper-case hex with colons and a NUL, as in a=fingerprint. */
void dtls_fingerprint_text(const uint8_t f[static DTLS_FINGERPRINT_BYTES], char ret[static DTLS_FINGERPRINT_CHARS + 1]);

/* Sends one datagram; called from inside dtls_start, dtls_receive, dtls_on_timeout and dtls_close; must not free the dtls. */
typedef void dtls_send_fn(void *arg, const uint8_t *datagram, size_t len);

/* A connection whose peer must show a certificate with this fingerprint (copied). ERR_INTERNAL. */
err_t dtls_new(struct dtls_context *c, enum dtls_role role, const uint8_t peer_fingerprint[static DTLS_FINGERPRINT_BYTES],
               dtls_send_fn *send, void *arg, struct dtls **ret);
/* NULL is accepted. Sends nothing. */
void dtls_free(struct dtls *d);
/* The client's first flight; a server needs no start. */
err_t dtls_start(struct dtls *d);
/* Takes one datagram. OK also for what is ignored; ERR_UNAUTHENTIC for a wrong or missing certificate, ERR_FULL over
 * the limits, ERR_MALFORMED for any other failed handshake: the connection is DTLS_FAILED then. */
err_t dtls_receive(struct dtls *d, const uint8_t *datagram, size_t len);
/* The same for a server's first datagram: a whole ClientHello that answers a HelloVerifyRequest with this cookie. */
err_t dtls_receive_proven(struct dtls *d, const uint8_t *cookie, size_t cookie_len, const uint8_t *datagram, size_t len);
/* Microseconds until dtls_on_timeout is due: 0 now, -1 no timer. Ask after every call. Real time, as OpenSSL keeps it. */
int64_t dtls_timeout_us(const struct dtls *d);
/* Repeats the last flight if its time has come. ERR_TIMEOUT after too many. */
err_t dtls_on_timeout(struct dtls *d);
enum dtls_state dtls_state(const struct dtls *d);
/* Keys for srtp_new, once DTLS_DONE; ERR_BAD_STATE before. ERR_MALFORMED if no SRTP profile was agreed on. */
err_t dtls_keys(const struct dtls *d, struct srtp_keys *ret);
/* Sends close_notify. */
void dtls_close(struct dtls *d);
