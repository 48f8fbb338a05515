/* gateway_in.c — one member out of an object. */
#include "gate/gateway_in.h"

#include <string.h>

#include "base/text.h"
#include "gate/json_in.h"

err_t gateway_in(const char *json, size_t len, char ret_id[static OUTBOX_REF_MAX + 1])
{
	json_t *doc;
	TRY(json_in_parse(json, len, &doc));
	const char *id = json_string_value(json_object_get(doc, "id"));
	err_t e = !id || !*id ? ERR_MISSING_FIELD : strlen(id) > OUTBOX_REF_MAX ? ERR_TOO_LONG : text_printable(id, false) ? OK : ERR_BAD_FIELD;
	if (e == OK) text_copy(ret_id, OUTBOX_REF_MAX + 1, id);
	json_decref(doc);
	return e;
}
