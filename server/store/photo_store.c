/* photo_store.c — a child makes the sizes, and each becomes a file by a rename, so that a half one is never seen. */
#include "store/photo_store.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/sha.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "store/datadir.h"

#define OUT_MAX (16u << 20)
static const char *const endings[PHOTO_SIZES + 1] = {"-l.webp", "-m.webp", "-s.webp", "-m.jpg"};

static void hash_of(const void *bytes, size_t len, char ret[static PHOTO_HASH_CHARS + 1])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	SHA256(bytes, len, digest);
	for (size_t i = 0; i < sizeof digest; i++) snprintf(ret + 2 * i, 3, "%02x", digest[i]);
}

static err_t write_file(const char *path, const char *data, size_t len)
{
	char part[700];
	snprintf(part, sizeof part, "%s.part", path);
	int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0) return ERR_IO;
	size_t done = 0;
	while (done < len) {
		ssize_t n = write(fd, data + done, len - done);
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) break;
		done += (size_t)n;
	}
	bool whole = done == len && fsync(fd) == 0;
	close(fd);
	if (whole && rename(part, path) == 0) return OK;
	unlink(part);
	return ERR_IO;
}

/* "W H a b c d\n" and then the four pictures: what our own child says, and still not believed. */
static err_t keep(const char *dir, const struct buf *said, struct photo *p)
{
	char folder[600], path[690];
	size_t lens[PHOTO_SIZES + 1], at, sum = 0;
	const char *end = said->data ? memchr(said->data, '\n', said->len) : NULL;
	if (!end || sscanf(said->data, "%ld %ld %zu %zu %zu %zu", &p->width, &p->height, &lens[0], &lens[1], &lens[2], &lens[3]) != 6) return ERR_MALFORMED;
	at = (size_t)(end - said->data) + 1;
	for (int i = 0; i <= PHOTO_SIZES; i++) {
		if (lens[i] > OUT_MAX) return ERR_MALFORMED;
		sum += lens[i];
	}
	if (at + sum != said->len || p->width < 1 || p->height < 1 || p->width > PHOTO_LARGE || p->height > PHOTO_LARGE) return ERR_MALFORMED;
	snprintf(folder, sizeof folder, "%s/photos/%.2s", dir, p->hash);
	TRY(datadir_make(folder));
	for (int i = 0; i <= PHOTO_SIZES; at += lens[i++]) {
		snprintf(path, sizeof path, "%s/%s%s", folder, p->hash, endings[i]);
		TRY(write_file(path, said->data + at, lens[i]));
	}
	p->bytes = (int64_t)sum;
	return OK;
}

err_t photo_store(const char *program, const char *dir, const void *bytes, size_t len, struct photo *ret)
{
	static const char *const none[] = {NULL};
	struct photo p = {.width = 0};
	struct buf said;
	if (len > PHOTO_BYTES_MAX) return ERR_TOO_BIG;
	if (!len) return ERR_BAD_TYPE;
	int fd = child_input(bytes, len);
	if (fd < 0) return ERR_IO;
	hash_of(bytes, len, p.hash);
	buf_init(&said);
	err_t e = child_run(program, none, fd, PHOTO_PATIENCE_MS, OUT_MAX, &said);
	if (e == OK) e = keep(dir, &said, &p);
	buf_fini(&said);
	close(fd);
	if (e == OK) *ret = p;
	return e;
}

err_t photo_read(const char *dir, const char *name, struct buf *out, const char **ret_type)
{
	char path[700], chunk[65536];
	int ending = -1;
	if (strspn(name, "0123456789abcdef") != PHOTO_HASH_CHARS) return ERR_NOT_FOUND;
	for (int i = 0; i <= PHOTO_SIZES; i++)
		if (strcmp(name + PHOTO_HASH_CHARS, endings[i]) == 0) ending = i;
	if (ending < 0) return ERR_NOT_FOUND;
	snprintf(path, sizeof path, "%s/photos/%.2s/%s", dir, name, name);
	FILE *f = fopen(path, "re");
	if (!f) return ERR_NOT_FOUND;
	for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) buf_add(out, chunk, n);
	fclose(f);
	*ret_type = ending == PHOTO_SIZES ? "image/jpeg" : "image/webp";
	return OK;
}
