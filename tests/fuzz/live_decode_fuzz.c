/* Any bytes as a frame of the live channel: refused with an error, or read into a struct whose texts are whole UTF-8, and which says the
 * same when it is written and read again. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "gate/live_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct live_in in, again;
	struct json_in_fault fault;
	if (size > 16384) return 0;
	char *text = malloc(size + 1);
	memcpy(text, data, size);
	text[size] = 0;
	if (live_decode(text, size, &in, &fault) == OK) {
		struct buf out = {0};
		if (!text_utf8_valid(in.request, strlen(in.request)) || !text_utf8_valid(in.booth, strlen(in.booth))) abort();
		live_frame(in.kind, in.request, in.booth, 0, &in.msg, &out);
		if (live_decode(out.data, out.len, &again, &fault) != OK || memcmp(&in, &again, sizeof in)) abort();
		buf_fini(&out);
	}
	free(text);
	return 0;
}
