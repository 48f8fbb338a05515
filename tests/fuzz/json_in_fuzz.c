/* json_in_fuzz.c — any bytes as the body of a request: what is accepted can be written and read again unchanged. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/id.h"
#include "gate/json_in.h"

struct part { char id[ID_CHARS + 1]; int64_t n; };
static const struct shape_field part_fields[] = {SHAPE_ID(struct part, id, OPT), SHAPE_INT(struct part, n, -5, 1000, REQ)};
static const struct shape part_shape = SHAPE("part", struct part, part_fields);

struct body { char a[9]; char text[400]; bool yes; bool has_one; struct part one; size_t n_many; struct part many[3]; };
static const struct shape_field body_fields[] = {
	SHAPE_STR(struct body, a, OPT), SHAPE_STR(struct body, text, OPT), SHAPE_BOOL(struct body, yes, OPT),
	SHAPE_OBJECT(struct body, one, &part_shape, OPT), SHAPE_LIST(struct body, many, &part_shape, OPT),
};
static const struct shape body_shape = SHAPE("body", struct body, body_fields);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct body b, again;
	struct json_in_fault fault;
	if (json_in(&body_shape, (const char *)data, size, &b, &fault) != OK) return 0;
	struct buf out;
	buf_init(&out);
	struct json j = json_start(&out);
	json_obj(&j, NULL);
	shape_encode(&body_shape, &b, &j);
	json_obj_end(&j);
	assert(json_in(&body_shape, out.data, out.len, &again, &fault) == OK);
	assert(memcmp(&b, &again, sizeof b) == 0);
	buf_fini(&out);
	return 0;
}
