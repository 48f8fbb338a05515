/* row_shape.h — a plain struct and its row: the members of a shape (base/shape.h) are the parameters of a statement, or its columns, in
 * the shape's order. For wide rows, where naming each column twice more would hide a mistake.
 * Owns    nothing; the values lend the struct's texts.    Thread  any.
 * Limits  ROW_SHAPE_MAX members; texts, numbers and truth values only (assert): lists have tables of their own. */
#pragma once
#include "base/shape.h"
#include "store/db.h"

#define ROW_SHAPE_MAX 64

/* Writes the values ret[1 … n], as db_exec_vals takes them, and gives n. */
size_t row_shape_vals(const struct shape *s, const void *value, struct val ret[static ROW_SHAPE_MAX + 1]);
/* Reads the members from `first_col` on. */
void row_shape_read(const struct shape *s, struct rows *r, int first_col, void *ret);
