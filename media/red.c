/* red.c — headers first, then the blocks in their order. */
#include "media/red.h"

#include <stdbool.h>
#include <string.h>

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

/* Bytes that the payload will have; 0: it cannot be said. */
static size_t length(const struct red_block *blocks, size_t n)
{
	if (!n || n > RED_BLOCKS_MAX || blocks[n - 1].age) return 0;
	size_t sum = HEADER * (n - 1) + 1 + blocks[n - 1].len;
	for (size_t i = 0; i + 1 < n; i++) {
		if (blocks[i].len > RED_LEN_MAX || blocks[i].age > RED_AGE_MAX) return 0;
		sum += blocks[i].len;
	}
	return sum;
}

size_t red_write(uint8_t *out, size_t cap, const struct red_block *blocks, size_t n)
{
	size_t len = length(blocks, n);
	if (!len || len > cap) return 0;
	for (size_t i = 0; i + 1 < n; i++, out += HEADER) {
		out[0] = (uint8_t)(FOLLOWS | blocks[i].pt);
		out[1] = (uint8_t)(blocks[i].age >> 6);
		out[2] = (uint8_t)(blocks[i].age << 2 | blocks[i].len >> 8);
		out[3] = (uint8_t)blocks[i].len;
	}
	*out++ = blocks[n - 1].pt;
	for (size_t i = 0; i < n; out += blocks[i++].len) memcpy(out, blocks[i].data, blocks[i].len);
	return len;
}
