/* reaction.h — hearts and claps: summed in memory for a second, then one row of the log. */
#pragma once
#include "sessions/booth.h"
#include "store/tick.h"

/* Writes this second's sum, if there is one. */
err_t reaction_tell(struct tx *tx, struct sessions *s, struct booth *b);
