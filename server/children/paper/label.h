/* label.h — a paper as a sticker for the parcel: 100 × 150 mm, for thermal printers (black on white, nothing thin).
 * Owns    nothing.    Thread  one. */
#pragma once
#include "children/paper/sheet.h"
#include "trade/paper.h"

#define LABEL_WIDTH_MM 100
#define LABEL_HEIGHT_MM 150

void label_draw(struct sheet *s, const struct paper *p);
