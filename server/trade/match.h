/* match.h — what a buyer types, as an expression for the index: by sound, and never as syntax of its own.
 *
 *   chikan kari  →  (chikan and kari) or chikankari      in the name as whole words, then as beginnings, then anywhere
 *
 * Thread  any.   Limits  MATCH_WORDS words, the rest is not looked for; MATCH_TEXT_MAX bytes. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/sound.h"

#define MATCH_WORDS 8
#define MATCH_TEXT_MAX 200

/* Each holds all of the one before, but MATCH_SOME, which is for a text of which nothing has all words. */
enum match_tier { MATCH_NAME, MATCH_NAME_BEGINS, MATCH_ANYWHERE, MATCH_SOME, MATCH_TIERS };

/* A word may also be the beginning of one (`begins`), or an English plural (`single` is the word without its s). */
struct match_word { struct sound sound, single; bool begins; };
/* pairs[i] is words[i] and words[i + 1] written as one. */
struct match { struct match_word words[MATCH_WORDS], pairs[MATCH_WORDS - 1]; int count; };

/* ERR_TOO_LONG, ERR_BAD_UTF8. A text without a word is a match of count 0. */
err_t match_read(const char *text, struct match *ret);
/* Writes the tier's expression; of those hits that an earlier tier has, only MATCH_SOME shows any again. count > 0. */
void match_write(const struct match *m, enum match_tier tier, struct buf *b);
/* The expression for all that the tiers before MATCH_SOME have together. */
void match_write_all(const struct match *m, struct buf *b);
