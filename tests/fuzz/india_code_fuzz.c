/* india_code_fuzz.c — any text as any of the numbers: what is accepted is short and plain, and its region is its PIN's. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "trade/gstin.h"
#include "trade/india_code.h"
#include "trade/region.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[128];
	if (size >= sizeof text) return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	for (enum india_code k = 0; k < INDIA_CODES; k++) {
		if (!india_code_valid(k, text)) continue;
		assert(strlen(text) <= 20 && strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(text));
		if (k == INDIA_GSTIN) assert(gstin_check_char(text) == text[14]);
	}
	if (upi_valid(text)) assert(strchr(text, '@') && strlen(text) <= 93);
	char *pin = strchr(text, '\n');
	if (!pin) return 0;
	*pin++ = '\0';
	int region = region_of(text, pin);
	if (region) assert(region_has_pin(region, pin) && *region_en(region));
	return 0;
}
