/* outgoing.h — HTTP requests that leave the house, all on one thread (curl_multi), so that a slow partner holds up nobody.
 *
 *   outgoing_call ─► queue ─► thread "outgoing": as many at a time as there are ─► queue ─► `done` on the floor
 *
 * Redirects are not followed: an address that was checked is the address that is spoken to.
 * Owns    its thread and everything of a request, which is copied; `arg` belongs to the request until `done` or `drop`.
 * Thread  the floor.    Limits  OUTGOING_MAX under way, then FULL; OUTGOING_ANSWER_MAX bytes of an answer, more is an error. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/loop.h"

#define OUTGOING_MAX 64
#define OUTGOING_ANSWER_MAX 65536
#define OUTGOING_TIMEOUT_MS 10000L

struct outgoing;

struct outgoing *outgoing_start(struct loop *loop);
/* Gives up what is under way: each is dropped. NULL is accepted. */
void outgoing_stop(struct outgoing *o);

/* What came back; lent for the call of `done`. */
struct outgoing_answer {
	err_t err;               /* OK: there was an answer, whatever its status; else TIMEOUT, TOO_BIG, FORBIDDEN (address), UNAVAILABLE */
	int status;              /* of HTTP; 0 without an answer */
	int64_t retry_after_s;   /* 0: not said */
	const char *body;        /* NUL-terminated, never NULL */
	size_t len;
	const char *why;         /* static; "" after an answer */
};
struct outgoing_request {
	const char *method, *url;                    /* http and https only */
	const char *const *headers;                  /* "Name: value", NULL at the end; NULL for none */
	const void *body;
	size_t body_len;
	long timeout_ms;                             /* 0: OUTGOING_TIMEOUT_MS */
	bool public_only;                            /* connect to public addresses only, whatever a name resolves to; no proxy */
	void (*done)(void *arg, const struct outgoing_answer *a);
	void (*drop)(void *arg);
	void *arg;
};
/* Exactly one of `done` and `drop` is called later, unless this fails (FULL, BAD_FIELD): then neither is. */
err_t outgoing_call(struct outgoing *o, const struct outgoing_request *r);
