/* region.h — which state or union territory of India an address lies in; the place of supply hangs on it. Rows: schema/regions.def.
 * Owns    nothing.    Thread  any.    Cost  a walk over some sixty rows. */
#pragma once
#include <stdbool.h>

#define REGION_NONE 0
#define REGION_UP 9

/* The GST code for a name in English or Hindi, a common short form, or the code itself ("09"); REGION_NONE. Capitals do not matter. */
int region_find(const char *name);
/* By name and PIN code together: the name decides, and must not contradict the PIN; a name that is none leaves it to a PIN that lies
 * in one region alone. REGION_NONE if they contradict each other or do not tell. */
int region_of(const char *name, const char *pin);
/* A PIN code of this region, as far as its first three digits tell. */
bool region_has_pin(int code, const char *pin);
/* A country of ISO 3166 by its two capitals: whatever else stands in an address would be abroad, and free of tax. */
bool country_known(const char *code);
/* Names, static; "" for a code that is none. */
const char *region_en(int code);
const char *region_hi(int code);
