/* short_code.c — five bits a letter, the highest first. */
#include "base/short_code.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void short_code_from_bytes(const unsigned char bytes[static SHORT_CODE_BYTES], char ret[static SHORT_CODE_CHARS + 1])
{
	for (int i = 0; i < SHORT_CODE_CHARS; i++) {
		int bit = i * 5, at = bit / 8;
		unsigned two = (unsigned)bytes[at] << 8 | (at + 1 < SHORT_CODE_BYTES ? bytes[at + 1] : 0u);
		ret[i] = letters[two >> (11 - bit % 8) & 31];
	}
	ret[SHORT_CODE_CHARS] = 0;
}

static unsigned value_of(char letter) { return (unsigned)(strchr(letters, letter) - letters); }

void short_code_to_bytes(const char code[static SHORT_CODE_CHARS], unsigned char ret[static SHORT_CODE_BYTES])
{
	memset(ret, 0, SHORT_CODE_BYTES);
	for (int i = 0; i < SHORT_CODE_CHARS; i++) {
		int bit = i * 5, at = bit / 8;
		unsigned two = value_of(code[i]) << (11 - bit % 8);
		ret[at] |= (unsigned char)(two >> 8);
		if (at + 1 < SHORT_CODE_BYTES) ret[at + 1] |= (unsigned char)two;
	}
}

void short_code_new(char ret[static SHORT_CODE_CHARS + 1])
{
	unsigned char bytes[SHORT_CODE_BYTES];
	randombytes_buf(bytes, sizeof bytes);
	short_code_from_bytes(bytes, ret);
}

bool short_code_clean(const char *text, char ret[static SHORT_CODE_CHARS + 1])
{
	char code[SHORT_CODE_CHARS + 1] = "";
	for (int i = 0; i < SHORT_CODE_CHARS; i++) {
		char c = (char)toupper((unsigned char)text[i]);
		c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
		if (!c || !strchr(letters, c)) return false;
		code[i] = c;
	}
	if (text[SHORT_CODE_CHARS]) return false;
	memcpy(ret, code, sizeof code);
	return true;
}
