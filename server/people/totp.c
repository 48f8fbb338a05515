/* totp.c — see totp.h. */
#include "people/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHA1_BYTES 20

void totp_code(const unsigned char secret[static TOTP_SECRET_BYTES], int64_t step, char ret[static TOTP_DIGITS + 1])
{
	unsigned char counter[8], mac[SHA1_BYTES];
	unsigned len = 0;
	for (int i = 0; i < 8; i++) counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
	if (!HMAC(EVP_sha1(), secret, TOTP_SECRET_BYTES, counter, sizeof counter, mac, &len) || len != SHA1_BYTES) abort();
	const unsigned char *at = mac + (mac[SHA1_BYTES - 1] & 15); /* RFC 4226 §5.3: dynamic truncation */
	uint32_t number = ((uint32_t)at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
	snprintf(ret, TOTP_DIGITS + 1, "%06u", number % 1000000u);
	sodium_memzero(mac, sizeof mac);
}

bool totp_fits(const unsigned char secret[static TOTP_SECRET_BYTES], const char *code, int64_t now_ms, int64_t last_step, int64_t *ret_step)
{
	int64_t now = now_ms / TOTP_STEP_MS, found = -1;
	char want[TOTP_DIGITS + 1];
	if (strlen(code) != TOTP_DIGITS) return false;
	for (int64_t step = now - TOTP_DRIFT; step <= now + TOTP_DRIFT; step++) { /* all of them, whichever fits */
		totp_code(secret, step, want);
		bool same = sodium_memcmp(want, code, TOTP_DIGITS) == 0;
		if (same & (step > last_step) & (found < 0)) found = step;
	}
	sodium_memzero(want, sizeof want);
	if (found >= 0) *ret_step = found;
	return found >= 0;
}

void totp_text(const unsigned char secret[static TOTP_SECRET_BYTES], char ret[static TOTP_SECRET_CHARS + 1])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	for (int i = 0; i < TOTP_SECRET_CHARS; i++) { /* eight letters for five bytes, without a rest */
		int bit = i * 5, at = bit / 8;
		unsigned two = (unsigned)secret[at] << 8 | (at + 1 < TOTP_SECRET_BYTES ? secret[at + 1] : 0u);
		ret[i] = letters[two >> (11 - bit % 8) & 31];
	}
	ret[TOTP_SECRET_CHARS] = 0;
}
