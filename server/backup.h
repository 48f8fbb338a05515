/* backup.h — `mela key`, `mela backup` and `mela restore` (store/backup.h).
 * The key is made where the backups will be read, never beside the data: whoever steals the server then has no key to its backups. */
#pragma once
#include "base/config.h"

/* Writes a new secret key into `file`, which must not be there, and prints the recipient that belongs to it. */
err_t backup_key_run(const char *file);
err_t backup_run(const struct config *config, const char *to, const char *recipient);
/* `key_file` as backup_key_run wrote it. */
err_t backup_restore_run(const struct config *config, const char *from, const char *key_file);
