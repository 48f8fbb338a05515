/* push_seal.c — keys by two rounds of HKDF-SHA-256 (RFC 5869), each a single block; then one record of AES-128-GCM. */
#include "notify/push_seal.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define HASH 32
#define AUTH 16
#define KEY 16
#define NONCE 12
#define TAG 16
#define LAST_RECORD 0x02 /* RFC 8188 §2: the delimiter of the last record */

struct sealing { unsigned char peer[P256_PUBLIC], auth[AUTH], public[P256_PUBLIC], key[KEY], nonce[NONCE]; struct push_chance chance; };

static void hmac(const void *key, size_t key_len, const void *data, size_t len, unsigned char ret[static HASH])
{
	if (!HMAC(EVP_sha256(), key, (int)key_len, data, len, ret, NULL)) abort();
}

/* HKDF-Expand to one block: `info` must have room for one byte behind its length. */
static void expand(const unsigned char prk[static HASH], unsigned char *info, size_t len, unsigned char ret[static HASH])
{
	info[len] = 1;
	hmac(prk, HASH, info, len + 1, ret);
}

/* RFC 8188 §2.2: a key for a purpose, from what both sides share and the salt. */
static void expand_for(const unsigned char prk[static HASH], const char *purpose, unsigned char *ret, size_t len)
{
	unsigned char info[64], block[HASH];
	size_t n = strlen(purpose) + 1; /* its NUL is part of it */
	memcpy(info, purpose, n);
	expand(prk, info, n, block);
	memcpy(ret, block, len);
	sodium_memzero(block, sizeof block);
}

/* RFC 8291 §3.3 and §3.4. */
static bool derive(struct sealing *s)
{
	static const char label[] = "WebPush: info";
	unsigned char shared[P256_SHARED], prk[HASH], ikm[HASH], info[sizeof label + 2 * P256_PUBLIC + 1];
	if (!p256_public_of(s->chance.private, s->public) || !p256_agree(s->chance.private, s->peer, shared)) return false;
	memcpy(info, label, sizeof label);
	memcpy(info + sizeof label, s->peer, P256_PUBLIC);
	memcpy(info + sizeof label + P256_PUBLIC, s->public, P256_PUBLIC);
	hmac(s->auth, AUTH, shared, sizeof shared, prk);
	expand(prk, info, sizeof info - 1, ikm);
	hmac(s->chance.salt, PUSH_SALT, ikm, sizeof ikm, prk);
	expand_for(prk, "Content-Encoding: aes128gcm", s->key, KEY);
	expand_for(prk, "Content-Encoding: nonce", s->nonce, NONCE);
	sodium_memzero(shared, sizeof shared);
	sodium_memzero(prk, sizeof prk);
	sodium_memzero(ikm, sizeof ikm);
	return true;
}

/* RFC 8188 §2.1: salt, record size, key id, which is our public key. */
static void write_head(const struct sealing *s, struct buf *ret)
{
	static const unsigned char sizes[] = {0, 0, 0x10, 0, P256_PUBLIC};
	buf_add(ret, s->chance.salt, PUSH_SALT);
	buf_add(ret, sizes, sizeof sizes);
	buf_add(ret, s->public, P256_PUBLIC);
}

static void write_record(const struct sealing *s, const char *text, size_t len, struct buf *ret)
{
	unsigned char plain[PUSH_TEXT_MAX + 1], sealed[PUSH_TEXT_MAX + 1], tag[TAG];
	int n = 0, rest = 0;
	memcpy(plain, text, len);
	plain[len] = LAST_RECORD;
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	if (!ctx || EVP_EncryptInit_ex(ctx, EVP_aes_128_gcm(), NULL, s->key, s->nonce) != 1 || EVP_EncryptUpdate(ctx, sealed, &n, plain, (int)len + 1) != 1 ||
	    EVP_EncryptFinal_ex(ctx, sealed + n, &rest) != 1 || EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG, tag) != 1)
		abort();
	EVP_CIPHER_CTX_free(ctx);
	buf_add(ret, sealed, (size_t)(n + rest));
	buf_add(ret, tag, TAG);
}

static bool read_key(const char *text, unsigned char *ret, size_t len)
{
	size_t got = 0;
	return sodium_base642bin(ret, len, text, strlen(text), NULL, &got, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 && got == len;
}

err_t push_seal(const char *p256dh, const char *auth, const char *text, const struct push_chance *chance, struct buf *ret)
{
	struct sealing s;
	size_t len = strlen(text);
	unsigned char unused[P256_PUBLIC];
	if (len > PUSH_TEXT_MAX) return ERR_TOO_LONG;
	if (!read_key(p256dh, s.peer, sizeof s.peer) || !read_key(auth, s.auth, sizeof s.auth)) return ERR_BAD_FIELD;
	if (chance) {
		s.chance = *chance;
	} else {
		p256_make(s.chance.private, unused);
		randombytes_buf(s.chance.salt, sizeof s.chance.salt);
	}
	bool done = derive(&s);
	if (done) {
		write_head(&s, ret);
		write_record(&s, text, len, ret);
	}
	sodium_memzero(&s, sizeof s);
	return done ? OK : ERR_BAD_FIELD;
}
