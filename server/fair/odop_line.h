/* odop_line.h — the register of One District One Product: which lines of goods are a district's own, from which day on.
 * What belongs to none of them is not sold at the fair.
 * Owns    the rows of `odop_line`.   Thread  writes on the floor; reads with any connection.
 * Limits  ODOP_LINES_MAX lines a district. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tick.h"

#define ODOP_LINES_MAX 16

struct odop_line {
	char district[48], code[41], name_en[120], name_hi[160], category[16];
	char hsn[64];                    /* headings, parted by semicolons: 5810;6211 */
	int64_t from_day, until_day;     /* as 20180124; until_day 0: without end */
	char grade;                      /* of the evidence: A official, B press, C memory */
};

err_t odop_line_put(struct tx *tx, const struct odop_line *l);
/* Those that hold on `day`. */
err_t odop_line_list(struct db *db, const char *district, int64_t day, struct odop_line ret[static ODOP_LINES_MAX], size_t *ret_n);
/* Among them the one of this category that has the heading of `hsn`; with an empty hsn the first one of the category, with
 * an empty category too the first one of all. NULL if there is none. */
const struct odop_line *odop_line_match(const struct odop_line *lines, size_t n, const char *category, const char *hsn);
/* The first heading of a line. */
void odop_line_heading(const struct odop_line *l, char ret[static 9]);
