/* err.c — lookups in the table of errors. */
#include "base/err.h"

#include <stddef.h>

static const struct { int http; const char *wire, *sentence; } table[ERR_COUNT] = {
	[OK] = {200, "ok", "All is well."},
#define ERR(id, http, wire, sentence) [ERR_##id] = {http, wire, sentence},
#include "schema/errors.def"
#undef ERR
};

int err_http(err_t e) { return table[e].http; }
const char *err_wire(err_t e) { return table[e].wire; }
const char *err_sentence(err_t e) { return table[e].sentence; }
