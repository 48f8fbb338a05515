/* Any bytes as a statement, as a token and as a piece's name: what is read is written back to the same bytes, and nothing that was not
 * signed here is ever taken for genuine. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "trade/certificate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned char seed[32] = {7};
	unsigned char public_key[1][ORIGIN_PUBLIC_BYTES], secret_key[ORIGIN_SECRET_BYTES];
	struct origin o, back;
	struct origin_bytes s;
	char token[ORIGIN_TOKEN_CHARS + 1], code[SHORT_CODE_CHARS + 1];
	int64_t piece;
	if (size > 4096) return 0;
	crypto_sign_seed_keypair(public_key[0], secret_key, seed);
	if (origin_read(data, size, &o) == OK) {
		if (origin_write(&o, &s) != OK || s.len != size || memcmp(s.b, data, size)) abort();
		if (origin_sign(&o, secret_key, token) != OK) abort();
		origin_key_id(public_key[0], o.key);
		if (origin_sign(&o, secret_key, token) != OK || origin_verify(token, (const unsigned char (*)[32])public_key, 1, &back) != OK) abort();
		if (memcmp(&o, &back, sizeof o)) abort();
	}
	char *text = malloc(size + 1);
	memcpy(text, data, size);
	text[size] = 0;
	if (origin_verify(text, (const unsigned char (*)[32])public_key, 1, &o) == OK) abort();
	if (certificate_name_read(text, code, &piece) && (piece < 0 || strlen(code) != SHORT_CODE_CHARS)) abort();
	free(text);
	return 0;
}
