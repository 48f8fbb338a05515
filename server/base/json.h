/* json.h — writes JSON (RFC 8259) into a buf. Writing only: foreign JSON is read in gate alone.
 * Short names on purpose: json_object and json_array belong to jansson, which gate links beside this.
 * A key is NULL inside an array and for the outermost value. Strings must be valid UTF-8. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct json { struct buf *out; bool comma; };

struct json json_start(struct buf *out);
void json_obj(struct json *j, const char *key);
void json_obj_end(struct json *j);
void json_arr(struct json *j, const char *key);
void json_arr_end(struct json *j);
/* A NULL string writes null. */
void json_str(struct json *j, const char *key, const char *value);
/* An empty string writes null too. */
void json_opt(struct json *j, const char *key, const char *value);
void json_int(struct json *j, const char *key, int64_t value);
void json_bool(struct json *j, const char *key, bool value);
void json_nil(struct json *j, const char *key);
/* `text` is a finished JSON value and is copied as it is. */
void json_raw(struct json *j, const char *key, const char *text);
/* {"minor": …, "currency": "…"} */
void json_money(struct json *j, const char *key, int64_t minor, const char *currency);
/* RFC 3339 UTC with milliseconds; 0 writes null. */
void json_time(struct json *j, const char *key, int64_t wall_ms);
