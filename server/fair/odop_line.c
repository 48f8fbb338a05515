/* odop_line.c — rows of the register. */
#include "fair/odop_line.h"

#include <stdio.h>
#include <string.h>

#include "fair/category.h"

err_t odop_line_put(struct tx *tx, const struct odop_line *l)
{
	if (!*l->code || !*l->hsn || !category_find(l->category) || l->from_day < 20000101) return ERR_BAD_FIELD;
	return db_exec(tx_db(tx), Q_ODOP_LINE_PUT, V(l->district), V(l->code), V(l->name_en), V(l->name_hi), V(l->category), V(l->hsn), V(l->from_day),
	               V(l->until_day), V(((char[]){l->grade, 0})));
}

err_t odop_line_list(struct db *db, const char *district, int64_t day, struct odop_line ret[static ODOP_LINES_MAX], size_t *ret_n)
{
	struct rows r;
	size_t n = 0;
	db_query(db, &r, Q_ODOP_LINE_LIST, V(district), V(day));
	while (n < ODOP_LINES_MAX && rows_next(&r)) {
		struct odop_line *l = &ret[n++];
		*l = (struct odop_line){.from_day = rows_int(&r, 6), .until_day = rows_int(&r, 7), .grade = rows_text(&r, 8)[0]};
		rows_copy(&r, 0, l->district, sizeof l->district);
		rows_copy(&r, 1, l->code, sizeof l->code);
		rows_copy(&r, 2, l->name_en, sizeof l->name_en);
		rows_copy(&r, 3, l->name_hi, sizeof l->name_hi);
		rows_copy(&r, 4, l->category, sizeof l->category);
		rows_copy(&r, 5, l->hsn, sizeof l->hsn);
	}
	*ret_n = n;
	return rows_end(&r);
}

/* A code of four, six or eight digits belongs to the heading it begins with. */
static bool has_heading(const char *headings, const char *hsn)
{
	for (const char *s = headings; *s;) {
		size_t len = strcspn(s, ";");
		if (len && strncmp(hsn, s, len) == 0) return true;
		s += len + (s[len] == ';');
	}
	return false;
}

const struct odop_line *odop_line_match(const struct odop_line *lines, size_t n, const char *category, const char *hsn)
{
	for (size_t i = 0; i < n; i++)
		if ((!*category || strcmp(category, lines[i].category) == 0) && (!*hsn || has_heading(lines[i].hsn, hsn))) return &lines[i];
	return NULL;
}

void odop_line_heading(const struct odop_line *l, char ret[static 9]) { snprintf(ret, 9, "%.*s", (int)strcspn(l->hsn, ";"), l->hsn); }
