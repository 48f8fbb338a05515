/* sealed.h — a stream of bytes that only the holder of a key reads: libsodium's sealed box (X25519, XSalsa20-Poly1305) around the key of a
 * secret stream (XChaCha20-Poly1305). Whoever writes one keeps nothing with which it could be read again.
 *
 *   "MELAKEP1" · sealed key · header · chunks of SEALED_CHUNK bytes, each with its tag; the last one says so
 *
 * A bit that was turned, a chunk that is missing, doubled or in another place, and an end that was cut off are each refused.
 * Owns    nothing of the file; the caller opens and closes it.    Thread  any, one at a time. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"

#define SEALED_CHUNK 65536
#define SEALED_KEY_CHARS 43 /* of either key, base64url */

struct sealed_pair { char public_key[SEALED_KEY_CHARS + 1], secret_key[SEALED_KEY_CHARS + 1]; };
void sealed_pair_new(struct sealed_pair *ret);

struct sealed_out;
/* ERR_BAD_FIELD for what is no public key; ERR_IO. */
err_t sealed_write_begin(FILE *to, const char *public_key, struct sealed_out **ret);
err_t sealed_write(struct sealed_out *s, const void *data, size_t len);
/* Writes the last chunk and frees; without `whole` the stream stays cut off, and nobody will take it for one. */
err_t sealed_write_end(struct sealed_out *s, bool whole);

struct sealed_in;
/* ERR_BAD_FIELD for what is no secret key, ERR_BAD_CREDENTIALS for another's, ERR_MALFORMED for what is no such file. */
err_t sealed_read_begin(FILE *from, const char *secret_key, struct sealed_in **ret);
/* Gives what is there, up to cap; 0 bytes at the true end. ERR_UNAUTHENTIC where it was changed or cut off. */
err_t sealed_read(struct sealed_in *s, void *ret, size_t cap, size_t *ret_len);
void sealed_read_end(struct sealed_in *s);
