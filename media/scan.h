/* scan.h — walking through lines and words of a lent text.
 * Owns    nothing; a span points into the text.   Thread  any; no state.   Cost  no malloc. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes from `at` up to `end`. */
struct span { const char *at, *end; };

static inline struct span span_of(const char *text, size_t len) { return (struct span){ text, text + len }; }
static inline size_t span_len(struct span s) { return (size_t)(s.end - s.at); }

/* Takes the next line off `s`, without its LF or CRLF; false at the end. */
bool scan_line(struct span *s, struct span *ret);
/* Takes what stands before `mark` (or all of it) off `s`, and the mark with it; false at the end. */
bool scan_until(struct span *s, char mark, struct span *ret);
/* Takes the next word, between spaces; false at the end. */
bool scan_word(struct span *s, struct span *ret);
/* Reads all of `s` as a decimal number up to `max`: digits only, no sign. */
bool scan_number(struct span s, uint32_t max, uint32_t *ret);
/* Value of a hexadecimal digit in either case; -1 if it is none. */
int scan_hex(char c);
/* True if `s` is exactly `text`; case counts. */
bool scan_is(struct span s, const char *text);
/* The same in any case (ASCII). */
bool scan_is_word(struct span s, const char *text);
/* Copies `s` with a NUL; false (untouched) if it is empty, does not fit in `cap`, or has a byte that is not visible ASCII
 * (or a space where `spaces`). */
bool scan_copy(struct span s, char *ret, size_t cap, bool spaces);
