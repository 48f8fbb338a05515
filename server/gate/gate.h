/* gate.h — the doors of the house: HTTPS, plain HTTP for loopback, the metrics' own port. With door.c, live_socket.c and
 * wire_head.c the only code that knows libwebsockets.
 *
 *   gate_new ─► sessions_new(gate_outlet) ─► media_open ─► gate_start … readers_close, lanes ─► gate_free ─► tick_free
 *
 * Owns    the lws context on the floor's loop, the pages, requests under way, live connections, names of WHIP and WHEP resources.
 * Lends   `house`, which must outlive it.   Thread  the floor. */
#pragma once
#include "base/err.h"
#include "sessions/outlet.h"

struct house;
struct gate;
struct exchanges;
struct leases;

/* Not yet listening; house->gate must point here from now on. */
struct gate *gate_new(const struct house *house);
/* Listens, by house->config. ERR_CONFIG (logged) if a port is taken, the certificate cannot be read, or the libuv plugin of
 * libwebsockets is not installed. Without a folder of pages it serves the rest. */
err_t gate_start(struct gate *g);
/* Reads the certificate and its key again: who comes from now on is shown the new one. ERR_CONFIG if it is of no use, and the old one stays. */
err_t gate_reload(struct gate *g);
/* Closes every connection and turns the loop until libwebsockets has let go of it. NULL is accepted. */
void gate_free(struct gate *g);

/* What sessions speaks through. Lent. */
const struct outlet *gate_outlet(struct gate *g);

struct exchanges *gate_exchanges(struct gate *g);
struct leases *gate_leases(struct gate *g);
