/* main.c — mela-paper: reads one document as JSON from its input and writes it as a PDF. One document, then it exits.
 *   mela-paper a4        a paper of trade/paper.h        mela-paper label     the same as a sticker */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/json_in.h"
#include "papers/invoice.h"
#include "papers/label.h"

#define IN_BYTES_MAX (512 * 1024)
#define A4_WIDTH 595.28
#define A4_HEIGHT 841.89
#define A4_MARGIN 36

static const struct form { const char *name; double width, height, margin; void (*draw)(struct sheet *s, const struct paper *p); } forms[] = {
	{"a4", A4_WIDTH, A4_HEIGHT, A4_MARGIN, invoice_draw},
	{"label", LABEL_WIDTH_MM * SHEET_MM, LABEL_HEIGHT_MM * SHEET_MM, 5 * SHEET_MM, label_draw},
};

static const struct form *form_named(const char *name)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (strcmp(forms[i].name, name) == 0) return &forms[i];
	return NULL;
}

static err_t read_paper(FILE *in, struct paper *ret)
{
	struct json_in_fault fault = {.field = ""};
	char *text = malloc(IN_BYTES_MAX + 1);
	if (!text) abort();
	const size_t len = fread(text, 1, IN_BYTES_MAX + 1, in);
	err_t e = len > IN_BYTES_MAX ? ERR_TOO_BIG : json_in(&paper_shape, text, len, ret, &fault);
	if (e != OK) fprintf(stderr, "mela-paper: %s %s\n", err_wire(e), fault.field);
	free(text);
	return e;
}

int main(int argc, char **argv)
{
	const struct form *form = argc == 2 ? form_named(argv[1]) : NULL;
	struct paper *p = calloc(1, sizeof *p);
	struct sheet s;
	if (!p) abort();
	if (!form || read_paper(stdin, p) != OK) {
		free(p);
		return 2;
	}
	sheet_open(&s, stdout, form->width, form->height, form->margin, p->number);
	form->draw(&s, p);
	free(p);
	return sheet_close(&s) == OK ? 0 : 1;
}
