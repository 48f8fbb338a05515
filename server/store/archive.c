/* archive.c — see archive.h. */
#include "store/archive.h"

#include <string.h>

static bool part_valid(const char *s, size_t n)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
	return n > 0 && *s != '.' && strspn(s, allowed) >= n;
}

bool archive_name_valid(const char *name)
{
	int parts = 0;
	if (strlen(name) > ARCHIVE_NAME_MAX) return false;
	for (;; name++) {
		size_t n = strcspn(name, "/");
		if (!part_valid(name, n) || ++parts > ARCHIVE_DEPTH) return false;
		name += n;
		if (!*name) return true;
	}
}

static void put_number(unsigned char *to, uint64_t value, size_t bytes)
{
	for (size_t i = bytes; i-- > 0; value >>= 8) to[i] = (unsigned char)value;
}

static uint64_t get_number(const unsigned char *from, size_t bytes)
{
	uint64_t value = 0;
	for (size_t i = 0; i < bytes; i++) value = value << 8 | from[i];
	return value;
}

err_t archive_head(const char *name, uint64_t size, unsigned char ret[static ARCHIVE_HEAD_MAX], size_t *ret_len)
{
	size_t n = strlen(name);
	if (!archive_name_valid(name)) return ERR_BAD_FIELD;
	put_number(ret, n, 2);
	memcpy(ret + 2, name, n);
	put_number(ret + 2 + n, size, 8);
	*ret_len = 2 + n + 8;
	return OK;
}

/* A head that is whole. */
static err_t begin_file(struct archive_in *a, size_t name_len)
{
	char name[ARCHIVE_NAME_MAX + 1];
	memcpy(name, a->head + 2, name_len);
	name[name_len] = '\0';
	if (strlen(name) != name_len || !archive_name_valid(name)) return ERR_MALFORMED;
	a->left = get_number(a->head + 2 + name_len, 8);
	a->n = 0;
	a->in_file = a->left > 0;
	return a->sink.file(a->sink.arg, name, a->left);
}

/* One byte of a head. */
static err_t take_head(struct archive_in *a, unsigned char byte)
{
	a->head[a->n++] = byte;
	if (a->n < 2) return OK;
	size_t name_len = (size_t)get_number(a->head, 2);
	if (name_len > ARCHIVE_NAME_MAX) return ERR_MALFORMED;
	if (!name_len) a->ended = true;
	return name_len && a->n == 2 + name_len + 8 ? begin_file(a, name_len) : OK;
}

err_t archive_feed(struct archive_in *a, const unsigned char *data, size_t len)
{
	while (len) {
		if (a->ended) return ERR_MALFORMED;
		if (!a->in_file) {
			TRY(take_head(a, *data));
			data++, len--;
			continue;
		}
		size_t n = a->left < len ? (size_t)a->left : len;
		TRY(a->sink.bytes(a->sink.arg, data, n));
		data += n, len -= n;
		a->left -= n;
		a->in_file = a->left > 0;
	}
	return OK;
}
