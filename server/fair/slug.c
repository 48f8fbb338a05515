/* slug.c — slugs never change once given: they stand in printed posters. */
#include "fair/slug.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define STEM_MAX (SLUG_MAX - 4) /* leaves room for a hyphen and three digits */

void slug_of(const char *name, char ret[static SLUG_MAX + 1])
{
	size_t n = 0;
	bool gap = false;
	for (; *name && n < STEM_MAX - 1; name++) {
		char c = *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;
		if (c == '\'') continue; /* weavers' stays one word */
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) { gap = n > 0; continue; }
		if (gap) ret[n++] = '-';
		gap = false;
		ret[n++] = c;
	}
	if (!n) ret[n++] = 'x';
	ret[n] = 0;
}

err_t slug_unique(const char *name, err_t (*taken)(void *arg, const char *slug, int *ret_taken), void *arg, char ret[static SLUG_MAX + 1])
{
	char stem[SLUG_MAX + 1], slug[SLUG_MAX + 1];
	slug_of(name, stem);
	for (int i = 1; i <= 999; i++) {
		int is = 0;
		if (i == 1) snprintf(slug, sizeof slug, "%s", stem);
		else snprintf(slug, sizeof slug, "%.*s-%d", STEM_MAX, stem, i);
		TRY(taken(arg, slug, &is));
		if (is) continue;
		memcpy(ret, slug, sizeof slug);
		return OK;
	}
	return ERR_CONFLICT;
}
