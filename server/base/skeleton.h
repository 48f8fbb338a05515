/* skeleton.h — what a text looks like, so that two that are taken for each other are one (UTS #39 §4, by ICU's tables).
 * "Оffіciаl" in Cyrillic, "0FFICIAL", "ⓞfficial" and "offi cial" all have the joined skeleton of "official". Beside ICU's tables: capitals
 * are small, i is l, and marks on European letters do not count. A skeleton is for comparing alone; it is nothing to show.
 * A letter may look like one only while it is a capital (Cyrillic М), or only when it is small (ı): who compares asks for both.
 * Thread  any.   Cost  some 3 µs for a name.   Limits  SKELETON_IN_MAX bytes of text. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define SKELETON_IN_MAX 240
#define SKELETON_MAX 1536

/* words: letters, digits and signs of vowels, one blank between two words; joined: without the blanks. */
struct skeleton { char words[SKELETON_MAX + 1], joined[SKELETON_MAX + 1]; };

enum skeleton_case { SKELETON_SMALL, SKELETON_AS_WRITTEN };
#define SKELETON_CASES 2

/* False for text that is too long, is not UTF-8, or comes out too long. */
bool skeleton_of(const char *text, enum skeleton_case first, struct skeleton *ret);
