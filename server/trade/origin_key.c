/* origin_key.c — the file holds the seed of RFC 8032 §5.1.5 as hexadecimal digits. */
#include "trade/origin_key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

#define SEED_BYTES crypto_sign_SEEDBYTES
#define SEED_CHARS (2 * SEED_BYTES)
#define PATH_MAX_OURS 600

static err_t refuse(const char *path, const char *why)
{
	log_error("trade", "%s: %s", path, why);
	return ERR_CONFIG;
}

static err_t read_seed(const char *path, int fd, unsigned char ret[static SEED_BYTES])
{
	struct stat st;
	char text[SEED_CHARS + 2];
	size_t len = 0;
	if (fstat(fd, &st) < 0) return ERR_IO;
	if (st.st_mode & 077) return refuse(path, "may be read by others; chmod 600 it");
	ssize_t n = read(fd, text, sizeof text);
	bool fits = n >= (ssize_t)SEED_CHARS && !sodium_hex2bin(ret, SEED_BYTES, text, SEED_CHARS, NULL, &len, NULL) && len == SEED_BYTES;
	sodium_memzero(text, sizeof text);
	return fits ? OK : refuse(path, "is no key");
}

/* Under another name first: a file that is there is whole. */
static err_t make_seed(const char *path, unsigned char ret[static SEED_BYTES])
{
	char fresh[PATH_MAX_OURS + 8], text[SEED_CHARS + 2];
	snprintf(fresh, sizeof fresh, "%s.new", path);
	randombytes_buf(ret, SEED_BYTES);
	sodium_bin2hex(text, sizeof text, ret, SEED_BYTES);
	text[SEED_CHARS] = '\n';
	int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool made = fd >= 0 && write(fd, text, SEED_CHARS + 1) == (ssize_t)SEED_CHARS + 1 && fsync(fd) == 0;
	sodium_memzero(text, sizeof text);
	if (fd >= 0) close(fd);
	if (made && rename(fresh, path) == 0) return OK;
	log_error("trade", "%s: %s", path, strerror(errno));
	return ERR_IO;
}

err_t origin_key_open(const char *dir, struct origin_key **ret)
{
	char path[PATH_MAX_OURS];
	unsigned char seed[SEED_BYTES];
	if (sodium_init() < 0) abort();
	snprintf(path, sizeof path, "%s/origin.key", dir);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno != ENOENT) return refuse(path, strerror(errno));
	err_t e = fd >= 0 ? read_seed(path, fd, seed) : make_seed(path, seed);
	if (fd >= 0) close(fd);
	TRY(e);
	struct origin_key *k = calloc(1, sizeof *k);
	if (!k) abort();
	crypto_sign_seed_keypair(k->public_key, k->secret_key, seed);
	sodium_memzero(seed, sizeof seed);
	origin_key_id(k->public_key, k->id);
	*ret = k;
	return OK;
}

void origin_key_close(struct origin_key *k)
{
	if (!k) return;
	sodium_memzero(k, sizeof *k);
	free(k);
}

err_t origin_key_publish(struct tx *tx, const struct origin_key *k)
{
	char id[ORIGIN_KEY_ID_CHARS + 1], public_key[ORIGIN_PUBLIC_CHARS + 1];
	sodium_bin2hex(id, sizeof id, k->id, sizeof k->id);
	sodium_bin2base64(public_key, sizeof public_key, k->public_key, sizeof k->public_key, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	TRY(db_exec(tx_db(tx), Q_ORIGIN_KEY_PUT, V(id), V(public_key), V(tx_now_ms(tx))));
	return db_exec(tx_db(tx), Q_ORIGIN_KEY_END_OTHERS, V(id), V(tx_now_ms(tx)));
}

err_t origin_key_list(struct db *db, void (*each)(void *arg, const struct origin_key_row *k), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_ORIGIN_KEY_LIST, V(ORIGIN_KEYS_MAX));
	while (rows_next(&r)) {
		struct origin_key_row k = {.from_ms = rows_int(&r, 2), .until_ms = rows_int(&r, 3)};
		rows_copy(&r, 0, k.id, sizeof k.id);
		rows_copy(&r, 1, k.public_key, sizeof k.public_key);
		each(arg, &k);
	}
	return rows_end(&r);
}
