/* csv.h — writes CSV (RFC 4180) that spreadsheets open without harm: UTF-8 with BOM, CRLF, and cells that would be read
 * as a formula (= + - @, tab, CR at the beginning) get an apostrophe in front.
 * Owns    nothing.    Thread  any. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct csv { struct buf *out; bool begun; };

/* Writes the BOM. */
struct csv csv_start(struct buf *out);
void csv_text(struct csv *c, const char *cell);
void csv_int(struct csv *c, int64_t cell);
/* Minor units as a decimal number with two places; an empty currency is an empty cell. */
void csv_money(struct csv *c, int64_t minor, const char *currency);
/* RFC 3339 UTC, whole seconds; 0 is an empty cell. */
void csv_time(struct csv *c, int64_t wall_ms);
void csv_end_row(struct csv *c);
