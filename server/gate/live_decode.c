/* live_decode.c — {"t": kind, "id": request?, "booth": slug?, "d": {…}?}; anything else in the envelope is refused. */
#include "gate/live_decode.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static void free_doc(json_t **doc) { json_decref(*doc); }

static err_t fault(struct json_in_fault *f, const char *field, err_t e)
{
	snprintf(f->field, sizeof f->field, "%s", field);
	return e;
}

/* A short text of the envelope; absent is "". */
static err_t member(json_t *doc, const char *name, char *ret, size_t cap, struct json_in_fault *f)
{
	json_t *v = json_object_get(doc, name);
	if (!v || json_is_null(v)) return OK;
	if (!json_is_string(v)) return fault(f, name, ERR_BAD_FIELD);
	if (json_string_length(v) >= cap) return fault(f, name, ERR_TOO_LONG);
	if (!text_printable(json_string_value(v), false)) return fault(f, name, ERR_BAD_FIELD);
	memcpy(ret, json_string_value(v), json_string_length(v) + 1);
	return OK;
}

static err_t check_members(json_t *doc, struct json_in_fault *f)
{
	static const char *const known[] = {"t", "id", "booth", "d"};
	const char *key;
	json_t *v;
	json_object_foreach(doc, key, v) {
		bool ok = false;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++) ok |= !strcmp(key, known[i]);
		if (!ok) return fault(f, key, ERR_UNKNOWN_FIELD);
	}
	return OK;
}

static err_t payload(json_t *doc, struct live_in *in, struct json_in_fault *f)
{
	json_t *d = json_object_get(doc, "d");
	[[gnu::cleanup(free_doc)]] json_t *empty = json_object();
	if (d && !json_is_object(d)) return fault(f, "d", ERR_BAD_FIELD);
	return json_in_decode(&live_rows[in->kind].shape, d ? d : empty, &in->msg, f);
}

err_t live_decode(const char *text, size_t len, struct live_in *ret, struct json_in_fault *ret_fault)
{
	char kind[40] = "";
	[[gnu::cleanup(free_doc)]] json_t *doc = NULL;
	memset(ret, 0, sizeof *ret);
	*ret_fault = (struct json_in_fault){0};
	TRY(json_in_parse(text, len, &doc));
	if (!json_is_object(doc)) return ERR_BAD_JSON;
	TRY(member(doc, "id", ret->request, sizeof ret->request, ret_fault));
	TRY(check_members(doc, ret_fault));
	TRY(member(doc, "booth", ret->booth, sizeof ret->booth, ret_fault));
	err_t e = member(doc, "t", kind, sizeof kind, ret_fault);
	if (e == ERR_TOO_LONG) return ERR_UNKNOWN_MESSAGE;
	TRY(e);
	if (!*kind) return fault(ret_fault, "t", ERR_MISSING_FIELD);
	if (!live_find(kind, &ret->kind) || !live_rows[ret->kind].from_client) return ERR_UNKNOWN_MESSAGE;
	return payload(doc, ret, ret_fault);
}
