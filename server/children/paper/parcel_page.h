/* parcel_page.h — a parcel's label, A6: to whom in large letters, from whom in small ones, the number as text and the way to its
 * tracking as a code; behind it the tags of its pieces, three a sheet, each with the code of its certificate.
 * Owns    nothing.    Thread  one. */
#pragma once
#include "children/paper/sheet.h"
#include "trade/parcel_sheet.h"

#define PARCEL_WIDTH_MM 105
#define PARCEL_HEIGHT_MM 148

void parcel_draw(struct sheet *s, const struct parcel_label *l);
