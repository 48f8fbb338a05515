/* graphemes.h — how many letters a person sees in a text (UAX #29, by ICU's tables). कि is one of them, and so is क्षि.
 * Thread  any.   Cost  nothing for a text of no more bytes than allowed; else ICU's break iterator, some 20 µs. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* True if `s`, which is UTF-8, has no more than `most` of them. */
bool graphemes_fit(const char *s, size_t most);
