/* live_socket.h — the live channel's door: WebSocket /live, subprotocol mela.v1.
 *
 *   frame ─► reassembly (caps, UTF-8) ─► rate ─► envelope and fields by the tables of sessions/live.h ─► switchboard, in tick_handle
 *   switchboard's effects ─► one message, encoded once, shared by all of a booth ─► a cursor per connection ─► socket
 *
 * Owns    connections, their outlets and the booths' rings of shared messages.   Thread  the floor.
 * Limits  LIVE_MESSAGE_MAX bytes and LIVE_FRAGMENTS_MAX fragments a message; rates of schema/live.def and LIVE_PER_S;
 *         LIVE_BEHIND_BYTES behind: the connection is told to start anew from a snapshot; still behind after LIVE_STUCK_S: closed. */
#pragma once
#include <stdint.h>

#define LIVE_MESSAGE_MAX 16384
#define LIVE_FRAGMENTS_MAX 8
#define LIVE_DEPTH_MAX 16
#define LIVE_PER_S 10
#define LIVE_BURST 20
#define LIVE_BEHIND_BYTES 262144
#define LIVE_STUCK_S 30
#define LIVE_FRAMES_PER_WRITE 8
