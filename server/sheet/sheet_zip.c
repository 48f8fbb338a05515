/* sheet_zip.c — files out of a ZIP, by their bare names: a path in an archive is nobody's business here. */
#include <stdlib.h>
#include <string.h>

#include "sheet/sheet.h"
#include "sheet/unzip.h"

#define NAME_MAX_BYTES 200

static err_t give(struct zip *z, int64_t at, const char *name, size_t most, const struct zip_sink *sink)
{
	char *bytes;
	size_t len;
	TRY(unzip_take(z, at, most, &bytes, &len));
	err_t e = sink->file(sink->arg, name, bytes, len);
	free(bytes);
	return e;
}

err_t sheet_zip(const void *bytes, size_t len, size_t most, const struct zip_sink *sink)
{
	struct zip *z;
	err_t e = OK;
	TRY(unzip_open(bytes, len, &z));
	for (int64_t i = 0, n = unzip_count(z); i < n && e == OK; i++) {
		const char *name = unzip_name(z, i), *slash = name ? strrchr(name, '/') : NULL;
		if (slash) name = slash + 1;
		if (!name || !*name || *name == '.' || strlen(name) > NAME_MAX_BYTES || strchr(name, '\n')) continue;
		e = give(z, i, name, most, sink);
	}
	unzip_close(z);
	return e;
}
