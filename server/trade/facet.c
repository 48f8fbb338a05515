/* facet.c — FNV-1a for the hash; ranges of prices are read off the highest bits. */
#include "trade/facet.h"

#include <stdio.h>

#define STEPS 8 /* an octave's, three bits */

static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";

static struct facet facet_made(char kind, uint32_t hash)
{
	return (struct facet){{'o', kind, letters[hash >> 10 & 31], letters[hash >> 5 & 31], letters[hash & 31], '\0'}};
}

struct facet facet_of(char kind, const char *value)
{
	uint32_t h = 2166136261u;
	for (; *value; value++) h = (h ^ (unsigned char)*value) * 16777619u;
	return facet_made(kind, h ^ h >> 15);
}

/* 8 × the octave and the three bits below its highest; prices below 8 are as if they were 8. */
int facet_price(int64_t minor)
{
	if (minor < STEPS) minor = STEPS;
	int octave = 63 - __builtin_clzll((unsigned long long)minor);
	return octave * STEPS + (int)(minor >> (octave - 3) & (STEPS - 1));
}

int64_t facet_price_first(int range)
{
	int octave = range / STEPS;
	return octave <= 3 && range % STEPS == 0 ? 0 : (int64_t)(STEPS + range % STEPS) << (octave - 3);
}

struct facet facet_of_price(int range) { return facet_made(FACET_PRICE, (uint32_t)range); }
struct facet facet_of_octave(int range) { return facet_made(FACET_OCTAVE, (uint32_t)(range / STEPS)); }

void facet_between(struct buf *b, int64_t from_minor, int64_t to_minor)
{
	const int last = facet_price(to_minor);
	const char *sep = "(";
	for (int range = facet_price(from_minor); range <= last; sep = " OR ") {
		bool whole = range % STEPS == 0 && range + STEPS - 1 <= last;
		buf_printf(b, "%s%s", sep, whole ? facet_of_octave(range).s : facet_of_price(range).s);
		range += whole ? STEPS : 1;
	}
	buf_putc(b, ')');
}
