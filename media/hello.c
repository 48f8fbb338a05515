/* hello.c — offsets of RFC 6347 §4.1 and §4.2.2. */
#include "media/hello.h"

#include <string.h>

#define RECORD_HEAD    13
#define MESSAGE_HEAD   12
#define ALERT          21
#define HANDSHAKE      22
#define CLIENT_HELLO   1
#define HELLO_VERIFY   3
#define RANDOM_AT      2      /* behind the version */
#define SESSION_AT     34
#define SESSION_MAX    32

static uint32_t u16(const uint8_t *p) { return (uint32_t)p[0] << 8 | p[1]; }
static uint32_t u24(const uint8_t *p) { return (uint32_t)p[0] << 16 | u16(p + 1); }

static void put16(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static void put24(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 16);
	put16(p + 1, v);
}

/* Random, session id and cookie stand at the beginning, so they are in the first part. */
static void look_words(struct hello_look *l)
{
	if (l->at || l->len < SESSION_AT + 1 || l->bytes[SESSION_AT] > SESSION_MAX) return;
	uint32_t at = SESSION_AT + 1u + l->bytes[SESSION_AT];
	if (l->len < at + 1 || l->len < at + 1 + l->bytes[at]) return;
	l->first = true;
	l->random = l->bytes + RANDOM_AT;
	l->cookie_len = l->bytes[at];
	l->cookie = l->bytes + at + 1;
}

static void look_message(const uint8_t *m, uint32_t len, struct hello_look *l)
{
	if (len < MESSAGE_HEAD || m[0] != CLIENT_HELLO) return;
	l->total = u24(m + 1);
	l->message_seq = (uint16_t)u16(m + 4);
	l->at = u24(m + 6);
	l->len = u24(m + 9);
	l->bytes = m + MESSAGE_HEAD;
	l->fragment = l->len <= len - MESSAGE_HEAD && l->at + l->len <= l->total;
	if (l->fragment) look_words(l);
}

void hello_look(const uint8_t *datagram, size_t len, struct hello_look *ret)
{
	*ret = (struct hello_look){0};
	for (size_t at = 0, end; at + RECORD_HEAD <= len; at = end) {
		const uint8_t *r = datagram + at;
		uint32_t body = u16(r + 11);
		end = at + RECORD_HEAD + body;
		if (r[1] != 0xfe || end > len) return;
		if (u16(r + 3) != 0) continue;   /* of a later epoch: sealed */
		if (r[0] == ALERT) ret->alert = true;
		if (r[0] == HANDSHAKE && at == 0) look_message(r + RECORD_HEAD, body, ret);
	}
}

size_t hello_leading(const uint8_t *datagram, size_t len)
{
	size_t n = len < RECORD_HEAD ? 0 : RECORD_HEAD + u16(datagram + 11);
	return n <= len ? n : 0;
}

static size_t write_heads(uint8_t *out, uint8_t minor, uint8_t number, uint8_t type, uint16_t message_seq, uint32_t total)
{
	memset(out, 0, RECORD_HEAD + MESSAGE_HEAD);
	out[0] = HANDSHAKE;
	out[1] = 0xfe;
	out[2] = minor;
	out[10] = number;
	put16(out + 11, MESSAGE_HEAD + total);
	out[RECORD_HEAD] = type;
	put24(out + RECORD_HEAD + 1, total);
	put16(out + RECORD_HEAD + 4, message_seq);
	put24(out + RECORD_HEAD + 9, total);
	return RECORD_HEAD + MESSAGE_HEAD;
}

/* Always record 0: whoever could choose the number could make the client deaf to all lower ones. */
size_t hello_ask(const uint8_t cookie[static HELLO_COOKIE_BYTES], uint8_t ret[static HELLO_ASK_BYTES])
{
	size_t at = write_heads(ret, 0xff, 0, HELLO_VERIFY, 0, 3 + HELLO_COOKIE_BYTES);
	ret[at] = 0xfe;
	ret[at + 1] = 0xff;
	ret[at + 2] = HELLO_COOKIE_BYTES;
	memcpy(ret + at + 3, cookie, HELLO_COOKIE_BYTES);
	return HELLO_ASK_BYTES;
}

bool hello_add(struct hello *h, const struct hello_look *l)
{
	if (!l->fragment || l->total > HELLO_MAX) return false;
	if (l->first) h->total = l->total, h->message_seq = l->message_seq, h->have = 0;
	if (!h->total || l->total != h->total || l->message_seq != h->message_seq || l->at != h->have) return false;
	memcpy(h->record + RECORD_HEAD + MESSAGE_HEAD + l->at, l->bytes, l->len);
	h->have += l->len;
	return h->have == h->total;
}

size_t hello_record(struct hello *h, uint8_t number)
{
	return write_heads(h->record, 0xfd, number, CLIENT_HELLO, h->message_seq, h->total) + h->total;
}
