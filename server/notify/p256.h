/* p256.h — the curve P-256 as web push uses it: keys as bytes, agreement (RFC 8291 §3.1), ES256 signatures (RFC 7518 §3.4). By OpenSSL.
 * Thread  any. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define P256_PRIVATE 32   /* the scalar, big-endian */
#define P256_PUBLIC 65    /* 0x04, x, y */
#define P256_SHARED 32    /* x of the product */
#define P256_SIGNATURE 64 /* r, s */

void p256_make(unsigned char ret_private[static P256_PRIVATE], unsigned char ret_public[static P256_PUBLIC]);
/* False for a scalar that is none. */
bool p256_public_of(const unsigned char private[static P256_PRIVATE], unsigned char ret_public[static P256_PUBLIC]);
/* False for a point that is not on the curve. */
bool p256_agree(const unsigned char private[static P256_PRIVATE], const unsigned char peer[static P256_PUBLIC], unsigned char ret_shared[static P256_SHARED]);
/* Over the SHA-256 of the text. */
bool p256_sign(const unsigned char private[static P256_PRIVATE], const char *text, size_t len, unsigned char ret[static P256_SIGNATURE]);
bool p256_verify(const unsigned char public[static P256_PUBLIC], const char *text, size_t len, const unsigned char signature[static P256_SIGNATURE]);
