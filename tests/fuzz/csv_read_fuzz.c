/* csv_read_fuzz.c — any text is read to its end or refused; fields lie within it. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *fields[CSV_FIELDS_MAX];
	memcpy(text, data, size);
	text[size] = 0;
	struct csv_reader c = csv_read_start(text);
	int n = 0;
	while (csv_read_row(&c, fields, &n) == OK && n)
		for (int i = 0; i < n; i++) assert(fields[i] >= text && fields[i] + strlen(fields[i]) <= text + size);
	free(text);
	return 0;
}
