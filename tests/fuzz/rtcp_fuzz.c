/* Any bytes as an RTCP compound; every lent span is read to its end. */
#include <stdlib.h>

#include "media/rtcp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rtcp_reader r;
	struct rtcp_event e;
	if (rtcp_open(&r, data, size) != OK) return 0;
	volatile uint8_t sink = 0;
	unsigned events = 0;
	while (rtcp_next(&r, &e)) {
		if (++events > RTCP_EVENTS_MAX || e.kind >= RTCP_KINDS) abort();
		for (uint8_t i = 0; e.kind == RTCP_CNAME && i < e.cname.len; i++) sink = (uint8_t)(sink ^ (uint8_t)e.cname.text[i]);
		for (uint16_t i = 0; e.kind == RTCP_TWCC && i < e.raw.len; i++) sink = (uint8_t)(sink ^ e.raw.bytes[i]);
	}
	return 0;
}
