/* shape.h — how a plain struct stands on the wire: rows of (name, kind, place, limits).
 * One table serves the writer (shape_encode), the reader of foreign JSON (gate/json_in.h) and the document.
 * Owns    nothing; tables are constants.    Thread  any.
 *
 *   struct wish { char note[1001]; int64_t quantity; bool has_moment; struct moment moment; size_t n_lines; struct line lines[20]; };
 *   static const struct shape_field wish_fields[] = {
 *       SHAPE_STR(struct wish, note, OPT), SHAPE_INT(struct wish, quantity, 0, 1000000, REQ),
 *       SHAPE_OBJECT(struct wish, moment, &moment_shape, OPT), SHAPE_LIST(struct wish, lines, &line_shape, OPT) };
 *   static const struct shape wish_shape = SHAPE("wish", struct wish, wish_fields);                                     */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"

/* A string that may be this long or longer is a paragraph: it may hold line breaks. */
#define SHAPE_LINES_FROM 300

enum shape_kind {
	SHAPE_KIND_STR,    /* char[n], NUL-terminated UTF-8 of at most n-1 bytes */
	SHAPE_KIND_ID,     /* char[ID_CHARS + 1] */
	SHAPE_KIND_INT,    /* int64_t within [min, max] */
	SHAPE_KIND_BOOL,   /* bool */
	SHAPE_KIND_RAW,    /* const char *: a finished JSON value, lent; only written, never read */
	SHAPE_KIND_OBJECT, /* a struct with a shape of its own, and `bool has_<name>` beside it */
	SHAPE_KIND_LIST    /* an array of such structs, and `size_t n_<name>` beside it */
};

/* An absent optional member is "" / 0 / false / NULL / has_ false / n_ 0, and is not written. */
enum shape_need { SHAPE_OPT, SHAPE_REQ };

struct shape;
struct shape_field {
	const char *name;
	enum shape_kind kind;
	enum shape_need need;
	size_t offset;
	size_t size;            /* bytes of the whole member */
	int64_t min, max;       /* INT */
	size_t beside;          /* OBJECT: offset of has_<name>; LIST: of n_<name> */
	const struct shape *of; /* OBJECT, LIST */
};

struct shape { const char *name; const struct shape_field *fields; size_t n; size_t size; };

#define SHAPE(name_, T, rows) {.name = (name_), .fields = (rows), .n = sizeof(rows) / sizeof((rows)[0]), .size = sizeof(T)}
/* A message without fields. */
#define SHAPE_EMPTY(name_, T) {.name = (name_), .fields = NULL, .n = 0, .size = sizeof(T)}

#define SHAPE_MEMBER(T, f, kind_, need_) .name = #f, .kind = SHAPE_KIND_##kind_, .need = SHAPE_##need_, .offset = offsetof(T, f), .size = sizeof(((T *)0)->f)
#define SHAPE_STR(T, f, need) {SHAPE_MEMBER(T, f, STR, need)}
#define SHAPE_ID(T, f, need) {SHAPE_MEMBER(T, f, ID, need)}
#define SHAPE_INT(T, f, min_, max_, need) {SHAPE_MEMBER(T, f, INT, need), .min = (min_), .max = (max_)}
#define SHAPE_BOOL(T, f, need) {SHAPE_MEMBER(T, f, BOOL, need)}
#define SHAPE_RAW(T, f, need) {SHAPE_MEMBER(T, f, RAW, need)}
#define SHAPE_OBJECT(T, f, shape_, need) {SHAPE_MEMBER(T, f, OBJECT, need), .beside = offsetof(T, has_##f), .of = (shape_)}
#define SHAPE_LIST(T, f, shape_, need) {SHAPE_MEMBER(T, f, LIST, need), .beside = offsetof(T, n_##f), .of = (shape_)}

/* Appends the members of `value` to the object that is open in `j`. */
void shape_encode(const struct shape *s, const void *value, struct json *j);
