/* buf.c — doubles when full; out of memory aborts. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST 512 /* most frames and heads fit */

static void reserve(struct buf *b, size_t more)
{
	if (b->len + more + 1 <= b->cap) return;
	size_t cap = b->cap ? b->cap : FIRST;
	while (cap < b->len + more + 1) cap *= 2;
	b->data = realloc(b->data, cap);
	if (!b->data) abort();
	b->cap = cap;
}

void buf_init(struct buf *b) { *b = (struct buf){0}; }

void buf_fini(struct buf *b)
{
	free(b->data);
	*b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->data) b->data[0] = 0;
}

char *buf_take(struct buf *b)
{
	reserve(b, 0);
	b->data[b->len] = 0;
	char *data = b->data;
	*b = (struct buf){0};
	return data;
}

void buf_add(struct buf *b, const void *data, size_t len)
{
	reserve(b, len);
	if (len) memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = 0;
}

void buf_puts(struct buf *b, const char *s) { buf_add(b, s, strlen(s)); }

void buf_putc(struct buf *b, char c)
{
	reserve(b, 1);
	b->data[b->len++] = c;
	b->data[b->len] = 0;
}

void buf_int(struct buf *b, int64_t i)
{
	char digits[20], *first = digits + sizeof digits;
	uint64_t left = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
	do *--first = (char)('0' + left % 10); while (left /= 10);
	if (i < 0) *--first = '-';
	buf_add(b, first, (size_t)(digits + sizeof digits - first));
}

void buf_url(struct buf *b, const char *s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	for (; *s; s++) {
		if (strchr(plain, *s)) buf_putc(b, *s);
		else buf_printf(b, "%%%02X", (unsigned)(unsigned char)*s);
	}
}

/* Most of what is printed is short: it is written where there is room already, and once more only if that was too little. */
#define PRINTED 128
void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	reserve(b, PRINTED);
	const size_t room = b->cap - b->len;
	int n = vsnprintf(b->data + b->len, room, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n >= room) {
		reserve(b, (size_t)n);
		vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
	}
	if (n > 0) b->len += (size_t)n;
	else b->data[b->len] = 0;
	va_end(again);
}
