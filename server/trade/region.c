/* region.c — three tables and a comparison. */
#include "trade/region.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <unicode/uloc.h>

#include "trade/india_code.h"

static const struct { int code; const char *iso, *en, *hi; } regions[] = {
#define REGION(code, iso, en, hi) {code, iso, en, hi},
#include "schema/regions.def"
#undef REGION
};
static const struct { int code; const char *name; } also[] = {
#define REGION_ALSO(code, name) {code, name},
#include "schema/regions.def"
#undef REGION_ALSO
};
static const struct { int code, first, last; } pins[] = {
#define REGION_PINS(code, first, last) {code, first, last},
#include "schema/regions.def"
#undef REGION_PINS
};
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static int by_digits(const char *s)
{
	if (strlen(s) != 2 || strspn(s, "0123456789") != 2) return REGION_NONE;
	int code = (s[0] - '0') * 10 + s[1] - '0';
	return *region_en(code) ? code : REGION_NONE;
}

int region_find(const char *name)
{
	for (size_t i = 0; i < COUNT(regions); i++)
		if (strcasecmp(name, regions[i].en) == 0 || strcasecmp(name, regions[i].iso) == 0 || strcmp(name, regions[i].hi) == 0) return regions[i].code;
	for (size_t i = 0; i < COUNT(also); i++)
		if (strcasecmp(name, also[i].name) == 0) return also[i].code;
	return by_digits(name);
}

static int zone_of(const char *pin) { return (pin[0] - '0') * 100 + (pin[1] - '0') * 10 + pin[2] - '0'; }

bool region_has_pin(int code, const char *pin)
{
	if (!india_code_valid(INDIA_PIN, pin)) return false;
	for (size_t i = 0; i < COUNT(pins); i++)
		if (pins[i].code == code && zone_of(pin) >= pins[i].first && zone_of(pin) <= pins[i].last) return true;
	return false;
}

/* The only region of a PIN code. */
static int by_pin(const char *pin)
{
	int found = REGION_NONE;
	for (size_t i = 0; i < COUNT(regions); i++) {
		if (!region_has_pin(regions[i].code, pin)) continue;
		if (found) return REGION_NONE;
		found = regions[i].code;
	}
	return found;
}

int region_of(const char *name, const char *pin)
{
	int code = region_find(name);
	if (code) return region_has_pin(code, pin) ? code : REGION_NONE;
	return by_pin(pin);
}

bool country_known(const char *code)
{
	if (strcmp(code, "IN") == 0) return true; /* nearly all */
	for (const char *const *known = uloc_getISOCountries(); *known; known++)
		if (strcmp(*known, code) == 0) return true;
	return false;
}

const char *region_en(int code)
{
	for (size_t i = 0; i < COUNT(regions); i++)
		if (regions[i].code == code) return regions[i].en;
	return "";
}

const char *region_hi(int code)
{
	for (size_t i = 0; i < COUNT(regions); i++)
		if (regions[i].code == code) return regions[i].hi;
	return "";
}
