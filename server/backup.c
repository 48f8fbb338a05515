/* backup.c — the command line's words around store/backup.h. */
#include "server/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/backup.h"
#include "store/sealed.h"

err_t backup_key_run(const char *file, struct buf *why)
{
	struct sealed_pair pair;
	int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	if (!f) {
		buf_printf(why, "%s: %s", file, strerror(errno));
		return ERR_IO;
	}
	sealed_pair_new(&pair);
	fprintf(f, "%s\n", pair.secret_key);
	bool good = fflush(f) == 0 && fsync(fd) == 0;
	good = fclose(f) == 0 && good;
	sodium_memzero(pair.secret_key, sizeof pair.secret_key);
	if (!good) return ERR_IO;
	printf("%s\n", pair.public_key);
	return OK;
}

/* What the errors of store/backup.h mean here. */
static err_t explain(err_t e, struct buf *why)
{
	static const struct { err_t e; const char *words; } rows[] = {
		{ERR_BAD_FIELD, "this is no key: `mela key FILE` makes one, and prints its recipient"}, {ERR_NOT_FOUND, "there is no store in the data folder"},
		{ERR_CONFLICT, "the data folder is not empty; a restore goes into a new one"}, {ERR_BAD_CREDENTIALS, "this key does not open the backup: it is another's"},
		{ERR_MALFORMED, "this is no backup"}, {ERR_UNAUTHENTIC, "the backup was cut off or changed; nothing was restored"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (e == rows[i].e) buf_puts(why, rows[i].words);
	return e;
}

err_t backup_run(const struct config *config, const char *to, const char *recipient, struct buf *why)
{
	return explain(backup_write(config->data, to, recipient), why);
}

err_t backup_restore_run(const struct config *config, const char *from, const char *key_file, struct buf *why)
{
	char key[SEALED_KEY_CHARS + 3] = "";
	FILE *f = fopen(key_file, "re");
	if (!f || !fgets(key, sizeof key, f)) {
		buf_printf(why, "%s cannot be read", key_file);
		if (f) fclose(f);
		return ERR_CONFIG;
	}
	fclose(f);
	key[strcspn(key, "\r\n")] = '\0';
	err_t e = backup_restore(from, key, config->data);
	sodium_memzero(key, sizeof key);
	return explain(e, why);
}
