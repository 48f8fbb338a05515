/* translation_in.h — the answer of the translation service, {"text": …}, as notify/translate.h wants it read. */
#pragma once
#include "notify/translate.h"

/* BAD_JSON, BAD_UTF8, BAD_FIELD, MISSING_FIELD, UNKNOWN_FIELD, TOO_LONG. */
translate_read_fn translation_in;
