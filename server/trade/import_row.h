/* import_row.h — from the cells of a table to a listing, by the names in its first row (schema/import_columns.def).
 * Owns    nothing.    Thread  any.    Limits  as the listing's. */
#pragma once
#include "sheet/sheet.h"
#include "trade/listing.h"

#define IMPORT_PHOTOS_MAX 3

struct import_columns { int of[SHEET_CELLS_MAX]; size_t n; };   /* of[cell]: place in the table of columns, -1 for one without a name */
struct import_row {
	struct listing listing;
	const char *photos[IMPORT_PHOTOS_MAX];   /* lend the cells */
	size_t n_photos;
	bool has_variant;                /* its number or name stands there */
	struct listing_variant variant;
};
/* Where a row is wrong: cells count from 1, as a spreadsheet shows them; 0 is the whole row. */
struct import_fault { size_t col; const char *field, *cell; };

/* ERR_UNKNOWN_FIELD for a column of another name, ERR_CONFLICT for a name that stands there twice, ERR_MISSING_FIELD without a name or a price. */
err_t import_columns_read(const char *const cells[], size_t n, struct import_columns *ret, struct import_fault *ret_fault);
/* The second row of the templates, in Hindi, is no product. */
bool import_row_is_head(const struct import_columns *c, const char *const cells[], size_t n);
/* ERR_BAD_FIELD, ERR_TOO_LONG: of the first cell that is wrong; the others are read all the same. What is missing is listing_settle's to say. */
err_t import_row_read(const struct import_columns *c, const char *const cells[], size_t n, struct import_row *ret, struct import_fault *ret_fault);
/* The cell, from 1, in which a member of the listing stands; 0 if the table has none. */
size_t import_column_of(const struct import_columns *c, const char *field);

/* The columns, for templates. */
struct import_column { const char *key, *en, *hi; };
/* The column that a fault's field is about, be it named by its key or by the listing's member; NULL for the file or a row as a whole. */
const struct import_column *import_column_find(const char *field);
size_t import_column_list(const struct import_column **ret);
