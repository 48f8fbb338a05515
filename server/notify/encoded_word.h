/* encoded_word.h — text of any language in a mail's header (RFC 2047 §2, B encoding).
 * Thread  any.    Limits  each word ≤ 75 characters and whole in its UTF-8 (§5), one a line. */
#pragma once
#include "base/buf.h"

/* Appends `text` as it is when it is printable ASCII without "=?", else as encoded words joined by CRLF SPACE. */
void encoded_word_add(struct buf *out, const char *text);
