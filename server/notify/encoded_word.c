/* encoded_word.c — 45 bytes become 60 characters of base64, which with the frame of 12 stay below 75. */
#include "notify/encoded_word.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

#define WORD_BYTES 45

static bool plain(const char *text)
{
	for (const char *s = text; *s; s++)
		if (*s < 0x20 || *s > 0x7e) return false;
	return !strstr(text, "=?");
}

void encoded_word_add(struct buf *out, const char *text)
{
	if (plain(text)) {
		buf_puts(out, text);
		return;
	}
	char piece[WORD_BYTES + 1], base64[sodium_base64_ENCODED_LEN(WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)];
	for (const char *separator = ""; *text; separator = "\r\n ") {
		size_t n = text_copy(piece, sizeof piece, text);
		if (!n) return; /* not UTF-8 */
		sodium_bin2base64(base64, sizeof base64, (const unsigned char *)piece, n, sodium_base64_VARIANT_ORIGINAL);
		buf_printf(out, "%s=?UTF-8?B?%s?=", separator, base64);
		text += n;
	}
}
