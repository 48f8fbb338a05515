/* srtp_kdf.c — AES-CM keystream over zeros, one label after the other; the key derivation rate is 0. */
#include "media/srtp_kdf.h"

#include <openssl/evp.h>
#include <string.h>

/* RFC 3711 §4.3.2: encryption, authentication, salt; RTP from 0, RTCP from 3. */
enum label { LABEL_RTP = 0, LABEL_RTCP = 3 };

/* GCM's 12-byte salt stands where the first 12 of 14 bytes do (RFC 7714 §11). */
static bool derive(const struct srtp_key *k, size_t salt_len, int label, uint8_t *out, int len)
{
	uint8_t iv[16] = { 0 };
	memcpy(iv, k->salt, salt_len);
	iv[7] ^= (uint8_t)label;
	memset(out, 0, (size_t)len);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int done = 0;
	bool good = ctx && EVP_EncryptInit_ex(ctx, EVP_aes_128_ctr(), NULL, k->key, iv) == 1 && EVP_EncryptUpdate(ctx, out, &done, out, len) == 1;
	EVP_CIPHER_CTX_free(ctx);
	return good;
}

static bool derive_all(const struct srtp_key *k, size_t salt_len, int first, struct srtp_session_key *ret)
{
	return derive(k, salt_len, first, ret->key, sizeof ret->key)
	    && derive(k, salt_len, first + 1, ret->auth, sizeof ret->auth)
	    && derive(k, salt_len, first + 2, ret->salt, (int)salt_len);
}

bool srtp_kdf(enum srtp_profile profile, const struct srtp_key *master, struct srtp_session_keys *ret)
{
	size_t salt_len = profile == SRTP_GCM128 ? 12 : SRTP_SALT_BYTES;
	*ret = (struct srtp_session_keys){ 0 };
	return derive_all(master, salt_len, LABEL_RTP, &ret->rtp) && derive_all(master, salt_len, LABEL_RTCP, &ret->rtcp);
}
