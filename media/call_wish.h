/* call_wish.h — what mela-call is asked to do: lines "name text" on standard input, up to its end. Nothing of it stands in the command line,
 * which everybody on the machine may read.
 * Limits  CALL_WISH_TEXT_MAX bytes of a text; a name that is not known is refused. */
#pragma once
#include "base/err.h"

#define CALL_WISH_WORD_MAX 200
#define CALL_WISH_TEXT_MAX 1000

struct call_wish {
	char to[CALL_WISH_WORD_MAX + 1], from[CALL_WISH_WORD_MAX + 1];       /* SIP addresses */
	char user[CALL_WISH_WORD_MAX + 1], password[CALL_WISH_WORD_MAX + 1]; /* "" where none is asked for */
	char lang[CALL_WISH_WORD_MAX + 1];                              /* a voice of espeak-ng: hi, en */
	char say[CALL_WISH_TEXT_MAX + 1], thanks[CALL_WISH_TEXT_MAX + 1];    /* said until a key is pressed; said then */
	char ring[CALL_WISH_WORD_MAX + 1];                              /* seconds to wait for somebody */
};

/* ERR_UNKNOWN_FIELD, ERR_TOO_LONG, ERR_MISSING_FIELD without to, from or say. */
err_t call_wish_read(int fd, struct call_wish *ret);
