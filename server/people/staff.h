/* staff.h — who works here: an organizer or a helpline agent, made or given a new password by whoever has the machine.
 * Owns    nothing of its own; writes `person` and `credential`.   Thread  the floor. */
#pragma once
#include "people/role.h"
#include "store/tick.h"

/* What stands in front of each hash of password.h, so that nothing else is kept as one. */
#define STAFF_HASH_BEGINS "$argon2id$"

struct staff_new { const char *email, *hash; enum role role; };

/* All logins of a former password end. ERR_BAD_FIELD for another role, no address or no hash. */
err_t staff_keep(struct tx *tx, const struct staff_new *s);
