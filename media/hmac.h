/* hmac.h — HMAC-SHA1 (RFC 2104) with the key's two blocks hashed in advance.
 * Owns    nothing; a plain value that may be copied and thrown away (wipe it with OPENSSL_cleanse).
 * Thread  any; a key is only read.      Cost  two SHA-1 blocks less per message than HMAC(), no malloc.
 * Why     OpenSSL 3's EVP and HMAC contexts allocate on every copy of a keyed state; SHA_CTX is a value. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <openssl/sha.h>

#define HMAC_SHA1_BYTES 20

struct hmac_sha1 { SHA_CTX inner, outer; };

/* Hashes the key's pads. Keys above 64 bytes are hashed first. */
void hmac_sha1_init(struct hmac_sha1 *h, const void *key, size_t key_len);
/* The MAC of `a` followed by `b` (either may be empty). */
void hmac_sha1(const struct hmac_sha1 *h, const void *a, size_t a_len, const void *b, size_t b_len, uint8_t ret[static HMAC_SHA1_BYTES]);
