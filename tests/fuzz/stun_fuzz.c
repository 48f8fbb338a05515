/* Any bytes as a Binding message; and the same bytes as the attributes of an authentic one, which must be answered
 * with something readable and authentic, or not at all. */
#include <stdlib.h>
#include <string.h>

#include "media/rtp.h"
#include "media/stun.h"

static uint32_t crc32_of(const uint8_t *p, size_t len)
{
	uint32_t crc = ~0u;
	for (size_t i = 0; i < len * 8; i++) {
		uint32_t bit = (crc ^ (uint32_t)(p[i / 8] >> i % 8)) & 1;
		crc = crc >> 1 ^ (bit ? 0xedb88320u : 0);
	}
	return ~crc;
}

static void answer_it(const uint8_t *p, size_t len, const struct hmac_sha1 *key)
{
	struct stun_msg m, reply;
	if (stun_parse(p, len, &m) != OK) return;
	size_t n = 0;
	if (stun_local_ufrag(&m, &n) && n > m.username_len) abort();
	struct sockaddr_in from = { .sin_family = AF_INET, .sin_port = 9 };
	uint8_t out[STUN_REPLY_MAX];
	bool nominated = false;
	if (stun_answer(&m, key, (const struct sockaddr *)&from, out, sizeof out, &n, &nominated) != OK) return;
	if (stun_parse(out, n, &reply) != OK || !stun_authentic(&reply, key)) abort();
}

/* A real check, with the fuzzer's attributes put where it had USE-CANDIDATE, and signed again. */
static void sign_and_answer(const uint8_t *data, size_t size, const struct hmac_sha1 *key)
{
	const struct stun_request r = { .username = "abcd:efgh", .controlling = true };
	uint8_t p[STUN_BYTES_MAX];
	size_t tail = 24 + 8, len = stun_write_request(p, sizeof p, &r, key);
	size &= ~(size_t)3;
	if (size > sizeof p - len) return;
	size_t at = len - tail, mac = at + size, crc = mac + 24;
	memcpy(p + at, data, size);
	rtp_put16(p + 2, (uint16_t)(crc - STUN_HEADER_BYTES));
	rtp_put32(p + mac, 0x00080000 | HMAC_SHA1_BYTES);
	hmac_sha1(key, p, mac, NULL, 0, p + mac + 4);
	rtp_put16(p + 2, (uint16_t)(crc + 8 - STUN_HEADER_BYTES));
	rtp_put32(p + crc, 0x80280004);
	rtp_put32(p + crc + 4, crc32_of(p, crc) ^ 0x5354554Eu);
	answer_it(p, crc + 8, key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hmac_sha1 key;
	stun_key_init(&key, "VOkJxbRl1RmTxUk/WvJxBt", 22);
	answer_it(data, size, &key);
	sign_and_answer(data, size, &key);
	return 0;
}
