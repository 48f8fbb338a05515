/* door.h — one connection: its address, the request under way or the live channel it has become.
 * Owns    itself, from the socket's first callback to its last.   Thread  the floor.
 * Limits  who may come in is crowd.h; limits.requests_per_connection requests, then it is closed; DOOR_BODY_S for a body. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gate/crowd.h"
#include "gate/exchange.h"

#define DOOR_BODY_S 10
#define DOOR_BODY_BYTES_PER_S 2000
#define DOOR_CHUNK 16384
#define DOOR_WAIT_S 30 /* for the answer and for the reader of it */

struct lws;
struct live_conn;

enum door_face { DOOR_TLS, DOOR_PLAIN, DOOR_METRICS };

/* What every connection shares. */
struct doors {
	const struct house *house;
	struct exchanges *exchanges;
	struct live_sockets *live;
	struct crowd *crowd;
	const char *origins, *trusted;
	int64_t asks_max;
	int tls_port;
	void *vhosts[3];   /* by face */
};

struct door {
	struct doors *doors;
	struct lws *wsi;
	enum door_face face;
	char peer[46];
	bool counted, crowded, loopback;
	int64_t asked;     /* requests so far */
	struct exchange *x;
	bool ran, ready;
	struct exchange_answer answer;
	size_t sent;
	int64_t body_began_us;
	size_t body_len;
	struct live_conn *live;
};

/* The callback of the HTTP protocol; also tells of every connection's begin and end. */
int door_callback(struct lws *wsi, int reason, void *user, void *in, size_t len);
/* The connection behind a socket; NULL before its first callback. */
struct door *door_of(struct lws *wsi);
/* Begin and end, which come through either protocol; true if `reason` was one of them, with the answer in *ret. */
bool door_life(struct lws *wsi, int reason, void *in, int *ret);
/* Whether a callback does anything that the floor's time is measured for. libwebsockets makes a dozen for each request, and a look at the
 * thread's clock is a system call. */
bool door_works(int reason);
/* The client's own address, behind trusted proxies. */
void door_client_ip(const struct door *d, const struct head *h, char ret[static 46]);
