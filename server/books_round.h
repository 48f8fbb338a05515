/* books_round.h — has the whole of the books walked once a day (trade/books_walk.h), a slice a second on a reader, and raises the alarm: a line in
 * the log, the gauge mela_books_faults, and what the desk is shown.
 * Owns    its timer and the round under way.    Thread  the floor. */
#pragma once
#include "gate/house.h"

struct books_round;

struct books_round *books_round_start(const struct house *house);
/* Before the readers are closed. NULL is accepted. */
void books_round_stop(struct books_round *b);
