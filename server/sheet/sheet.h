/* sheet.h — rows out of a table that somebody sent: CSV in UTF-8, or the first sheet of an XLSX workbook; and files out of a ZIP.
 * Cells are texts, whatever the spreadsheet thinks of them: nothing is reckoned, no formula is followed.
 * Owns    nothing; a row is lent for the call.
 * Thread  main of mela-sheet, in its sandbox.
 * Limits  SHEET_ROWS_MAX rows, SHEET_CELLS_MAX cells a row, SHEET_CELL_MAX bytes a cell; ZIP_ENTRIES_MAX entries, ZIP_OUT_MAX bytes of one
 *         unpacked, ZIP_RATIO_MAX times its packed size.
 * Source  RFC 4180; ECMA-376 part 1, 18.3 (worksheets) and 18.4 (shared strings). */
#pragma once
#include <stddef.h>

#include "base/err.h"

#define SHEET_ROWS_MAX 50000
#define SHEET_CELLS_MAX 40
#define SHEET_CELL_MAX 8000
#define ZIP_ENTRIES_MAX 2000
#define ZIP_OUT_MAX (64u << 20)
#define ZIP_RATIO_MAX 200

struct sheet_sink { err_t (*row)(void *arg, const char *const cells[], size_t n); void *arg; };

/* ERR_BAD_UTF8 for another encoding, ERR_MALFORMED, ERR_TOO_BIG; or what the sink says. `bytes` may be changed. */
err_t sheet_csv(char *bytes, size_t len, const struct sheet_sink *sink);
/* ERR_BAD_TYPE if it is no workbook, ERR_MALFORMED, ERR_TOO_BIG for a bomb. */
err_t sheet_xlsx(const void *bytes, size_t len, const struct sheet_sink *sink);

/* Every file of a ZIP, by its bare name. One that unpacks to more than `most` bytes is ERR_TOO_BIG, one inside another ZIP is just a file. */
struct zip_sink { err_t (*file)(void *arg, const char *name, const void *bytes, size_t len); void *arg; };
err_t sheet_zip(const void *bytes, size_t len, size_t most, const struct zip_sink *sink);
