/* supply.h — gives a source's picture to its mela-render child: whole, in order, from a key frame on.
 * Owns    nothing; a plain value beside its source.   Thread  the owner's media worker.
 * Limits  a hole is waited for SUPPLY_PATIENCE_US, and longer where repairs come late; then, or when the child is behind, it goes on at the next key frame. */
#pragma once
#include "media/ipc.h"
#include "media/source.h"

#define SUPPLY_PATIENCE_US     60000
#define SUPPLY_PATIENCE_MAX_US 500000 /* where repairs come late */
#define SUPPLY_PT          96

struct supply { uint64_t next; int64_t hole_us; bool begun; uint32_t last_ts; };

/* Sends what the ring has and the child has not, to source_fd_low; `message` is scratch. */
void supply_give(struct supply *u, struct source *s, struct ipc_batch *message, int64_t now_us);
