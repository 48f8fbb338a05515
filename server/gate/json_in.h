/* json_in.h — reads foreign JSON (RFC 8259) into a plain struct, by the rows of a shape (base/shape.h).
 * Owns    nothing; *ret_doc of json_in_parse is the caller's (json_decref).    Thread  any.
 * Limits  depth JSON_IN_DEPTH, JSON_IN_KEYS members an object, JSON_IN_ITEMS a list, integers within ±JSON_IN_INT; then
 *         every string, number and list by its row. No floats. Duplicate and unknown keys, lone surrogates, control
 *         characters and bidirectional overrides are refused. The caller has already bounded the length.       */
#pragma once
#include <jansson.h>

#include "base/err.h"
#include "base/shape.h"

#define JSON_IN_DEPTH 16
#define JSON_IN_KEYS 64
#define JSON_IN_ITEMS 256
#define JSON_IN_INT 9007199254740991LL /* what every reader of JSON keeps exact (RFC 7493 §2.2) */

/* The member that was refused, as `lines[2].product`; empty when it is the whole text. */
struct json_in_fault { char field[96]; };

/* Checks UTF-8, depth, numbers of members and grammar: BAD_UTF8, TOO_DEEP, TOO_LONG, BAD_JSON. */
err_t json_in_parse(const char *text, size_t len, json_t **ret_doc);
/* Fills `ret` (s->size bytes) from an object; null stands for an absent optional member.
 * BAD_FIELD, MISSING_FIELD (also an empty required text), UNKNOWN_FIELD, TOO_LONG; then `ret` is all zero. */
err_t json_in_decode(const struct shape *s, json_t *doc, void *ret, struct json_in_fault *ret_fault);
/* Both at once. */
err_t json_in(const struct shape *s, const char *text, size_t len, void *ret, struct json_in_fault *ret_fault);
