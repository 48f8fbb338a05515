/* secret.c — SHA-256 by libsodium. */
#include "people/secret.h"

#include <sodium.h>
#include <string.h>

void secret_hash(const char *text, char ret[static SECRET_HASH_CHARS + 1])
{
	unsigned char raw[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(raw, (const unsigned char *)text, strlen(text));
	sodium_bin2hex(ret, SECRET_HASH_CHARS + 1, raw, sizeof raw);
}
