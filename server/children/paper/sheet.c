/* sheet.c — cairo draws, pango sets text, libqrencode makes the codes. */
#include "children/paper/sheet.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include "base/buf.h"

#define FONT "Noto Sans"
#define CELL_PAD 3.0
#define FOOT 24.0

static cairo_status_t put(void *out, const unsigned char *data, unsigned len)
{
	return fwrite(data, 1, len, out) == len ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}


void sheet_open(struct sheet *s, FILE *out, double width, double height, double margin, const char *title)
{
	*s = (struct sheet){.out = out, .width = width, .height = height, .margin = margin, .y = margin, .page = 1, .foot = ""};
	s->surface = cairo_pdf_surface_create_for_stream(put, out, width, height);
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_TITLE, title);
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATOR, "Mela");
	s->cr = cairo_create(s->surface);
}

double sheet_inner(const struct sheet *s) { return s->width - 2 * s->margin; }

double sheet_draw(struct sheet *s, double x, double y, double width, const char *text, const struct sheet_text *how, bool measure)
{
	static const PangoAlignment aligns[] = {[SHEET_LEFT] = PANGO_ALIGN_LEFT, [SHEET_RIGHT] = PANGO_ALIGN_RIGHT, [SHEET_CENTRE] = PANGO_ALIGN_CENTER};
	PangoLayout *layout = pango_cairo_create_layout(s->cr);
	PangoFontDescription *font = pango_font_description_from_string(FONT);
	pango_font_description_set_absolute_size(font, how->size * PANGO_SCALE);
	if (how->bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_context_set_round_glyph_positions(pango_layout_get_context(layout), FALSE); /* paper has more dots than the screen it is set on */
	pango_layout_set_font_description(layout, font);
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, aligns[how->align]);
	pango_layout_set_text(layout, text, -1);
	int w, h;
	pango_layout_get_size(layout, &w, &h);
	if (!measure) {
		cairo_set_source_rgb(s->cr, how->grey, how->grey, how->grey);
		cairo_move_to(s->cr, x, y);
		pango_cairo_show_layout(s->cr, layout);
	}
	pango_font_description_free(font);
	g_object_unref(layout);
	return (double)h / PANGO_SCALE;
}

static void draw_foot(struct sheet *s)
{
	struct buf text;
	if (!*s->foot) return;
	buf_init(&text);
	buf_printf(&text, "%s · %d", s->foot, s->page);
	sheet_draw(s, s->margin, s->height - s->margin + 6, sheet_inner(s), text.data, &(struct sheet_text){.size = 7, .align = SHEET_CENTRE, .grey = 0.35}, false);
	buf_fini(&text);
}

static void new_page(struct sheet *s)
{
	draw_foot(s);
	cairo_show_page(s->cr);
	s->page++;
	s->y = s->margin;
}

void sheet_need(struct sheet *s, double points)
{
	if (s->y + points > s->height - s->margin - (*s->foot ? FOOT / 2 : 0) && s->y > s->margin) new_page(s);
}

void sheet_say(struct sheet *s, const char *text, const struct sheet_text *how)
{
	if (!*text) return;
	sheet_need(s, sheet_draw(s, 0, 0, sheet_inner(s), text, how, true));
	s->y += sheet_draw(s, s->margin, s->y, sheet_inner(s), text, how, false);
}

void sheet_gap(struct sheet *s, double points) { s->y += points; }

void sheet_rule(struct sheet *s)
{
	cairo_set_source_rgb(s->cr, 0.55, 0.55, 0.55);
	cairo_set_line_width(s->cr, 0.5);
	cairo_move_to(s->cr, s->margin, s->y);
	cairo_line_to(s->cr, s->width - s->margin, s->y);
	cairo_stroke(s->cr);
}

static double row_height(struct sheet *s, const struct sheet_column *columns, size_t n, const char *const cells[], const struct sheet_text *how)
{
	double most = 0;
	for (size_t i = 0; i < n; i++) {
		const double h = sheet_draw(s, 0, 0, columns[i].share * sheet_inner(s) - 2 * CELL_PAD, cells[i], how, true);
		if (h > most) most = h;
	}
	return most + 2 * CELL_PAD;
}

bool sheet_row(struct sheet *s, const struct sheet_column *columns, size_t n, const char *const cells[], double size, bool head)
{
	struct sheet_text how = {.size = size, .bold = head};
	const double height = row_height(s, columns, n, cells, &how);
	const int page = s->page;
	sheet_need(s, height);
	if (head) {
		cairo_set_source_rgb(s->cr, 0.93, 0.91, 0.86);
		cairo_rectangle(s->cr, s->margin, s->y, sheet_inner(s), height);
		cairo_fill(s->cr);
	}
	double x = s->margin;
	for (size_t i = 0; i < n; i++) {
		how.align = columns[i].align;
		sheet_draw(s, x + CELL_PAD, s->y + CELL_PAD, columns[i].share * sheet_inner(s) - 2 * CELL_PAD, cells[i], &how, false);
		x += columns[i].share * sheet_inner(s);
	}
	s->y += height;
	sheet_rule(s);
	return s->page == page;
}

void sheet_qr(struct sheet *s, double x, double y, double side, const char *text)
{
	QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (!qr) return;
	const double module = side / qr->width;
	cairo_set_source_rgb(s->cr, 0, 0, 0);
	for (int row = 0; row < qr->width; row++)
		for (int col = 0; col < qr->width; col++)
			if (qr->data[row * qr->width + col] & 1) cairo_rectangle(s->cr, x + col * module, y + row * module, module, module);
	cairo_fill(s->cr);
	QRcode_free(qr);
}

err_t sheet_close(struct sheet *s)
{
	draw_foot(s);
	cairo_show_page(s->cr);
	cairo_destroy(s->cr);
	cairo_surface_finish(s->surface);
	const bool fine = cairo_surface_status(s->surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(s->surface);
	return fine && fflush(s->out) == 0 ? OK : ERR_IO;
}
