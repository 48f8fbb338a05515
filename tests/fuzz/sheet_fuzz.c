/* Tables and archives from strangers: the first byte chooses the reader. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sheet/sheet.h"
#include "trade/import_row.h"

static err_t on_row(void *arg, const char *const cells[], size_t n)
{
	struct import_columns *c = arg;
	struct import_fault f;
	struct import_row row;
	if (!c->n) return import_columns_read(cells, n, c, &f) == OK ? OK : ERR_MALFORMED;
	IGNORE(import_row_read(c, cells, n, &row, &f));
	return OK;
}
static err_t on_file(void *arg, const char *name, const void *bytes, size_t len)
{
	(void)arg, (void)name, (void)bytes, (void)len;
	return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct import_columns columns = {.n = 0};
	const struct sheet_sink rows = {on_row, &columns};
	const struct zip_sink files = {on_file, NULL};
	if (!size) return 0;
	char *bytes = malloc(size);
	memcpy(bytes, data + 1, size - 1);
	bytes[size - 1] = 0;
	if (data[0] % 3 == 0) IGNORE(sheet_csv(bytes, size - 1, &rows));
	else if (data[0] % 3 == 1) IGNORE(sheet_xlsx(bytes, size - 1, &rows));
	else IGNORE(sheet_zip(bytes, size - 1, 1 << 20, &files));
	free(bytes);
	return 0;
}
