/* qr_svg.c — one path; each run of dark modules of a row is one rectangle in it. */
#include "api/qr_svg.h"

#include <qrencode.h>
#include <string.h>

#define QUIET 4 /* modules, ISO/IEC 18004 §6.3.8 */

static void add_row(struct buf *out, const unsigned char *row, int width, int y)
{
	for (int x = 0; x < width; x++) {
		int begin = x;
		while (x < width && row[x] & 1) x++;
		if (x > begin) buf_printf(out, "M%d %dh%dv1h-%dz", begin + QUIET, y + QUIET, x - begin, x - begin);
	}
}

err_t qr_svg(const char *text, struct buf *out)
{
	if (strlen(text) > QR_TEXT_MAX) return ERR_TOO_LONG;
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (!code) return ERR_TOO_LONG;
	int side = code->width + 2 * QUIET;
	buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">", side, side);
	buf_printf(out, "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", side, side);
	for (int y = 0; y < code->width; y++) add_row(out, code->data + y * code->width, code->width, y);
	buf_puts(out, "\"/></svg>");
	QRcode_free(code);
	return OK;
}
