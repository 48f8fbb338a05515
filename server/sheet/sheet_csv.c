/* sheet_csv.c — UTF-8 with or without its mark; anything else is refused before a cell is looked at. */
#include "base/csv_read.h"
#include "base/text.h"
#include "sheet/sheet.h"

#include <stdint.h>
#include <string.h>

err_t sheet_csv(char *bytes, size_t len, const struct sheet_sink *sink)
{
	char *cells[CSV_FIELDS_MAX];
	int n = 0;
	if (memchr(bytes, 0, len) || !text_utf8_valid(bytes, len)) return ERR_BAD_UTF8; /* UTF-16 is full of zeros, Windows-1252 is no UTF-8 */
	struct csv_reader c = csv_read_start(bytes);
	for (int64_t rows = 0;; rows++) {
		TRY(csv_read_row(&c, cells, &n));
		if (!n) return OK;
		if (rows == SHEET_ROWS_MAX) return ERR_TOO_BIG;
		for (int i = 0; i < n; i++)
			if (strlen(cells[i]) > SHEET_CELL_MAX) return ERR_TOO_BIG;
		TRY(sink->row(sink->arg, (const char *const *)cells, (size_t)n));
	}
}
