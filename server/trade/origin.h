/* origin.h — the statement of origin that is signed for each piece: which artisan of which district made it, and when it was shown.
 *
 *   statement = version (1 byte, 1) · fields     field = tag (1 byte) · length (1 byte, 1–255) · value
 *   token     = base64url without padding of: statement · Ed25519 signature (64 bytes) over "mela origin 1\n" · statement
 *
 * Tags rise, each stands at most once, numbers are big-endian without leading zeros, texts are printable UTF-8: a statement has one
 * form only, so whoever reads it and writes it again gets the same bytes. docs/PROTOCOL.md lists the tags.
 * Owns    nothing.    Thread  any.    Limits  ORIGIN_BYTES_MAX, ORIGIN_TOKEN_CHARS.    Source  RFC 8032 (Ed25519), RFC 4648 §5. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/short_code.h"

#define ORIGIN_KEY_BYTES 4       /* of SHA-256 of the public key */
#define ORIGIN_PUBLIC_BYTES 32
#define ORIGIN_SECRET_BYTES 64
#define ORIGIN_SIGNATURE_BYTES 64
#define ORIGIN_TEXT_MAX 80
#define ORIGIN_GI_MAX 40
#define ORIGIN_DISTRICT_MAX 47
#define ORIGIN_BYTES_MAX 352
#define ORIGIN_TOKEN_CHARS 555   /* (ORIGIN_BYTES_MAX + 64) × 4 / 3, rounded up */

struct origin {
	unsigned char key[ORIGIN_KEY_BYTES];   /* which key signed it */
	unsigned char code[SHORT_CODE_BYTES];  /* the certificate's */
	int64_t piece, pieces;                 /* this one, from 1, of so many */
	int64_t issued_s;                      /* seconds since 1970 */
	char artisan[ORIGIN_TEXT_MAX + 1], district[ORIGIN_DISTRICT_MAX + 1], product[ORIGIN_TEXT_MAX + 1];
	char gi_user[ORIGIN_GI_MAX + 1];       /* the authorised user's number in the register of GIs; "" */
	unsigned char broadcast[16];           /* all 0: it was not shown live */
	int64_t media_us;                      /* since that broadcast began */
};

struct origin_bytes { unsigned char b[ORIGIN_BYTES_MAX]; size_t len; };
/* BAD_FIELD for a member that is empty or out of bounds. */
err_t origin_write(const struct origin *o, struct origin_bytes *ret);
/* MALFORMED for anything but what origin_write makes. */
err_t origin_read(const unsigned char *bytes, size_t len, struct origin *ret);

/* Which key: the first bytes of the public key's SHA-256. */
void origin_key_id(const unsigned char public_key[static ORIGIN_PUBLIC_BYTES], unsigned char ret[static ORIGIN_KEY_BYTES]);
/* Signs with the key named in `o`. */
err_t origin_sign(const struct origin *o, const unsigned char secret_key[static ORIGIN_SECRET_BYTES], char ret_token[static ORIGIN_TOKEN_CHARS + 1]);
/* Reads a token and checks it against the one of `n` public keys (32 bytes each) that it names.
 * MALFORMED; NOT_FOUND if the key is none of them; BAD_SIGNATURE. Only on OK is `ret` filled. */
err_t origin_verify(const char *token, const unsigned char (*keys)[ORIGIN_PUBLIC_BYTES], size_t n, struct origin *ret);
