/* suggest.h — "did you mean": of the words that nothing is known by, known ones that sound nearly so, in the letters that a product writes them with.
 *
 *   pashmna ─► psmn ─► every key that is one letter away ─► those that the index knows ─► the word of a product that has it ─► pashmina
 *
 * Thread  readers.    Limits  SUGGEST_MAX texts; SUGGEST_WORDS unknown words are looked at.
 * Cost    some 400 looks into the index for each of them, 30 µs each. */
#pragma once
#include "store/db.h"
#include "trade/match.h"

#define SUGGEST_MAX 3
#define SUGGEST_WORDS 2
#define SUGGEST_WORD_MAX 64
#define SUGGEST_TEXT_MAX (MATCH_TEXT_MAX + SUGGEST_WORDS * SUGGEST_WORD_MAX)

struct suggestions { char texts[SUGGEST_MAX][SUGGEST_TEXT_MAX + 1]; int n; };

/* The text with what is unknown in it put right, the likeliest first; none where every word is known, or nothing is near.
 * ERR_TOO_LONG, ERR_BAD_UTF8; ERR_TIMEOUT. */
err_t suggest(struct db *db, const char *text, int64_t now_ms, struct suggestions *ret);
