/* short_code.h — a random name that people may have to type: 80 bits as 16 letters of Crockford's base 32, without I, L, O and U.
 * Whoever types may write small letters, O for 0, and I or L for 1.    Owns  nothing.    Thread  any. */
#pragma once
#include <stdbool.h>

#define SHORT_CODE_BYTES 10
#define SHORT_CODE_CHARS 16

void short_code_new(char ret[static SHORT_CODE_CHARS + 1]);
/* The code as it is kept; false (untouched) if the first SHORT_CODE_CHARS of `text` are none or something follows them. */
bool short_code_clean(const char *text, char ret[static SHORT_CODE_CHARS + 1]);
void short_code_to_bytes(const char code[static SHORT_CODE_CHARS], unsigned char ret[static SHORT_CODE_BYTES]);
void short_code_from_bytes(const unsigned char bytes[static SHORT_CODE_BYTES], char ret[static SHORT_CODE_CHARS + 1]);
