/* shape.c — the writer half of a shape. */
#include "base/shape.h"

static const void *at(const void *value, size_t offset) { return (const char *)value + offset; }

static void encode_list(const struct shape_field *f, const void *value, struct json *j)
{
	size_t n = *(const size_t *)at(value, f->beside);
	if (!n && f->need == SHAPE_OPT) return;
	json_arr(j, f->name);
	for (size_t i = 0; i < n; i++) {
		json_obj(j, NULL);
		shape_encode(f->of, at(value, f->offset + i * f->of->size), j);
		json_obj_end(j);
	}
	json_arr_end(j);
}

static void encode_object(const struct shape_field *f, const void *value, struct json *j)
{
	if (!*(const bool *)at(value, f->beside)) return;
	json_obj(j, f->name);
	shape_encode(f->of, at(value, f->offset), j);
	json_obj_end(j);
}

static void encode_text(const struct shape_field *f, const char *text, struct json *j)
{
	if (*text || f->need == SHAPE_REQ) json_str(j, f->name, text);
}

static void encode_raw(const struct shape_field *f, const char *text, struct json *j)
{
	if (text) json_raw(j, f->name, text);
	else if (f->need == SHAPE_REQ) json_nil(j, f->name);
}

static void encode_int(const struct shape_field *f, int64_t i, struct json *j)
{
	if (i || f->need == SHAPE_REQ) json_int(j, f->name, i);
}

static void encode_bool(const struct shape_field *f, bool b, struct json *j)
{
	if (b || f->need == SHAPE_REQ) json_bool(j, f->name, b);
}

void shape_encode(const struct shape *s, const void *value, struct json *j)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct shape_field *f = &s->fields[i];
		const void *member = at(value, f->offset);
		switch (f->kind) {
		case SHAPE_KIND_STR:
		case SHAPE_KIND_ID: encode_text(f, member, j); break;
		case SHAPE_KIND_INT: encode_int(f, *(const int64_t *)member, j); break;
		case SHAPE_KIND_BOOL: encode_bool(f, *(const bool *)member, j); break;
		case SHAPE_KIND_RAW: encode_raw(f, *(const char *const *)member, j); break;
		case SHAPE_KIND_OBJECT: encode_object(f, value, j); break;
		case SHAPE_KIND_LIST: encode_list(f, value, j); break;
		}
	}
}
