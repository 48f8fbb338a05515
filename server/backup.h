/* backup.h — `mela key`, `mela backup` and `mela restore` (store/backup.h).
 * The key is made where the backups will be read, never beside the data: whoever steals the server then has no key to its backups. */
#pragma once
#include "base/buf.h"
#include "base/config.h"

/* What the error means here goes to `why`, without a newline, where that says more than its sentence. */

/* Writes a new secret key into `file`, which must not be there, and prints the recipient that belongs to it. */
err_t backup_key_run(const char *file, struct buf *why);
err_t backup_run(const struct config *config, const char *to, const char *recipient, struct buf *why);
/* `key_file` as backup_key_run wrote it. */
err_t backup_restore_run(const struct config *config, const char *from, const char *key_file, struct buf *why);
