/* manifest_page.h — the sheet that goes with a pickup run, A4: stop by stop with room for the maker's signature, and the driver's at the end.
 * Owns    nothing.    Thread  one. */
#pragma once
#include "children/paper/sheet.h"
#include "trade/parcel_sheet.h"

void manifest_draw(struct sheet *s, const struct run_manifest *m);
