/* voice_fuzz.c — what a voice program may write. */
#include <stdint.h>
#include <stdlib.h>

#include "media/voice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct voice v;
	if (voice_read(data, len, &v) != OK) return 0;
	if (v.len > (size_t)VOICE_RATE * VOICE_SECONDS_MAX) abort();
	voice_fini(&v);
	return 0;
}
