/* vault.c — nonce, then the sealed bytes; the owner's name is authenticated with them. */
#include "people/vault.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/key_file.h"

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES
#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

struct vault { unsigned char key[KEY_FILE_BYTES]; };

static_assert(KEY_FILE_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(sodium_base64_ENCODED_LEN(NONCE + VAULT_BYTES_MAX + TAG, BASE64) <= VAULT_TEXT_MAX + 1);

err_t vault_open(const char *dir, struct vault **ret)
{
	struct vault *v = calloc(1, sizeof *v);
	if (!v) abort();
	err_t e = key_file_open(dir, "vault.key", v->key);
	if (e == OK) *ret = v;
	else vault_close(v);
	return e;
}

void vault_close(struct vault *v)
{
	if (!v) return;
	sodium_memzero(v, sizeof *v);
	free(v);
}

void vault_seal(const struct vault *v, const char *whose, const void *secret, size_t len, char ret[static VAULT_TEXT_MAX + 1])
{
	unsigned char raw[NONCE + VAULT_BYTES_MAX + TAG];
	assert(len <= VAULT_BYTES_MAX);
	randombytes_buf(raw, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(raw + NONCE, NULL, secret, len, (const unsigned char *)whose, strlen(whose), NULL, raw, v->key);
	sodium_bin2base64(ret, VAULT_TEXT_MAX + 1, raw, NONCE + len + TAG, BASE64);
}

bool vault_unseal(const struct vault *v, const char *whose, const char *sealed, void *ret, size_t len)
{
	unsigned char raw[NONCE + VAULT_BYTES_MAX + TAG];
	size_t n = 0;
	if (sodium_base642bin(raw, sizeof raw, sealed, strlen(sealed), NULL, &n, NULL, BASE64) || n != NONCE + len + TAG) return false;
	return !crypto_aead_xchacha20poly1305_ietf_decrypt(ret, NULL, NULL, raw + NONCE, len + TAG, (const unsigned char *)whose, strlen(whose), raw, v->key);
}
