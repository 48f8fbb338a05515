/* main.c — mela-paper: reads one document as JSON from its input and writes it as a PDF. One document, then it exits.
 *   mela-paper a4          a paper of trade/paper.h        mela-paper label   the same as a sticker
 *   mela-paper statement   a statement of trade/statement.h
 *   mela-paper parcel      a parcel's label and its tags, mela-paper manifest the sheet of a pickup run: trade/parcel_sheet.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/json_in.h"
#include "children/paper/invoice.h"
#include "children/paper/label.h"
#include "children/paper/manifest_page.h"
#include "children/paper/parcel_page.h"
#include "children/paper/statement_page.h"

#ifdef __clang__
#if __has_feature(address_sanitizer)
/* Font libraries keep what they have read until the process ends; what is ours is freed all the same. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "detect_leaks=0"; }
#endif
#endif

#define IN_BYTES_MAX (512 * 1024)
#define A4_WIDTH 595.28
#define A4_HEIGHT 841.89
#define A4_MARGIN 36

static void draw_a4(struct sheet *s, const void *doc) { invoice_draw(s, doc); }
static void draw_label(struct sheet *s, const void *doc) { label_draw(s, doc); }
static void draw_statement(struct sheet *s, const void *doc) { statement_draw(s, doc); }
static void draw_parcel(struct sheet *s, const void *doc) { parcel_draw(s, doc); }
static void draw_manifest(struct sheet *s, const void *doc) { manifest_draw(s, doc); }

static const struct form { const char *name; const struct shape *shape; double width, height, margin; void (*draw)(struct sheet *s, const void *doc); } forms[] = {
	{"a4", &paper_shape, A4_WIDTH, A4_HEIGHT, A4_MARGIN, draw_a4},
	{"label", &paper_shape, LABEL_WIDTH_MM * SHEET_MM, LABEL_HEIGHT_MM * SHEET_MM, 5 * SHEET_MM, draw_label},
	{"statement", &statement_shape, A4_WIDTH, A4_HEIGHT, A4_MARGIN, draw_statement},
	{"parcel", &parcel_label_shape, PARCEL_WIDTH_MM * SHEET_MM, PARCEL_HEIGHT_MM * SHEET_MM, 6 * SHEET_MM, draw_parcel},
	{"manifest", &run_manifest_shape, A4_WIDTH, A4_HEIGHT, A4_MARGIN, draw_manifest},
};

static const struct form *form_named(const char *name)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (strcmp(forms[i].name, name) == 0) return &forms[i];
	return NULL;
}

static void *allocate(size_t size)
{
	void *p = calloc(1, size);
	if (!p) abort();
	return p;
}

static err_t read_document(FILE *in, const struct shape *shape, void *ret)
{
	struct json_in_fault fault = {.field = ""};
	char *text = allocate(IN_BYTES_MAX + 1);
	const size_t len = fread(text, 1, IN_BYTES_MAX + 1, in);
	err_t e = len > IN_BYTES_MAX ? ERR_TOO_BIG : json_in(shape, text, len, ret, &fault);
	if (e != OK) fprintf(stderr, "mela-paper: %s %s\n", err_wire(e), fault.field);
	free(text);
	return e;
}

static err_t print(const struct form *form, const void *doc)
{
	struct sheet s;
	sheet_open(&s, stdout, form->width, form->height, form->margin, form->name);
	form->draw(&s, doc);
	return sheet_close(&s);
}

int main(int argc, char **argv)
{
	const struct form *form = argc == 2 ? form_named(argv[1]) : NULL;
	if (!form) return 2;
	void *doc = allocate(form->shape->size);
	err_t e = read_document(stdin, form->shape, doc);
	if (e == OK) e = print(form, doc);
	free(doc);
	return e == OK ? 0 : 1;
}
