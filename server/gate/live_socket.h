/* live_socket.h — the live channel's door: WebSocket /live, subprotocol mela.v1.
 *
 *   frame ─► reassembly (caps) ─► rate ─► live_decode ─► sessions_receive
 *   outlet ─► the connection's own queue, or a cursor in its booth's ring (live_ring.h) ─► socket
 *
 * Owns    connections and their queues, the booths' rings.   Thread  the floor.
 * Limits  LIVE_MESSAGE_MAX bytes and LIVE_FRAGMENTS_MAX frames a message, LIVE_PER_S; LIVE_OWN_MAX frames or LIVE_OWN_BYTES in the
 *         connection's own queue, then it is closed; a ring's limits, then it starts anew from a snapshot; LIVE_STUCK_S without
 *         taking a byte, limits.live_first without a first word or limits.live_dead without any, then it is closed. */
#pragma once
#include <stddef.h>

#include "gate/exchange.h"
#include "sessions/outlet.h"

#define LIVE_PER_S 10
#define LIVE_BURST 20
#define LIVE_FAST_MAX 100        /* refused for its rate so often in a row: closed */
#define LIVE_STUCK_S 30
#define LIVE_FRAMES_PER_WRITE 8
#define LIVE_SWEEPS_PER_S 20     /* each looks at a part: all of a full house at once would hold the floor */

struct lws;
struct live_conn;
struct live_sockets;

struct live_sockets *live_sockets_new(const struct house *house);
void live_sockets_free(struct live_sockets *ls);
/* What sessions asks for, as in sessions/outlet.h. */
void live_socket_to_conn(struct live_sockets *ls, struct conn_id id, const char *text, size_t len);
void live_socket_to_booth(struct live_sockets *ls, const struct booth_id *b, const char *text, size_t len);
void live_socket_enter(struct live_sockets *ls, struct conn_id id, const struct booth_id *b);
void live_socket_leave(struct live_sockets *ls, struct conn_id id);
void live_socket_resync(struct live_sockets *ls, const struct booth_id *b);
void live_socket_close(struct live_sockets *ls, struct conn_id id, err_t why);
/* Closes those who take nothing, a part of all at each call; call it LIVE_SWEEPS_PER_S times a second. */
void live_sockets_sweep(struct live_sockets *ls);
/* The callback of the subprotocol. */
int live_socket_callback(struct lws *wsi, int reason, void *user, void *in, size_t len);
/* The socket has gone. */
void live_socket_gone(struct live_sockets *ls, struct live_conn *c);
