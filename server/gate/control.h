/* control.h — the door for commands of this machine: DATA/control.sock, for the same user and root alone. A line of JSON in, a line out.
 *
 *   {"do":"user","email":…,"role":"organizer" | "helpline","hash":…}  ─►  {"ok":true}  or  {"error":"bad-field"}
 *   {"do":"no-second-factor","email":…,"role":…}                         as its owner lost it
 *
 * A command is a handler of the tick like any request; the answer goes out after its commit.
 * Owns    the socket, its file, CONTROL_CLIENTS clients.    Thread  the floor; control_ask: any, in another process.
 * Limits  CONTROL_LINE bytes a line with its end; a client is hung up on after CONTROL_WAIT_MS. */
#pragma once
#include <stdbool.h>

#include "base/err.h"
#include "base/loop.h"
#include "store/tick.h"

#define CONTROL_CLIENTS 4
#define CONTROL_LINE 1024
#define CONTROL_WAIT_MS 5000

struct control;

/* ERR_IO; ERR_TOO_LONG for a folder whose name a socket's address cannot hold. */
err_t control_open(struct loop *loop, struct tick *tick, const char *dir, struct control **ret);
/* NULL is accepted. No commit may be outstanding. */
void control_close(struct control *c);

/* Sends one line (without its end) to the server of that folder and waits for the answer. ERR_NOT_FOUND with ret_nobody if none listens; else what
 * the server said, ERR_TIMEOUT if it said nothing. */
err_t control_ask(const char *dir, const char *line, bool *ret_nobody);
