/* live.c — the tables behind live.h: three readings of schema/live.def. */
#include "sessions/live.h"

#include <string.h>

#define LIVE(id, wire, dir, who, per_min, version, log) static const struct shape_field id##_fields[] = {
#define LIVE_END(id) {0}};
#define F_STR(m, name, max_bytes, need) SHAPE_STR(struct live_##m, name, need),
#define F_ID(m, name, need)             SHAPE_ID(struct live_##m, name, need),
#define F_INT(m, name, lo, hi, need)    SHAPE_INT(struct live_##m, name, lo, hi, need),
#define F_BOOL(m, name, need)           SHAPE_BOOL(struct live_##m, name, need),
#define F_RAW(m, name, need)            SHAPE_RAW(struct live_##m, name, need),
#include "schema/live.def"
#undef LIVE
#undef LIVE_END
#undef F_STR
#undef F_ID
#undef F_INT
#undef F_BOOL
#undef F_RAW

#define F_STR(m, name, max_bytes, need)
#define F_ID(m, name, need)
#define F_INT(m, name, lo, hi, need)
#define F_BOOL(m, name, need)
#define F_RAW(m, name, need)
#define LIVE_END(id)
#define FROM_C true
#define FROM_S false
#define IN_LOGGED true
#define IN_PRIVATE false
const struct live_row live_rows[LIVE_COUNT] = {
/* The last entry of each field table is empty, so that a message without fields has a table too. */
#define LIVE(id, wire_, dir, who_, per_min_, version_, log) [LIVE_##id] = { \
	.wire = (wire_), .from_client = FROM_##dir, .who = LIVE_BY_##who_, .per_min = (per_min_), .version = (version_), .logged = IN_##log, \
	.shape = {.name = (wire_), .fields = id##_fields, .n = sizeof id##_fields / sizeof id##_fields[0] - 1, .size = sizeof(struct live_##id)}},
#include "schema/live.def"
#undef LIVE
};

bool live_find(const char *wire, enum live_kind *ret)
{
	for (int k = 0; k < LIVE_COUNT; k++) {
		if (strcmp(live_rows[k].wire, wire) != 0) continue;
		*ret = (enum live_kind)k;
		return true;
	}
	return false;
}

void live_encode(enum live_kind kind, const void *msg, struct buf *out)
{
	struct json j = json_start(out);
	json_obj(&j, NULL);
	shape_encode(&live_rows[kind].shape, msg, &j);
	json_obj_end(&j);
}

void live_envelope(enum live_kind kind, const char *request, const char *booth, int64_t seq, const char *payload, struct buf *out)
{
	struct json j = json_start(out);
	json_obj(&j, NULL);
	json_str(&j, "t", live_rows[kind].wire);
	if (request && *request) json_str(&j, "id", request);
	if (booth && *booth) json_str(&j, "booth", booth);
	if (seq) json_int(&j, "seq", seq);
	json_raw(&j, "d", payload);
	json_obj_end(&j);
}

void live_frame(enum live_kind kind, const char *request, const char *booth, int64_t seq, const void *msg, struct buf *out)
{
	struct buf payload;
	buf_init(&payload);
	live_encode(kind, msg, &payload);
	live_envelope(kind, request, booth, seq, payload.data, out);
	buf_fini(&payload);
}
