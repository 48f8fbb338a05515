/* import_table.h — a table's rows, judged one after the other as if a person had typed them in.
 *
 *   first row    the names of the columns        second row   those names in Hindi, if they stand there
 *   a row        one product; or, with a column of the variant filled in, one size or colour of the product whose code it gives:
 *                sku  variant_sku  price  stock      the first row of a code says all about the product, the rows below it say what is
 *                S1   S1-M          1200      3      their own: number, name, price, stock, weight; a photo is added to the product's
 *                S1   S1-L          1350      2
 *
 * Owns    the product that is not yet complete, and the codes that the table had so far.    Thread  any, with its own connection.
 * Limits  SHEET_ROWS_MAX rows, VARIANTS_MAX and PHOTOS_MAX of one product.    Cost  a look into the register and the catalogue a row. */
#pragma once
#include "trade/import_row.h"

/* What the table has to say; `row` counts from 1, as a spreadsheet shows it. */
struct import_sink {
	void (*fault)(void *arg, int64_t row, const struct import_fault *f, err_t e);
	void (*product)(void *arg, const struct listing *l);
	void *arg;
};
/* Whose table it is. */
struct import_from { struct db *db; const char *batch; struct booth_id booth; struct import_sink sink; };

struct import_table;
/* ERR_NO_SELLER if the booth has none. */
err_t import_table_new(const struct import_from *from, struct import_table **ret);
void import_table_row(struct import_table *t, const char *const cells[], size_t n);
/* The last product is complete. Gives the rows that were no head and not empty. */
int64_t import_table_end(struct import_table *t);
/* NULL is accepted. */
void import_table_free(struct import_table *t);
