/* backup.h — the data folder as one sealed file (sealed.h around archive.h), and back.
 * Taken beside a running server: the store by SQLite's backup, which reads one moment of it; photos and tables after it, for what the store names
 * is there before it is named. What must not be in it: the lock, and the WAL that the copy has taken in already.
 * Limits  needs room for one more copy of the store in the data folder while it runs.    Thread  a program of its own. */
#pragma once
#include "base/err.h"

/* Writes FILE.part, then FILE. ERR_BAD_FIELD for what is no recipient; ERR_NOT_FOUND without a store; ERR_IO, logged. */
err_t backup_write(const char *data, const char *file, const char *recipient);
/* Into a folder that is not there yet or is empty: all of it or nothing. ERR_CONFLICT if it holds anything; ERR_UNAUTHENTIC, ERR_BAD_CREDENTIALS,
 * ERR_MALFORMED as sealed.h has them. */
err_t backup_restore(const char *file, const char *secret_key, const char *data);
