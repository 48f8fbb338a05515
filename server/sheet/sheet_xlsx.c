/* sheet_xlsx.c — two passes of expat: the shared strings, then the rows of the first sheet. A document type is refused, and with it every entity. */
#include <expat.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sheet/sheet.h"
#include "sheet/unzip.h"

#define STRINGS_MAX 2000000

struct strings { struct buf text; size_t *at; size_t n, room; };

struct book {
	XML_Parser parser;
	err_t err;
	struct strings strings;
	struct buf value;             /* of the cell or the string that is open */
	bool takes;                   /* inside an element whose text counts */
	bool phonetic;                /* readings that stand beside a string are no part of it */
	const struct sheet_sink *sink;
	struct buf cells;             /* of the row that is open: texts with their NULs */
	size_t at[SHEET_CELLS_MAX];   /* where each begins; SIZE_MAX: empty */
	size_t n, col;
	int64_t rows;
	char type[16];
};

static void stop(struct book *b, err_t e)
{
	if (b->err == OK) b->err = e;
	XML_StopParser(b->parser, XML_FALSE);
}

static void on_doctype(void *arg, const char *name, const char *system, const char *public, int internal)
{
	(void)name, (void)system, (void)public, (void)internal;
	stop(arg, ERR_MALFORMED);
}

static void on_text(void *arg, const char *s, int len)
{
	struct book *b = arg;
	if (!b->takes) return;
	if (b->value.len + (size_t)len > SHEET_CELL_MAX) stop(b, ERR_TOO_BIG);
	else buf_add(&b->value, s, (size_t)len);
}

static const char *attribute(const char **atts, const char *name)
{
	for (; *atts; atts += 2)
		if (strcmp(atts[0], name) == 0) return atts[1];
	return "";
}

/* ── shared strings: <si> with <t>, or with runs <r><t> ── */

static void on_string_begin(void *arg, const char *name, const char **atts)
{
	struct book *b = arg;
	(void)atts;
	if (strcmp(name, "si") == 0) buf_clear(&b->value);
	if (strcmp(name, "rPh") == 0) b->phonetic = true;
	if (strcmp(name, "t") == 0) b->takes = !b->phonetic;
}

static void on_string_end(void *arg, const char *name)
{
	struct book *b = arg;
	struct strings *s = &b->strings;
	if (strcmp(name, "t") == 0) b->takes = false;
	if (strcmp(name, "rPh") == 0) b->phonetic = false;
	if (strcmp(name, "si") != 0) return;
	if (s->n == STRINGS_MAX || s->text.len > ZIP_OUT_MAX) {
		stop(b, ERR_TOO_BIG);
		return;
	}
	if (s->n == s->room) {
		s->room = s->room ? s->room * 2 : 1024;
		s->at = realloc(s->at, s->room * sizeof *s->at);
		if (!s->at) abort();
	}
	s->at[s->n++] = s->text.len;
	buf_add(&s->text, b->value.data ? b->value.data : "", b->value.len);
	buf_putc(&s->text, 0);
}

/* ── rows: <row><c r="B7" t="s"><v>3</v></c><c t="inlineStr"><is><t>…</t></is></c> ── */

/* "AB12" → 27; cells may be left out. */
static size_t column_of(const char *ref, size_t after)
{
	size_t col = 0;
	if (*ref < 'A' || *ref > 'Z') return after;
	for (; *ref >= 'A' && *ref <= 'Z' && col < 100000; ref++) col = col * 26 + (size_t)(*ref - 'A' + 1);
	return col - 1;
}

static void on_cell_begin(void *arg, const char *name, const char **atts)
{
	struct book *b = arg;
	if (strcmp(name, "row") == 0) {
		buf_clear(&b->cells);
		b->n = b->col = 0;
		for (size_t i = 0; i < SHEET_CELLS_MAX; i++) b->at[i] = SIZE_MAX;
	} else if (strcmp(name, "c") == 0) {
		b->col = column_of(attribute(atts, "r"), b->n);
		strncpy(b->type, attribute(atts, "t"), sizeof b->type - 1);
		buf_clear(&b->value);
	} else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
		b->takes = true;
	}
}

static const char *value_of(struct book *b)
{
	const char *text = b->value.data && b->value.len ? b->value.data : "";
	if (strcmp(b->type, "s") != 0) return text;
	size_t i = (size_t)strtoull(text, NULL, 10);
	if (*text && i < b->strings.n) return b->strings.text.data + b->strings.at[i];
	stop(b, ERR_MALFORMED);
	return "";
}

static void end_cell(struct book *b)
{
	const char *text = value_of(b);
	if (b->col >= SHEET_CELLS_MAX) {
		if (*text) stop(b, ERR_TOO_BIG);
		return;
	}
	b->at[b->col] = b->cells.len;
	buf_add(&b->cells, text, strlen(text) + 1);
	b->n = b->col + 1 > b->n ? b->col + 1 : b->n;
}

static void end_row(struct book *b)
{
	const char *cells[SHEET_CELLS_MAX];
	for (size_t i = 0; i < b->n; i++) cells[i] = b->at[i] == SIZE_MAX ? "" : b->cells.data + b->at[i];
	err_t e = ++b->rows > SHEET_ROWS_MAX ? ERR_TOO_BIG : b->n ? b->sink->row(b->sink->arg, cells, b->n) : OK;
	if (e != OK) stop(b, e);
}

static void on_cell_end(void *arg, const char *name)
{
	struct book *b = arg;
	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) b->takes = false;
	if (b->err != OK) return;
	if (strcmp(name, "c") == 0) end_cell(b);
	if (strcmp(name, "row") == 0) end_row(b);
}

static err_t parse(struct book *b, const char *xml, size_t len, XML_StartElementHandler begin, XML_EndElementHandler end)
{
	b->parser = XML_ParserCreate("UTF-8");
	if (!b->parser) abort();
	XML_SetUserData(b->parser, b);
	XML_SetElementHandler(b->parser, begin, end);
	XML_SetCharacterDataHandler(b->parser, on_text);
	XML_SetStartDoctypeDeclHandler(b->parser, on_doctype);
	enum XML_Status s = XML_Parse(b->parser, xml, (int)len, XML_TRUE);
	XML_ParserFree(b->parser);
	if (b->err != OK) return b->err;
	return s == XML_STATUS_OK ? OK : ERR_MALFORMED;
}

static err_t read_part(struct book *b, struct zip *z, const char *name, bool needed, XML_StartElementHandler begin, XML_EndElementHandler end)
{
	char *xml;
	size_t len;
	int64_t at = unzip_find(z, name);
	if (at < 0) return needed ? ERR_BAD_TYPE : OK;
	TRY(unzip_take(z, at, ZIP_OUT_MAX, &xml, &len));
	err_t e = parse(b, xml, len, begin, end);
	free(xml);
	return e;
}

err_t sheet_xlsx(const void *bytes, size_t len, const struct sheet_sink *sink)
{
	struct zip *z;
	struct book b = {.sink = sink};
	TRY(unzip_open(bytes, len, &z));
	buf_init(&b.strings.text), buf_init(&b.value), buf_init(&b.cells);
	err_t e = read_part(&b, z, "xl/sharedStrings.xml", false, on_string_begin, on_string_end);
	b.takes = false;
	if (e == OK) e = read_part(&b, z, "xl/worksheets/sheet1.xml", true, on_cell_begin, on_cell_end);
	buf_fini(&b.strings.text), buf_fini(&b.value), buf_fini(&b.cells);
	free(b.strings.at);
	unzip_close(z);
	return e;
}
