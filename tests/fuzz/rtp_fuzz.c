/* Any bytes as RTP: parsed spans stay inside, found extensions too. */
#include <stdlib.h>

#include "media/rtp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rtp r;
	(void)rtp_kind(data, size);
	if (rtp_parse(data, size, &r) != OK) return 0;
	if ((size_t)r.header_len + r.payload_len + r.padding != size) abort();
	volatile uint8_t sink = 0;
	for (unsigned id = 0; id < 256; id++) {
		uint8_t len = 0;
		const uint8_t *ext = rtp_ext_find(&r, (uint8_t)id, &len);
		for (uint8_t i = 0; ext && i < len; i++) sink = (uint8_t)(sink ^ ext[i]);
	}
	return 0;
}
