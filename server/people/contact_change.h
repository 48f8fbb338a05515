/* contact_change.h — a number that replaces another waits before it counts, so that its owner can object.
 *
 *   asked ─► waits ─► counts (contact_change_sweep)
 *              └────► taken back by the person, or stopped at the desk
 *
 * Taking a number away is a change like any other; else it would be the way around.
 * Owns    the rows of `contact_change`.    Thread  writes on the floor; the list on readers.    Limits  one a person. */
#pragma once
#include "people/contact.h"

#define CONTACT_CHANGES_MAX 100

/* phone "": the number is to be taken away. */
struct contact_change { char phone[PHONE_CHARS + 1]; int64_t asked_ms, holds_ms; };

/* The same number again changes nothing; another begins to wait anew. */
err_t contact_change_ask(struct tx *tx, const char *person, const char *phone, int64_t wait_ms);
/* OK also where there is none. */
err_t contact_change_drop(struct tx *tx, const char *person);
/* ERR_NOT_FOUND. */
err_t contact_change_find(struct db *db, const char *person, struct contact_change *ret);
/* Those whose time has come count from now on, at most `most` of them. */
err_t contact_change_sweep(struct tx *tx, int64_t most);

/* What waits, the next to count first, at most CONTACT_CHANGES_MAX. */
struct contact_change_row { const char *person, *name, *role, *phone; int64_t asked_ms, holds_ms; };
err_t contact_change_list(struct db *db, void (*each)(void *arg, const struct contact_change_row *c), void *arg);
