/* outlet.h — what sessions asks of whoever holds the connections; gate's side is filled in by main.
 *
 *   to_conn  ─► a queue of the connection's own ┐
 *                                               ├─► the socket
 *   to_booth ─► one ring a booth, a cursor each ┘      (the own queue goes first)
 *
 * Thread  the floor. What is sent or moved comes out of an effect, after its commit; none of them calls back into sessions.
 *         The two questions about names are asked at any time.
 * Lends   texts are whole frames, lent for the call. A NULL function is not called. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "media/media.h"

/* A connection: slot and generation in one number that is never given twice; 0 is none. */
struct conn_id { uint64_t v; };

struct outlet {
	void *arg;
	/* One frame to one connection. Frames of one connection leave in the order of these calls. */
	void (*to_conn)(void *arg, struct conn_id c, const char *text, size_t len);
	/* One frame to all who are in a booth, kept once. `seq` rises by one from call to call. */
	void (*to_booth)(void *arg, const struct booth_id *b, int64_t seq, const char *text, size_t len);
	/* From now on the connection reads this booth's ring, from its present end; it leaves the booth it was in before. */
	void (*enter)(void *arg, struct conn_id c, const struct booth_id *b);
	void (*leave)(void *arg, struct conn_id c);
	/* All in this booth missed something: each is to get a fresh snapshot (sessions_resync) when its socket has room. */
	void (*resync)(void *arg, const struct booth_id *b);
	/* Closes the connection after what waits in its own queue. */
	void (*close)(void *arg, struct conn_id c, err_t why);

	/* The ids in WHIP and WHEP Locations belong to gate. False if there is no such viewer. */
	bool (*find_viewer)(void *arg, const char *name, struct viewer_id *ret);
	/* Writes the id in this publisher's WHIP Location (≤ 24 bytes), "" if it has none. */
	void (*name_publisher)(void *arg, struct publisher_id p, char ret[static 25]);
	/* This viewer has gone; its name means nothing any more. */
	void (*forget_viewer)(void *arg, struct viewer_id v);
	/* The booth's broadcast is over, and so is the name of whoever published it. */
	void (*forget_publisher)(void *arg, const struct booth_id *b);
};
