/* check.h — mela check: what can be found wrong without serving: the settings when they are read, and then the books, whole.
 * Thread  main; beside a server that runs, for it only reads. */
#pragma once
#include "base/config.h"

/* OK also where there is no house yet. ERR_CONFLICT when the books do not add up, and prints how. */
err_t check_run(const struct config *c);
