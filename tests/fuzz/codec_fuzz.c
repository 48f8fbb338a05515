/* Any bytes as payloads; a VP8 descriptor survives being rewritten with its own values. */
#include <stdlib.h>
#include <string.h>

#include "media/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct codec_look look;
	for (enum codec c = CODEC_OPUS; c < CODEC_COUNT; c++) IGNORE(codec_look(c, data, size, &look));
	(void)h264_profile_level(data, size);
	struct vp8_descriptor d;
	uint8_t copy[2048];
	if (size > sizeof copy || vp8_parse(data, size, &d) != OK) return 0;
	if (d.header_len >= size) abort();
	memcpy(copy, data, size);
	vp8_rewrite(copy, &d, d.picture_id, d.tl0);
	if (memcmp(copy, data, size) != 0) abort();
	return 0;
}
