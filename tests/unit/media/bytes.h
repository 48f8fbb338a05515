/* bytes.h — test helper: bytes written as hex text, blanks allowed. */
#pragma once
#include <assert.h>
#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Fills `out` from hex text and returns the count. */
static inline size_t bytes_from(const char *hex, uint8_t *out, size_t cap)
{
	size_t n = 0;
	for (const char *p = hex; *p; ) {
		if (isspace((unsigned char)*p)) { p++; continue; }
		unsigned v = 0;
		int used = sscanf(p, "%2x", &v);
		assert(used == 1 && n < cap);
		out[n++] = (uint8_t)v;
		p += 2;
	}
	return n;
}
