/* phone_call.h — automatic telephone calls: a child process `mela-call` each, which is told on its standard input whom to call and what to
 * say, and says in one line what came of it.
 * Owns    its children; at phone_calls_close they are killed.    Thread  the floor.
 * Limits  `lines` at a time, then FULL; a child that is silent for PHONE_CALL_S is killed. */
#pragma once
#include <stdbool.h>

#include "base/err.h"
#include "base/loop.h"

#define PHONE_CALL_S 240
#define PHONE_LINES_MAX 16

/* Lent for the life of the calls. `gateway` is host[:port] of the SIP gateway. */
struct phone_config { const char *program, *gateway, *from, *user, *password; int lines; };
struct phone_wish { const char *number, *lang, *say, *thanks; };
/* "pressed 1", "heard", "cut", "busy", "no-answer", "refused 404", "failed 0". Lent. */
typedef void phone_done_fn(void *arg, const char *result);

struct phone_calls;

/* NULL in *ret if the gateway is empty: no automatic calls. */
err_t phone_calls_open(struct loop *loop, const struct phone_config *c, struct phone_calls **ret);
/* Hangs up all; `done` is not called any more. NULL is accepted. */
void phone_calls_close(struct phone_calls *p);
/* Calls `done` later, exactly once. FULL, IO. */
err_t phone_call(struct phone_calls *p, const struct phone_wish *w, phone_done_fn *done, void *arg);
/* True while a line is free. */
bool phone_calls_free(const struct phone_calls *p);
