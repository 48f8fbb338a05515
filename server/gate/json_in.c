/* json_in.c — jansson reads the grammar; the rows of the shape decide what is allowed. */
#include "gate/json_in.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/id.h"
#include "base/text.h"

struct scan { size_t depth, counts[JSON_IN_DEPTH + 1], most[JSON_IN_DEPTH + 1]; };   /* counts: commas so far in each open bracket */

static err_t open_bracket(struct scan *s, char bracket)
{
	if (++s->depth > JSON_IN_DEPTH) return ERR_TOO_DEEP;
	s->counts[s->depth] = 0;
	s->most[s->depth] = bracket == '{' ? JSON_IN_KEYS : JSON_IN_ITEMS;
	return OK;
}

/* jansson would follow 2,048 levels and take any number of members; brackets and commas outside strings are counted before it sees the text. */
static err_t check_size(const char *text, size_t len)
{
	struct scan s = {.most = {SIZE_MAX}};
	bool quoted = false;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (quoted) {
			if (c == '\\') i++;
			else if (c == '"') quoted = false;
		} else if (c == '"') quoted = true;
		else if (c == '{' || c == '[') TRY(open_bracket(&s, c));
		else if ((c == '}' || c == ']') && s.depth) s.depth--;
		else if (c == ',' && ++s.counts[s.depth] >= s.most[s.depth]) return ERR_TOO_LONG;
	}
	return OK;
}

err_t json_in_parse(const char *text, size_t len, json_t **ret_doc)
{
	if (!text_utf8_valid(text, len)) return ERR_BAD_UTF8;
	TRY(check_size(text, len));
	json_error_t error;
	json_t *doc = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
	if (!doc) return ERR_BAD_JSON;
	*ret_doc = doc;
	return OK;
}

static void *at(void *value, size_t offset) { return (char *)value + offset; }

static err_t decode_object(const struct shape *s, json_t *doc, void *ret, struct json_in_fault *fault);

/* Puts the name of the outer member before the inner one that was refused: "lines" + "[2]" + "." + "product". */
static void name_outer(struct json_in_fault *fault, const char *outer)
{
	char inner[sizeof fault->field];
	memcpy(inner, fault->field, sizeof inner);
	char whole[2 * sizeof inner + 2];
	snprintf(whole, sizeof whole, "%s%s%s", outer, *inner && *inner != '[' ? "." : "", inner);
	text_copy(fault->field, sizeof fault->field, whole);
}

static err_t decode_str(const struct shape_field *f, json_t *v, char *ret)
{
	if (!json_is_string(v)) return ERR_BAD_FIELD;
	const char *s = json_string_value(v);
	if (json_string_length(v) >= f->size) return ERR_TOO_LONG;
	if (!*s && f->need == SHAPE_REQ) return ERR_MISSING_FIELD;
	if (!text_printable(s, f->size > SHAPE_LINES_FROM)) return ERR_BAD_FIELD;
	memcpy(ret, s, json_string_length(v) + 1);
	return OK;
}

static err_t decode_id(const struct shape_field *f, json_t *v, char *ret)
{
	const char *s = json_string_value(v);
	if (s && !*s && f->need == SHAPE_OPT) return OK;
	return id_parse(s, ret) ? OK : ERR_BAD_FIELD;
}

static err_t decode_int(const struct shape_field *f, json_t *v, int64_t *ret)
{
	if (!json_is_integer(v)) return ERR_BAD_FIELD;
	int64_t i = json_integer_value(v);
	if (i < -JSON_IN_INT || i > JSON_IN_INT || i < f->min || i > f->max) return ERR_BAD_FIELD;
	*ret = i;
	return OK;
}

static err_t decode_bool(json_t *v, bool *ret)
{
	if (!json_is_boolean(v)) return ERR_BAD_FIELD;
	*ret = json_is_true(v);
	return OK;
}

static err_t decode_list(const struct shape_field *f, json_t *v, void *ret, struct json_in_fault *fault)
{
	if (!json_is_array(v)) return ERR_BAD_FIELD;
	size_t n = json_array_size(v);
	if (n > f->size / f->of->size) return ERR_TOO_LONG;
	if (!n && f->need == SHAPE_REQ) return ERR_MISSING_FIELD;
	for (size_t i = 0; i < n; i++) {
		err_t e = decode_object(f->of, json_array_get(v, i), at(ret, f->offset + i * f->of->size), fault);
		if (e == OK) continue;
		char place[24];
		snprintf(place, sizeof place, "[%zu]", i);
		name_outer(fault, place);
		return e;
	}
	*(size_t *)at(ret, f->beside) = n;
	return OK;
}

static err_t decode_nested(const struct shape_field *f, json_t *v, void *ret, struct json_in_fault *fault)
{
	TRY(decode_object(f->of, v, at(ret, f->offset), fault));
	*(bool *)at(ret, f->beside) = true;
	return OK;
}

static err_t decode_member(const struct shape_field *f, json_t *v, void *ret, struct json_in_fault *fault)
{
	if (!v || json_is_null(v)) return f->need == SHAPE_REQ ? ERR_MISSING_FIELD : OK;
	switch (f->kind) {
	case SHAPE_KIND_STR: return decode_str(f, v, at(ret, f->offset));
	case SHAPE_KIND_ID: return decode_id(f, v, at(ret, f->offset));
	case SHAPE_KIND_INT: return decode_int(f, v, at(ret, f->offset));
	case SHAPE_KIND_BOOL: return decode_bool(v, at(ret, f->offset));
	case SHAPE_KIND_OBJECT: return decode_nested(f, v, ret, fault);
	case SHAPE_KIND_LIST: return decode_list(f, v, ret, fault);
	case SHAPE_KIND_RAW: return ERR_UNKNOWN_FIELD;
	}
	return ERR_INTERNAL;
}

static bool knows(const struct shape *s, const char *key)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->fields[i].name, key) == 0) return true;
	return false;
}

static err_t refuse_unknown(const struct shape *s, json_t *doc, struct json_in_fault *fault)
{
	const char *key;
	json_t *v;
	json_object_foreach(doc, key, v) {
		if (knows(s, key)) continue;
		text_copy(fault->field, sizeof fault->field, key);
		return ERR_UNKNOWN_FIELD;
	}
	return OK;
}

static err_t decode_object(const struct shape *s, json_t *doc, void *ret, struct json_in_fault *fault)
{
	if (!json_is_object(doc)) return ERR_BAD_FIELD;
	TRY(refuse_unknown(s, doc, fault));
	for (size_t i = 0; i < s->n; i++) {
		const struct shape_field *f = &s->fields[i];
		err_t e = decode_member(f, json_object_get(doc, f->name), ret, fault);
		if (e == OK) continue;
		name_outer(fault, f->name);
		return e;
	}
	return OK;
}

err_t json_in_decode(const struct shape *s, json_t *doc, void *ret, struct json_in_fault *ret_fault)
{
	*ret_fault = (struct json_in_fault){0};
	memset(ret, 0, s->size);
	err_t e = decode_object(s, doc, ret, ret_fault);
	if (e != OK) memset(ret, 0, s->size);
	return e;
}

err_t json_in(const struct shape *s, const char *text, size_t len, void *ret, struct json_in_fault *ret_fault)
{
	*ret_fault = (struct json_in_fault){0};
	memset(ret, 0, s->size);
	json_t *doc = NULL;
	TRY(json_in_parse(text, len, &doc));
	err_t e = json_in_decode(s, doc, ret, ret_fault);
	json_decref(doc);
	return e;
}
