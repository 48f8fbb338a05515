/* erasure.h — a person's data is to be erased: told by every carrier, done when nobody has objected.
 *
 *   asked ─► signed out everywhere, told ─► waits ─► erased (erasure_sweep)
 *                                             └────► kept: by the link in the message, or by signing in
 *
 * Owns    the rows of `erase_due`.    Thread  the floor, inside the handler.    Limits  one a person; a sweep erases one. */
#pragma once
#include <stdbool.h>

#include "store/tick.h"

/* Begins the wait. Asked again it goes on, with a new link. ERR_BAD_STATE while an order is under way or money is owed back. */
err_t erasure_ask(struct tx *tx, const char *person, int64_t wait_ms, int64_t *ret_due_ms);
/* By the link's token; the person is told that all stays. ERR_EXPIRED if it opens nothing. */
err_t erasure_keep(struct tx *tx, const char *token);
/* The person has signed in: what waits for them is called off, and they are told. OK also where nothing waits. */
err_t erasure_keep_by(struct tx *tx, const char *person);
/* Erases the next whose time has come; where an order was begun meanwhile, all stays. A handler; its request is NULL. */
err_t erasure_sweep(struct tx *tx, void *unused);
/* Without a wait: for who has only this browser. ERR_BAD_STATE as above. */
err_t erasure_now(struct tx *tx, const char *person);
