/* wish.h — what mela-call is asked to do: lines "name text" on standard input, up to its end. Nothing of it stands in the command line,
 * which everybody on the machine may read.
 * Limits  WISH_TEXT_MAX bytes of a text; a name that is not known is refused. */
#pragma once
#include "base/err.h"

#define WISH_WORD_MAX 200
#define WISH_TEXT_MAX 1000

struct wish {
	char to[WISH_WORD_MAX + 1], from[WISH_WORD_MAX + 1];       /* SIP addresses */
	char user[WISH_WORD_MAX + 1], password[WISH_WORD_MAX + 1]; /* "" where none is asked for */
	char lang[WISH_WORD_MAX + 1];                              /* a voice of espeak-ng: hi, en */
	char say[WISH_TEXT_MAX + 1], thanks[WISH_TEXT_MAX + 1];    /* said until a key is pressed; said then */
	char ring[WISH_WORD_MAX + 1];                              /* seconds to wait for somebody */
};

/* ERR_UNKNOWN_FIELD, ERR_TOO_LONG, ERR_MISSING_FIELD without to, from or say. */
err_t wish_read(int fd, struct wish *ret);
