/* authenticator.h — the app on somebody's phone: takes the secret as text and shows the code of a moment. */
#pragma once
#include <assert.h>
#include <string.h>

#include "people/totp.h"

static inline void authenticator_take(const char *text, unsigned char ret[static TOTP_SECRET_BYTES])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	memset(ret, 0, TOTP_SECRET_BYTES);
	for (int i = 0; i < TOTP_SECRET_CHARS; i++) {
		const char *at = strchr(letters, text[i]);
		assert(at && *at);
		for (int b = 0; b < 5; b++)
			if ((at - letters) >> (4 - b) & 1) ret[(i * 5 + b) / 8] |= (unsigned char)(0x80 >> (i * 5 + b) % 8);
	}
}

static inline const char *authenticator_shows(const char *text, int64_t now_ms, char ret[static TOTP_DIGITS + 1])
{
	unsigned char secret[TOTP_SECRET_BYTES];
	authenticator_take(text, secret);
	totp_code(secret, now_ms / TOTP_STEP_MS, ret);
	return ret;
}
