/* handshake.h — the lane that does DTLS and nothing else, so that a burst of joins never delays a packet.
 *
 *   worker ──datagram──> lane ──datagram, keys or failure──> that worker
 *
 * A viewer's (or a publisher's) SSL is made for its first datagram and stays here, with all its DTLS datagrams, until the worker ends it.
 * Only workers talk to the lane, and only about ICE-validated paths.
 * Owns    the SSL objects, its thread.      Thread  handshake_push from any; the lane's own for the rest.
 * Limits  HANDSHAKES_MAX SSLs (then the oldest finished one goes), HANDSHAKES_PER_NET unfinished per /24 or /48 (the client asks again),
 *         HANDSHAKE_US each, and those of dtls.h.          RFC 5763, 5764, 6347 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/queue.h"
#include "media/address.h"
#include "media/dtls.h"

#define HANDSHAKES_MAX        1024
#define HANDSHAKES_PER_NET    32
#define HANDSHAKE_US          10000000
#define HANDSHAKE_BYTES       1500
#define HANDSHAKE_SLOTS       1024      /* of each queue */
#define HANDSHAKE_WORKERS_MAX 64

struct handshake;

enum handshake_ask { HANDSHAKE_DATAGRAM, HANDSHAKE_END, HANDSHAKE_STOP };
struct handshake_in {
	enum handshake_ask ask;
	bool wary;                          /* somebody has been heard who may forge addresses */
	bool keys_first;                    /* the worker gets them before the peer gets the flight that lets it use them */
	uint16_t worker, len;
	uint32_t net;                       /* handshake_net of the path */
	uint64_t viewer;
	uint8_t fingerprint[DTLS_FINGERPRINT_BYTES];
	uint8_t bytes[HANDSHAKE_BYTES];
};

enum handshake_said { HANDSHAKE_SEND, HANDSHAKE_KEYS, HANDSHAKE_OVER };
struct handshake_out {
	enum handshake_said said;
	err_t why;                          /* of OVER: OK if the peer closed, else what failed */
	uint64_t viewer;
	struct srtp_keys keys;
	uint16_t len;
	uint8_t bytes[HANDSHAKE_BYTES];
};

/* `outs[w]` is worker w's queue of struct handshake_out; the queues outlive the lane. `places` bounds viewer ids' indexes. */
err_t handshake_open(struct dtls_context *context, struct queue *const *outs, int workers, uint32_t places, struct handshake **ret);
void handshake_close(struct handshake *h);
/* ERR_FULL when the lane is behind: DTLS repeats itself. */
err_t handshake_push(struct handshake *h, const struct handshake_in *in);
/* Names the network of a peer for HANDSHAKES_PER_NET. */
uint32_t handshake_net(const struct address *a);
