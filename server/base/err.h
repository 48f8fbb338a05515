/* err.h — the closed list of errors, from schema/errors.def.
 * An err_t says what went wrong in the world; a broken promise of ours is an assert.
 * Results go to `ret_x` parameters, which are untouched on failure. */
#pragma once

typedef enum [[nodiscard]] err {
	OK = 0,
#define ERR(id, http, wire, sentence) ERR_##id,
#include "schema/errors.def"
#undef ERR
	ERR_COUNT
} err_t;

/* HTTP status of the problem document for `e`; 200 for OK. */
int err_http(err_t e);
/* Stable wire name, as in /problems/<wire>; "ok" for OK. Static. */
const char *err_wire(err_t e);
/* One English sentence for a person. Static. */
const char *err_sentence(err_t e);

/* Leaves the function with the error, if there is one. */
#define TRY(expr) do { err_t try_e_ = (expr); if (try_e_ != OK) return try_e_; } while (0)
/* Says on purpose that an error does not matter here. */
#define IGNORE(expr) do { err_t ignored_ = (expr); (void)ignored_; } while (0)
