/* mailer.h — carries the outbox to the mail server, one mail at a time, at least once.
 *
 *   claim (commit) ─► lane "outgoing": smtp_send ─► sent or failed (commit) ─► next
 *
 * A mail that is claimed when the process dies is due again after its lease; its Message-ID stays the same.
 * Owns    its lane and timer.    Thread  the floor.    Limits  as in outbox.h. */
#pragma once
#include "base/loop.h"
#include "notify/smtp.h"
#include "store/tick.h"

#define MAILER_LOOK_MS 500 /* what no kick told of: an order's letter, a second try */

struct mailer;

/* The server's texts are lent for the mailer's life. An empty url leaves mail in the outbox. */
struct mailer *mailer_start(struct loop *loop, struct tick *tick, const struct smtp_server *server);
/* Finishes the mail in hand and frees; NULL is accepted. */
void mailer_stop(struct mailer *m);
/* Something may be due now. Call it from an effect. */
void mailer_kick(struct mailer *m);
