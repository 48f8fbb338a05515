/* crowd.h — how many connections each address has open.
 * Owns    a counter for each address that has any.   Thread  the floor.   Limits  `max` connections in all. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct crowd;

struct crowd *crowd_new(size_t max);
void crowd_free(struct crowd *c);
/* Counts one more of this address and gives their number, 0 if there is no room in all. */
size_t crowd_enter(struct crowd *c, const char *ip);
void crowd_leave(struct crowd *c, const char *ip);
size_t crowd_len(const struct crowd *c);
