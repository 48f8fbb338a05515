/* country.h — a country's name on a paper, in both languages, as Unicode's tables have it.
 * Owns    nothing.    Thread  one. */
#pragma once
#include "base/buf.h"

/* "Germany · जर्मनी" for "DE"; the code itself where no table knows it. */
void country_put(struct buf *b, const char *code);
/* The English name alone. */
void country_put_en(struct buf *b, const char *code);
