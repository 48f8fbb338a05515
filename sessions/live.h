/* live.h — the messages of the live channel as C structs, made from schema/live.def.
 *
 *   struct live_chat_say { char text[1001]; char lang[13]; char key[65]; };       one struct a message
 *   enum live_kind { LIVE_enter, LIVE_leave, … };                                 one number
 *   live_rows[LIVE_chat_say]                                                      and one row: name, sender, rate, shape
 *
 * Owns    nothing; a RAW member is lent.    Thread  any. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/id.h"
#include "base/shape.h"

#define LIVE_REQUEST_MAX 64 /* bytes of an envelope's `id` */

#define F_STR(m, name, max_bytes, need) char name[(max_bytes) + 1];
#define F_ID(m, name, need)             char name[ID_CHARS + 1];
#define F_INT(m, name, min, max, need)  int64_t name;
#define F_BOOL(m, name, need)           bool name;
#define F_RAW(m, name, need)            const char *name;
#define LIVE(id, wire, dir, who, per_min, version, log) struct live_##id {
#define LIVE_END(id) };
#include "schema/live.def"
#undef F_STR
#undef F_ID
#undef F_INT
#undef F_BOOL
#undef F_RAW
#undef LIVE
#undef LIVE_END

#define F_STR(m, name, max_bytes, need)
#define F_ID(m, name, need)
#define F_INT(m, name, min, max, need)
#define F_BOOL(m, name, need)
#define F_RAW(m, name, need)
#define LIVE_END(id)
enum live_kind {
#define LIVE(id, wire, dir, who, per_min, version, log) LIVE_##id,
#include "schema/live.def"
#undef LIVE
	LIVE_COUNT
};
/* Room for any message that a client sends, and for any at all. */
union live_any {
#define LIVE(id, wire, dir, who, per_min, version, log) struct live_##id id;
#include "schema/live.def"
#undef LIVE
};
#undef F_STR
#undef F_ID
#undef F_INT
#undef F_BOOL
#undef F_RAW
#undef LIVE_END

enum live_who { LIVE_BY_ANY, LIVE_BY_HOST, LIVE_BY_STAFF };

struct live_row {
	const char *wire;
	bool from_client;
	enum live_who who;
	int per_min;           /* most of these a minute and connection; 0 for the server's own */
	int version;
	bool logged;
	struct shape shape;
};
extern const struct live_row live_rows[LIVE_COUNT];

/* The kind with this name, or false. */
bool live_find(const char *wire, enum live_kind *ret);
/* Appends the payload (`d`) of a message; `msg` is its struct. */
void live_encode(enum live_kind kind, const void *msg, struct buf *out);
/* Appends one whole frame around a finished payload. `request` and `booth` (a slug) may be NULL or ""; `seq` 0 is left out. */
void live_envelope(enum live_kind kind, const char *request, const char *booth, int64_t seq, const char *payload, struct buf *out);
/* Both at once. */
void live_frame(enum live_kind kind, const char *request, const char *booth, int64_t seq, const void *msg, struct buf *out);
