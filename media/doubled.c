/* doubled.c — what was counted when a packet came is what is written whenever it goes. */
#include "media/doubled.h"

#include "media/red.h"
#include "media/rtp.h"

uint8_t doubled_earlier(const struct ring *r, const struct packet *p)
{
	size_t bytes = RED_HEADER_MAX(DOUBLED_EARLIER_MAX) + p->len;
	uint8_t n = 0;
	for (; n < DOUBLED_EARLIER_MAX && p->len; n++) {
		const struct packet *q = ring_find(r, p->seq - n - 1u);
		if (!q || q->codec != p->codec || !q->len || q->len > RED_LEN_MAX) break;
		int32_t age = rtp_ts_diff(p->ts, q->ts);
		bytes += q->len;
		if (age <= 0 || age > RED_AGE_MAX || bytes > PACKET_PAYLOAD_MAX) break;
	}
	return n;
}

size_t doubled_write(const struct ring *r, const struct packet *p, uint8_t pt, uint8_t *out)
{
	struct red_block blocks[DOUBLED_EARLIER_MAX + 1];
	for (unsigned i = 0; i <= p->earlier; i++) {
		const struct packet *q = ring_find(r, p->seq - p->earlier + i);
		if (!q) return 0;
		blocks[i] = (struct red_block){.pt = pt, .age = (uint16_t)(p->ts - q->ts), .len = q->len, .data = q->data};
	}
	return red_write(out, PACKET_PAYLOAD_MAX, blocks, p->earlier + 1u);
}
