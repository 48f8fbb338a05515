/* local_time_fuzz.c — any text as a written time: what is accepted is a moment of the years that are allowed. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "fair/local_time.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[64];
	int64_t ms;
	if (size >= sizeof text) return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (local_time_parse(text, "Europe/Berlin", &ms) != OK) return 0;
	assert(ms > 946598400000 && ms < 7258204800000);
	return 0;
}
