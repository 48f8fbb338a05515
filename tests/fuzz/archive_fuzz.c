/* Any bytes as an archive: in pieces they read as in one, no name leads out of the folder, and no file gets more than it was said to have. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/archive.h"

struct seen { uint64_t files, bytes, left; };

static err_t on_file(void *arg, const char *name, uint64_t size)
{
	struct seen *s = arg;
	if (s->left || *name == '/' || *name == '.' || strstr(name, "/.")) abort();
	s->files++;
	s->left = size;
	return OK;
}

static err_t on_bytes(void *arg, const unsigned char *data, size_t len)
{
	struct seen *s = arg;
	(void)data;
	if (len > s->left) abort();
	s->left -= len;
	s->bytes += len;
	return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen whole = {0}, pieces = {0};
	struct archive_in a = {.sink = {on_file, on_bytes, &whole}}, b = {.sink = {on_file, on_bytes, &pieces}};
	err_t e = archive_feed(&a, data, size), f = OK;
	for (size_t i = 0; f == OK && i < size; i++) f = archive_feed(&b, data + i, 1);
	if (e != f || whole.files != pieces.files || archive_whole(&a) != archive_whole(&b)) abort();
	if (e == OK && whole.bytes != pieces.bytes) abort();
	return 0;
}
