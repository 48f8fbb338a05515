/* csv_read.h — reads a table in CSV (RFC 4180), strictly: a stray quote or a ragged row is an error, not a guess.
 * Owns    nothing: it cuts up the caller's text in place, and lends its fields until the text is freed.
 * Limits  CSV_FIELDS_MAX fields a row. */
#pragma once
#include "base/err.h"

#define CSV_FIELDS_MAX 40

struct csv_reader { char *at; int line, fields; };

/* `text` is NUL-terminated and will be written to; a BOM is passed over. */
struct csv_reader csv_read_start(char *text);
/* The next row's fields; *ret_n is 0 at the end. Every row has as many as the first. ERR_MALFORMED; c->line tells where. */
err_t csv_read_row(struct csv_reader *c, char *ret_fields[static CSV_FIELDS_MAX], int *ret_n);
