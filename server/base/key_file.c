/* key_file.c — a new one is written under another name first: a file that is there is whole. */
#include "base/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

#define KEY_CHARS (2 * KEY_FILE_BYTES)
#define PATH_MAX_OURS 600

static err_t refuse(const char *path, const char *why)
{
	log_error("base", "%s: %s", path, why);
	return ERR_CONFIG;
}

static err_t read_key(const char *path, int fd, unsigned char ret[static KEY_FILE_BYTES])
{
	struct stat st;
	char text[KEY_CHARS + 2];
	size_t len = 0;
	if (fstat(fd, &st) < 0) return ERR_IO;
	if (st.st_mode & 077) return refuse(path, "may be read by others; chmod 600 it");
	ssize_t n = read(fd, text, sizeof text);
	bool fits = n >= (ssize_t)KEY_CHARS && !sodium_hex2bin(ret, KEY_FILE_BYTES, text, KEY_CHARS, NULL, &len, NULL) && len == KEY_FILE_BYTES;
	sodium_memzero(text, sizeof text);
	return fits ? OK : refuse(path, "is no key");
}

static err_t make_key(const char *path, unsigned char ret[static KEY_FILE_BYTES])
{
	char fresh[PATH_MAX_OURS + 8], text[KEY_CHARS + 2];
	snprintf(fresh, sizeof fresh, "%s.new", path);
	randombytes_buf(ret, KEY_FILE_BYTES);
	sodium_bin2hex(text, sizeof text, ret, KEY_FILE_BYTES);
	text[KEY_CHARS] = '\n';
	int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool made = fd >= 0 && write(fd, text, KEY_CHARS + 1) == (ssize_t)KEY_CHARS + 1 && fsync(fd) == 0;
	sodium_memzero(text, sizeof text);
	if (fd >= 0) close(fd);
	if (made && rename(fresh, path) == 0) return OK;
	log_error("base", "%s: %s", path, strerror(errno));
	return ERR_IO;
}

err_t key_file_open(const char *dir, const char *name, unsigned char ret[static KEY_FILE_BYTES])
{
	char path[PATH_MAX_OURS];
	if (sodium_init() < 0) abort();
	snprintf(path, sizeof path, "%s/%s", dir, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno != ENOENT) return refuse(path, strerror(errno));
	err_t e = fd >= 0 ? read_key(path, fd, ret) : make_key(path, ret);
	if (fd >= 0) close(fd);
	return e;
}
