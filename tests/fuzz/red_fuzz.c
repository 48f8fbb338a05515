/* Any bytes as a RED payload: blocks lie inside it, in order; written again they are the same bytes. */
#include <stdlib.h>
#include <string.h>

#include "media/red.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct red_block blocks[RED_BLOCKS_MAX];
	size_t n = 0;
	if (red_parse(data, size, blocks, &n) != OK) return 0;
	if (n == 0 || n > RED_BLOCKS_MAX) abort();
	const uint8_t *at = data;
	for (size_t i = 0; i < n; i++) {
		if (blocks[i].data < at || blocks[i].data + blocks[i].len > data + size) abort();
		at = blocks[i].data + blocks[i].len;
	}
	if (at != data + size) abort();
	uint8_t *again = malloc(size);
	if (red_write(again, size, blocks, n) != size || memcmp(again, data, size) != 0) abort();
	free(again);
	return 0;
}
