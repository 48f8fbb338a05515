/* translation_in.c — a shape of one member. */
#include "gate/translation_in.h"

#include <string.h>

#include "gate/json_in.h"

struct body { char text[TRANSLATE_TEXT_MAX + 1]; };
static const struct shape_field fields[] = {SHAPE_STR(struct body, text, REQ)};
static const struct shape shape = SHAPE("translation", struct body, fields);

err_t translation_in(const char *json, size_t len, char ret_text[static TRANSLATE_TEXT_MAX + 1])
{
	struct body b;
	struct json_in_fault fault;
	TRY(json_in(&shape, json, len, &b, &fault));
	memcpy(ret_text, b.text, sizeof b.text);
	return OK;
}
