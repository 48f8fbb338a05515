/* red.c — headers first, then the blocks in their order. */
#include "media/red.h"

#include <stdbool.h>

#define FOLLOWS 0x80 /* F: another header comes */
#define HEADER  4

err_t red_parse(const uint8_t *payload, size_t len, struct red_block ret[static RED_BLOCKS_MAX], size_t *ret_n)
{
	struct red_block list[RED_BLOCKS_MAX];
	size_t at = 0, n = 0, taken = 0;
	for (bool more = true; more; n++) {
		if (at >= len || n == RED_BLOCKS_MAX) return ERR_MALFORMED;
		const uint8_t *h = payload + at;
		more = h[0] & FOLLOWS;
		if (more && at + HEADER > len) return ERR_MALFORMED;
		list[n] = (struct red_block){.pt = h[0] & 0x7f};
		if (more) {
			list[n].age = (uint16_t)(h[1] << 6 | h[2] >> 2);
			list[n].len = (uint16_t)((h[2] & 3) << 8 | h[3]);
			taken += list[n].len;
		}
		at += more ? HEADER : 1;
	}
	if (at + taken > len) return ERR_MALFORMED;
	list[n - 1].len = (uint16_t)(len - at - taken);
	for (size_t i = 0; i < n; i++) {
		ret[i] = list[i];
		ret[i].data = payload + at;
		at += list[i].len;
	}
	*ret_n = n;
	return OK;
}
