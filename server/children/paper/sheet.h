/* sheet.h — pages of a PDF being filled from the top: text that wraps, tables that go on over pages, rules and pictures.
 * Owns    the surface and its drawing context; sheet_close writes the rest of the PDF.    Thread  one.
 * Units   points (1/72 inch); text sizes likewise. Text is UTF-8; what the first font lacks comes from another that has it. */
#pragma once
#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"

#define SHEET_COLUMNS_MAX 12
#define SHEET_MM 2.8346457

enum sheet_align { SHEET_LEFT, SHEET_RIGHT, SHEET_CENTRE };
struct sheet_text { double size; bool bold; enum sheet_align align; double grey; };   /* grey 0: black */
struct sheet_column { const char *head; double share; enum sheet_align align; };      /* shares add up to 1 */

struct sheet {
	cairo_surface_t *surface;
	cairo_t *cr;
	FILE *out;
	double width, height, margin, y;     /* y: where the next thing goes */
	int page;
	const char *foot;                    /* below every page, with its number */
};

/* Writes to `out` as it goes. */
void sheet_open(struct sheet *s, FILE *out, double width, double height, double margin, const char *title);
/* ERR_IO if the PDF could not be written. */
err_t sheet_close(struct sheet *s);
/* The width between the margins. */
double sheet_inner(const struct sheet *s);
/* Text in a box of `width` at (x, y); gives its height. With `measure` nothing is drawn. */
double sheet_draw(struct sheet *s, double x, double y, double width, const char *text, const struct sheet_text *how, bool measure);
/* A paragraph over the whole width; moves y on. Nothing for an empty text. */
void sheet_say(struct sheet *s, const char *text, const struct sheet_text *how);
void sheet_gap(struct sheet *s, double points);
void sheet_rule(struct sheet *s);
/* Begins a new page unless `points` more fit. */
void sheet_need(struct sheet *s, double points);
/* A row of a table; `head` draws it as one, with a ground. Gives false if a new page was begun for it. */
bool sheet_row(struct sheet *s, const struct sheet_column *columns, size_t n, const char *const cells[], double size, bool head);
/* A QR code of `side` points; nothing if the text is too long for one. */
void sheet_qr(struct sheet *s, double x, double y, double side, const char *text);
