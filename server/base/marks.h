/* marks.h — piles of combining marks: on one letter stand no more than any script needs.
 * The names of all languages and countries in all languages of ICU have at most four in a row, taken apart as far as they go (Kannada, Burmese);
 * Hindi three. Six leave room for Vedic accents, for Urdu and Arabic with all vowels, and for Tibetan stacks.
 * Thread  any.   Cost  one look in a table for a character. */
#pragma once
#include <stdbool.h>

#define MARKS_MAX 6

/* True if no letter of `s`, which is UTF-8, has more than MARKS_MAX marks in a row behind it; joiners neither count nor part. */
bool marks_fit(const char *s);
