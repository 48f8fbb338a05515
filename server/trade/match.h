/* match.h — what a buyer types, as an expression for the index: by sound, and never as syntax of its own.
 *
 *   chikan kari  →  (chikan and kari) or chikankari      in the name, then elsewhere; as beginnings of words if nothing else
 *
 * Thread  any.   Limits  MATCH_WORDS words, the rest is not looked for; MATCH_TEXT_MAX bytes. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/sound.h"

#define MATCH_WORDS 8
#define MATCH_TEXT_MAX 200

/* How the words of a text are to be met: whole; or, if no product has them so, as beginnings; or, if none has them all, some of them. */
enum match_way { MATCH_WHOLE, MATCH_BEGINS, MATCH_SOME, MATCH_WAYS };
enum match_where { MATCH_NAME, MATCH_ELSEWHERE, MATCH_ANYWHERE };   /* elsewhere: not all of them in the name */

/* A word may also be the beginning of one (`begins`), or an English plural (`single` is the word without its s). */
struct match_word { struct sound sound, single; bool begins; };
/* pairs[i] is words[i] and words[i + 1] written as one. */
struct match { struct match_word words[MATCH_WORDS], pairs[MATCH_WORDS - 1]; int count; };

/* ERR_TOO_LONG, ERR_BAD_UTF8. A text without a word is a match of count 0. */
err_t match_read(const char *text, struct match *ret);
/* Writes the expression; MATCH_SOME is anywhere. count > 0. */
void match_write(const struct match *m, enum match_way way, enum match_where where, struct buf *b);
