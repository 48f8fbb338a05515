/* desk.h — how each live booth does, for those who watch over the fair. */
#pragma once
#include "sessions/booth.h"
#include "store/tick.h"

/* False when the booth is off. */
bool desk_health_of(const struct booth *b, struct live_desk_health *ret);
/* Tells every desk. Each second. */
void desk_tell(struct tx *tx, struct sessions *s, const struct booth *b);
