/* buf.h — a growing byte buffer, always NUL-terminated behind its length.
 * Owns    its bytes; buf_take hands them to the caller.    Thread  one at a time. */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct buf { char *data; size_t len, cap; };

void buf_init(struct buf *b);
void buf_fini(struct buf *b);
/* Empties it and keeps the memory. */
void buf_clear(struct buf *b);
/* Moves the bytes (malloc'd, NUL-terminated) to the caller and leaves the buffer empty. */
char *buf_take(struct buf *b);
void buf_add(struct buf *b, const void *data, size_t len);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_int(struct buf *b, int64_t i);
/* As a part of an address: everything but unreserved characters is escaped (RFC 3986 §2.3). */
void buf_url(struct buf *b, const char *s);
[[gnu::format(printf, 2, 3)]]
void buf_printf(struct buf *b, const char *fmt, ...);
