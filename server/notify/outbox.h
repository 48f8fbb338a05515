/* outbox.h — what is to leave the house: a row in the commit that caused it, sent afterwards, at least once.
 *
 *   due ─► sent ─► delivered      delivered only where the carrier reports it (SMS, WhatsApp)
 *    │      └────► failed         the dead letters of the desk, which can send each again
 *    └───────────► failed
 *
 * Reports come late, twice and out of order: delivered stays delivered, and overrules failed.
 * Owns    the rows of `outbox`.   Thread  the floor; lists on readers.
 * Limits  OUTBOX_TRIES attempts, then `failed`; the wait doubles from OUTBOX_FIRST_MS to OUTBOX_LONGEST_MS; what is settled
 *         is kept as schema/retention.def has it. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"

#define OUTBOX_TRIES 8
#define OUTBOX_FIRST_MS 10000LL
#define OUTBOX_LONGEST_MS 3600000LL
#define OUTBOX_LEASE_MS 120000LL
#define OUTBOX_TO_MAX 200
#define OUTBOX_SUBJECT_MAX 200
#define OUTBOX_BODY_MAX 4000
#define OUTBOX_NOTICE_MAX 60
#define OUTBOX_REF_MAX 64

enum outbox_kind { OUTBOX_MAIL, OUTBOX_SMS, OUTBOX_WHATSAPP, OUTBOX_PUSH, OUTBOX_KINDS };
/* "mail", "sms", "whatsapp", "push". Static. */
const char *outbox_kind_wire(enum outbox_kind k);

/* Plain UTF-8 text; NULL counts as empty. `notice` names its template, `about` what it speaks of; due_ms 0: at once. */
struct outbox_message {
	enum outbox_kind kind;
	const char *to, *subject, *body, *notice, *about, *person;
	int64_t due_ms;
};
/* ERR_TOO_LONG; ERR_BAD_FIELD for a line break in address or subject. */
err_t outbox_put(struct tx *tx, const struct outbox_message *m);
/* The same for a mail that is nothing but a mail. */
struct outbox_mail { const char *to, *subject, *body; };
err_t outbox_add(struct tx *tx, const struct outbox_mail *m);

struct outbox_item {
	char id[ID_CHARS + 1], to[OUTBOX_TO_MAX + 1], subject[OUTBOX_SUBJECT_MAX + 1], body[OUTBOX_BODY_MAX + 1], notice[OUTBOX_NOTICE_MAX + 1];
	int64_t tries;           /* this one included */
};
/* Takes the next item that is due for OUTBOX_LEASE_MS: unless it is settled within it, or the process ends, it is due again. false: nothing is due. */
err_t outbox_claim(struct tx *tx, enum outbox_kind kind, struct outbox_item *ret, bool *ret_some);
/* What a process that is gone had taken is due at once. Called at start, before anyone claims. */
err_t outbox_release(struct tx *tx);
/* The carrier has it; a body that no carrier will report on is forgotten. `carrier_ref` may be "". */
err_t outbox_sent(struct tx *tx, const char *id, const char *carrier_ref);
/* It did not work; waits longer each time but at least `wait_ms`, or gives up. `error` is cut at 200 bytes. */
err_t outbox_failed(struct tx *tx, const char *id, const char *error, int64_t wait_ms);
/* It never will: no further attempt. */
err_t outbox_give_up(struct tx *tx, const char *id, const char *error);
/* What the carrier reports of an item; one that is not known or not reported on is passed over. */
err_t outbox_reported(struct tx *tx, const char *id, bool delivered, const char *error);
/* A dead letter is due again. ERR_BAD_STATE if it is none. */
err_t outbox_again(struct tx *tx, const char *id);
/* When the next item of this kind is due; INT64_MAX if none is waiting. */
err_t outbox_next_due(struct db *db, enum outbox_kind kind, int64_t *ret_ms);

/* Dead letters, newest first, behind `before` ("": from the newest). */
struct outbox_letter { const char *id, *kind, *to, *notice, *error, *about, *state; int64_t tries, created_ms, settled_ms; };
err_t outbox_dead(struct db *db, const char *before, int64_t limit, void (*each)(void *arg, const struct outbox_letter *l), void *arg);
/* All that was said about something, eldest first, at most OUTBOX_ABOUT_MAX. */
#define OUTBOX_ABOUT_MAX 50
err_t outbox_about(struct db *db, const char *about, void (*each)(void *arg, const struct outbox_letter *l), void *arg);
