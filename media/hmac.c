/* hmac.c — the low-level SHA-1 calls are deprecated in OpenSSL 3 but kept; nothing else copies a state without malloc. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "media/hmac.h"

#include <openssl/crypto.h>
#include <string.h>

static void start_with_pad(SHA_CTX *ctx, const uint8_t key[static SHA_CBLOCK], uint8_t pad)
{
	uint8_t block[SHA_CBLOCK];
	for (size_t i = 0; i < sizeof block; i++) block[i] = key[i] ^ pad;
	SHA1_Init(ctx);
	SHA1_Update(ctx, block, sizeof block);
	OPENSSL_cleanse(block, sizeof block);
}

void hmac_sha1_init(struct hmac_sha1 *h, const void *key, size_t key_len)
{
	uint8_t block[SHA_CBLOCK] = { 0 };
	if (key_len > sizeof block) SHA1(key, key_len, block);
	else if (key_len > 0) memcpy(block, key, key_len);
	start_with_pad(&h->inner, block, 0x36);
	start_with_pad(&h->outer, block, 0x5c);
	OPENSSL_cleanse(block, sizeof block);
}

void hmac_sha1(const struct hmac_sha1 *h, const void *a, size_t a_len, const void *b, size_t b_len, uint8_t ret[static HMAC_SHA1_BYTES])
{
	uint8_t digest[HMAC_SHA1_BYTES];
	SHA_CTX ctx = h->inner;
	if (a_len > 0) SHA1_Update(&ctx, a, a_len);
	if (b_len > 0) SHA1_Update(&ctx, b, b_len);
	SHA1_Final(digest, &ctx);
	ctx = h->outer;
	SHA1_Update(&ctx, digest, sizeof digest);
	SHA1_Final(ret, &ctx);
}
