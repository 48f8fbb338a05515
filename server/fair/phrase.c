/* phrase.c — lookups in the table of phrases. */
#include "fair/phrase.h"

#include <stddef.h>
#include <string.h>

static const struct phrase table[] = {
#define PHRASE(id, group, en, hi) {#id, #group, en, hi},
#include "schema/phrases.def"
#undef PHRASE
};
#define COUNT ((int)(sizeof table / sizeof *table))

const struct phrase *phrase_at(int i) { return i >= 0 && i < COUNT ? &table[i] : NULL; }

const struct phrase *phrase_find(const char *id)
{
	for (int i = 0; i < COUNT; i++)
		if (strcmp(table[i].id, id) == 0) return &table[i];
	return NULL;
}
