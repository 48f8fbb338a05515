/* qr_svg.h — a QR code as an SVG of its own, black on white with a quiet zone. Limits: text of QR_TEXT_MAX bytes. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

#define QR_TEXT_MAX 600

/* ERR_TOO_LONG. */
err_t qr_svg(const char *text, struct buf *out);
