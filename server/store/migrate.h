/* migrate.h — brings a database to the newest schema, one numbered file of schema/ after the other. */
#pragma once
#include "base/err.h"

struct sqlite3;

/* Each migration is one transaction and one row in `migration`. A database newer than this program is ERR_CONFIG. */
err_t migrate(struct sqlite3 *sqlite);
