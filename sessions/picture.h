/* picture.h — what media says of the pictures, made into events of their broadcasts.
 * Who feeds a booth is a fact, kept at once; what it means for the broadcast is a transaction. Where the two have come
 * apart (a commit failed, a successor never came) the beat brings them together again.
 * Thread  the floor. */
#pragma once
#include "sessions/booth.h"

#define PICTURE_UNFED_US 3000000 /* live without a publisher longer than this is away */

/* Carries out one event (broadcast.c's table) in a transaction of its own. */
void broadcast_happens(struct sessions *s, const struct booth_id *booth, enum broadcast_event event, struct publisher_id p, err_t why);
/* Brings broadcast and picture together, and ends a grace that is over. Each second. */
void picture_beat(struct sessions *s, struct booth *b);
