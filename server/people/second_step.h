/* second_step.h — the step between a right password and a login, for whoever has a second factor: a ticket that opens nothing by itself. It is bound to
 * the browser that knew the password: to the token in its cookie, guest's or other, of which only the hash is kept.
 * Owns    the rows of `second_step`.    Thread  the floor.    Limits  SECOND_STEP_MS, SECOND_STEP_TRIES, one a browser. */
#pragma once
#include "base/id.h"
#include "store/tick.h"

#define SECOND_STEP_MS 300000LL
#define SECOND_STEP_TRIES 5

/* The browser with this token knew the password of `person`; its former ticket ends. */
err_t second_step_open(struct tx *tx, const char *token, const char *person);
/* Whose it is, while it is good. ERR_EXPIRED for one that is over, used up, or another browser's. */
err_t second_step_find(struct db *db, const char *token, int64_t now_ms, struct person_id *ret_person);
/* The same, and counts a try. */
err_t second_step_try(struct tx *tx, const char *token, struct person_id *ret_person);
/* Ends all tickets of a person: one of them was used. */
err_t second_step_end(struct tx *tx, const char *person);
