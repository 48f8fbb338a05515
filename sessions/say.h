/* say.h — how a live message leaves: encoded in its handler, sent after the commit.
 *
 *   say_public ─► a row of the booth log ─► commit ─► one frame to all in the booth
 *   say_to_…   ─────────────────────────► commit ─► frames to those whom it concerns
 *
 * Thread  the floor. `slug` is the envelope's booth. */
#pragma once
#include "sessions/conn.h"
#include "sessions/live.h"
#include "sessions/outlet.h"
#include "store/tick.h"

/* `actor` (a person's id) may be NULL, `ret_seq` too. */
err_t say_public(struct tx *tx, struct sessions *s, const struct booth_id *booth, enum live_kind kind, const char *actor, const void *msg,
                 int64_t *ret_seq);
void say_to_conn(struct tx *tx, struct sessions *s, struct conn_id c, enum live_kind kind, const char *slug, const void *msg);
/* To all connections of a person. */
void say_to_person(struct tx *tx, struct sessions *s, const char *person, enum live_kind kind, const char *slug, const void *msg);
/* To the connections of the booth's own artisans. */
void say_to_host(struct tx *tx, struct sessions *s, const struct booth_id *booth, enum live_kind kind, const char *slug, const void *msg);
/* To those who watch at a desk. */
void say_to_staff(struct tx *tx, struct sessions *s, enum live_kind kind, const char *slug, const void *msg);

/* To the booth's artisans, the desks and (unless NULL) a person: encoded once. */
void say_to_concerned(struct tx *tx, struct sessions *s, const struct booth_id *booth, const char *person, enum live_kind kind, const char *slug, const void *msg);

/* The answer to a request after its commit; if the commit fails, the error that says so. */
void say_answer(struct tx *tx, struct sessions *s, struct conn_id c, enum live_kind kind, const char *request, const char *slug, const void *msg);
/* At once: only for what no commit can change (a frame that could not be read, a commit that failed). */
void say_now(struct sessions *s, struct conn_id c, enum live_kind kind, const char *request, const char *slug, const void *msg);
