/* unzip.c — what an entry claims to be is checked before it is unpacked, and what comes out of it while it is. */
#include "sheet/unzip.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "sheet/sheet.h"

err_t unzip_open(const void *bytes, size_t len, struct zip **ret)
{
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(bytes, len, 0, &error);
	zip_t *z = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	zip_error_fini(&error);
	if (!z) {
		if (source) zip_source_free(source);
		return ERR_BAD_TYPE;
	}
	if (zip_get_num_entries(z, 0) > ZIP_ENTRIES_MAX) {
		zip_discard(z);
		return ERR_TOO_BIG;
	}
	*ret = z;
	return OK;
}

void unzip_close(struct zip *z) { if (z) zip_discard(z); }
int64_t unzip_count(struct zip *z) { return zip_get_num_entries(z, 0); }
int64_t unzip_find(struct zip *z, const char *name) { return zip_name_locate(z, name, 0); }

const char *unzip_name(struct zip *z, int64_t at)
{
	zip_stat_t st;
	if (zip_stat_index(z, (zip_uint64_t)at, 0, &st) != 0 || !(st.valid & ZIP_STAT_NAME)) return NULL;
	size_t n = strlen(st.name);
	bool secret = (st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE;
	return n && st.name[n - 1] != '/' && !secret ? st.name : NULL;
}

err_t unzip_take(struct zip *z, int64_t at, size_t most, char **ret, size_t *ret_len)
{
	zip_stat_t st;
	if (zip_stat_index(z, (zip_uint64_t)at, 0, &st) != 0 || !(st.valid & ZIP_STAT_SIZE) || !(st.valid & ZIP_STAT_COMP_SIZE)) return ERR_MALFORMED;
	if (st.size > most || st.size > (st.comp_size + 1024) * ZIP_RATIO_MAX) return ERR_TOO_BIG;
	zip_file_t *f = zip_fopen_index(z, (zip_uint64_t)at, 0);
	char *bytes = f ? malloc((size_t)st.size + 1) : NULL;
	/* One byte more than was claimed: an entry that goes on is a lie. */
	zip_int64_t n = bytes ? zip_fread(f, bytes, st.size + 1) : -1;
	if (f) zip_fclose(f);
	if (n < 0 || (zip_uint64_t)n != st.size) {
		free(bytes);
		return ERR_MALFORMED;
	}
	bytes[n] = 0;
	*ret = bytes;
	*ret_len = (size_t)n;
	return OK;
}
