/* Any text as a trickle fragment. */
#include <stdlib.h>
#include <string.h>

#include "media/sdp_frag.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sdp_frag f;
	if (sdp_frag_parse((const char *)data, size, &f) != OK) return 0;
	if (f.candidate_count > SDP_CANDIDATES_MAX) abort();
	for (unsigned i = 0; i < f.candidate_count; i++)
		if (strncmp(f.candidates[i].line, "candidate", 9) != 0) abort();
	(void)sdp_frag_restarts(&f, "abcd");
	return 0;
}
