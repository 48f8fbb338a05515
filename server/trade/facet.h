/* facet.h — what a search may be narrowed by, as words in the index: the district, the craft, the booth, the fair, the price's range, whether a
 * badge is shown, and whether it is sold in India and abroad. A word is a hash: it finds candidates, and the row itself is the judge.
 *
 *   "o" kind hash      no key of a sound holds an o (base/sound.h)
 *
 * Prices lie in ranges of an eighth of an octave, and in whole octaves beside them, so that any span is a few words.
 * Thread  any. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

#define FACET_EVERY 'a'      /* every product has it */
#define FACET_BOOTH 'b'
#define FACET_CRAFT 'c'
#define FACET_DISTRICT 'd'
#define FACET_FAIR 'f'
#define FACET_BADGE 'g'
#define FACET_INDIA 'i'      /* not an enquiry only, for a buyer in India … */
#define FACET_ABROAD 'x'     /* … and elsewhere */
#define FACET_PRICE 'p'
#define FACET_OCTAVE 'q'

#define FACET_CHARS 5
struct facet { char s[FACET_CHARS + 1]; };

/* `value` is "" for those that have none. */
struct facet facet_of(char kind, const char *value);

/* The range a price lies in; its first price; its word. */
int facet_price(int64_t minor);
int64_t facet_price_first(int range);
struct facet facet_of_price(int range);
struct facet facet_of_octave(int range);
/* An expression of FTS5 for all ranges between two prices, both counted in; from ≤ to. */
void facet_between(struct buf *b, int64_t from_minor, int64_t to_minor);
