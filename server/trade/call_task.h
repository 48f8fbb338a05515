/* call_task.h — the helpline's tasks: an artisan is to be called because something was bought, or somebody waits.
 *
 *   something happens ─► open ── take (a lease) ── outcome ─► done, or open again later
 *                         └── the artisan acts by themselves ─► done
 *
 * A lease that is not used ends by itself, so that a task never hangs on one who went home.
 * Owns    the rows of `call_task` and `call_try`.    Thread  writes on the floor; lists on readers.
 * Limits  CALL_NOTE_MAX bytes of a note; CALL_PAGE_MAX tasks a page. */
#pragma once
#include "trade/call_plan.h"
#include "trade/enquiry.h"
#include "trade/order.h"

#define CALL_LEASE_MS 900000LL
#define CALL_NOTE_MAX 500
#define CALL_PAGE_MAX 100
#define CALL_READY_DAYS_MAX 365
#define CALL_WATCH_ROWS 50
#define CALL_AUTOMATIC "automatic"   /* takes tasks like a person, for the automatic call */

struct call_task {
	char id[ID_CHARS + 1], about[ID_CHARS + 1], orders[ID_CHARS + 1], outcome[16];
	enum call_reason reason;
	struct booth_id booth;
	struct person_id lease_by;              /* .s[0] == 0: nobody */
	bool open;
	int64_t due_ms, lease_until_ms, tries, created_ms, done_ms;
};

/* For follow.c: a task for each maker of a child; and none any more once it has moved. */
err_t call_placed(struct tx *tx, const struct order *o, int child);
err_t call_moved(struct tx *tx, const struct order *o, int child, enum order_event event);

/* ERR_NOT_FOUND. */
err_t call_task_find(struct db *db, const char *id, struct call_task *ret);
/* Open tasks in the order in which they are due, behind `after` ({0, ""}: from the first). */
struct call_after { int64_t due_ms; const char *id; };
err_t call_task_list(struct db *db, struct call_after after, int64_t limit, void (*each)(void *arg, const struct call_task *t), void *arg);
/* What the desk must see to: declined, wrong number, given up, since then. */
err_t call_task_stuck(struct db *db, int64_t since_ms, int64_t limit, void (*each)(void *arg, const struct call_task *t), void *arg);

/* Takes it for CALL_LEASE_MS, or again. ERR_CONFLICT while another has it, ERR_BAD_STATE when it is done. */
err_t call_task_take(struct tx *tx, const char *id, const char *person);
/* Gives it back. Nothing if it is not theirs. */
err_t call_task_release(struct tx *tx, const char *id, const char *person);
/* What came of the call. READY accepts the order on the artisan's behalf, if it is still to be accepted.
 * ERR_CONFLICT without a lease, ERR_BAD_FIELD for a day that is past or too far, ERR_TOO_LONG, ERR_BAD_STATE. person "": the automatic call. */
struct call_result { enum call_outcome outcome; int64_t ready_ms; const char *note; };
err_t call_task_outcome(struct tx *tx, const char *id, const char *person, const struct call_result *r);

/* Calls of a task, eldest first. */
struct call_try { const char *person, *name, *outcome, *note; int64_t ready_ms, at_ms; bool accepted; };
err_t call_tries(struct db *db, const char *task, void (*each)(void *arg, const struct call_try *t), void *arg);

/* Looks for what waits too long: orders that nobody accepts (and nobody has called about meanwhile), enquiries that nobody answers; and
 * settles the tasks of enquiries that were answered. Walks on by id, CALL_WATCH_ROWS of each a
 * call, and begins anew at the end. A handler; its request is a struct call_watch. */
struct call_watch { int64_t accept_ms, answer_ms; char child[ID_CHARS + 1], enquiry[ID_CHARS + 1]; };
err_t call_watch(struct tx *tx, void *request);
/* The task that the automatic call may try now: bought, never called, nobody's. ERR_NOT_FOUND. */
err_t call_task_next_auto(struct db *db, int64_t now_ms, char ret_id[static ID_CHARS + 1]);

/* For supervisors: how it stands, and who called what since then. */
struct call_figures { int64_t open, overdue, leased, eldest_ms; };
err_t call_figures(struct db *db, int64_t now_ms, struct call_figures *ret);
struct call_share { const char *name, *person, *outcome; int64_t n; };
err_t call_shares(struct db *db, int64_t since_ms, void (*each)(void *arg, const struct call_share *s), void *arg);
