/* row_shape.c — one walk over the members to write, one to read. */
#include "store/row_shape.h"

#include <assert.h>
#include <stdbool.h>

size_t row_shape_vals(const struct shape *s, const void *value, struct val ret[static ROW_SHAPE_MAX + 1])
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct shape_field *f = &s->fields[i];
		const void *at = (const char *)value + f->offset;
		if (f->kind == SHAPE_KIND_LIST) continue;
		assert(n < ROW_SHAPE_MAX);
		switch (f->kind) {
		case SHAPE_KIND_STR: case SHAPE_KIND_ID: ret[++n] = val_text(at); break;
		case SHAPE_KIND_INT: ret[++n] = val_int(*(const int64_t *)at); break;
		case SHAPE_KIND_BOOL: ret[++n] = val_int(*(const bool *)at); break;
		default: assert(false && "a member without a column");
		}
	}
	return n;
}

void row_shape_read(const struct shape *s, struct rows *r, int first_col, void *ret)
{
	int col = first_col;
	for (size_t i = 0; i < s->n; i++) {
		const struct shape_field *f = &s->fields[i];
		void *at = (char *)ret + f->offset;
		if (f->kind == SHAPE_KIND_LIST) continue;
		switch (f->kind) {
		case SHAPE_KIND_STR: case SHAPE_KIND_ID: rows_copy(r, col++, at, f->size); break;
		case SHAPE_KIND_INT: *(int64_t *)at = rows_int(r, col++); break;
		case SHAPE_KIND_BOOL: *(bool *)at = rows_int(r, col++) != 0; break;
		default: assert(false && "a member without a column");
		}
	}
}
