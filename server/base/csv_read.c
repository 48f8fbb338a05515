/* csv_read.c — one field at a time, unquoted where it stands. */
#include "base/csv_read.h"

#include <string.h>

struct csv_reader csv_read_start(char *text)
{
	if (strncmp(text, "\xef\xbb\xbf", 3) == 0) text += 3;
	return (struct csv_reader){.at = text, .line = 1};
}

/* Takes the quotes off "a ""b"" c" in place; leaves c->at behind the closing one. */
static err_t unquote(struct csv_reader *c, char **ret)
{
	char *to = ++c->at;
	*ret = to;
	for (;; c->at++) {
		if (!*c->at) return ERR_MALFORMED;
		if (*c->at == '\n') c->line++;
		if (*c->at != '"') { *to++ = *c->at; continue; }
		if (c->at[1] != '"') break;
		*to++ = '"';
		c->at++;
	}
	c->at++;
	*to = 0;
	return OK;
}

/* Reads one field and cuts it off; the character that ended it in *ret_end (',', '\n' or 0). */
static err_t field(struct csv_reader *c, char **ret, char *ret_end)
{
	if (*c->at == '"') {
		TRY(unquote(c, ret));
	} else {
		*ret = c->at;
		c->at += strcspn(c->at, ",\r\n\"");
		if (*c->at == '"') return ERR_MALFORMED;
	}
	char *end = c->at;
	if (*c->at == '\r' && c->at[1] == '\n') c->at++;
	*ret_end = *c->at;
	if (*ret_end && *ret_end != ',' && *ret_end != '\n') return ERR_MALFORMED;
	if (*c->at) c->at++;
	*end = 0;
	return OK;
}

err_t csv_read_row(struct csv_reader *c, char *ret_fields[static CSV_FIELDS_MAX], int *ret_n)
{
	int n = 0;
	char end = ',';
	if (!*c->at) {
		*ret_n = 0;
		return OK;
	}
	while (end == ',') {
		if (n == CSV_FIELDS_MAX) return ERR_MALFORMED;
		TRY(field(c, &ret_fields[n], &end));
		n++;
	}
	if (c->fields && c->fields != n) return ERR_MALFORMED;
	c->fields = n;
	c->line++;
	*ret_n = n;
	return OK;
}
