/* text.h — UTF-8 text from people (Unicode 15, RFC 3629). */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* True if `len` bytes are well-formed UTF-8 (no overlong forms, no surrogates). */
bool text_utf8_valid(const char *s, size_t len);
/* True if `s` has no control character (but \n when `lines`) and no bidirectional override (U+202A–202E, U+2066–2069). */
bool text_printable(const char *s, bool lines);
/* Copies at most cap-1 bytes, never cutting a character; returns the bytes copied. */
size_t text_copy(char *ret, size_t cap, const char *s);
/* An absent text as an empty one. Lent. */
static inline const char *text_or_empty(const char *s) { return s ? s : ""; }
