/* skeleton_fuzz.c — names: no crash, no skeleton longer than its room; the words and what is joined hold the same letters; a count of marks ends. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/marks.h"
#include "base/skeleton.h"
#include "base/text.h"

static void check(const char *text, enum skeleton_case first)
{
	struct skeleton s;
	if (!skeleton_of(text, first, &s)) return;
	const char *j = s.joined;
	for (const char *w = s.words; *w; w++)
		if (*w != ' ' && *w != *j++) abort();
	if (*j || !text_utf8_valid(s.joined, strlen(s.joined)) || strlen(s.words) > SKELETON_MAX) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char text[SKELETON_IN_MAX + 2];
	if (len >= sizeof text) return 0;
	memcpy(text, data, len);
	text[len] = 0;
	marks_fit(text);
	check(text, SKELETON_SMALL);
	check(text, SKELETON_AS_WRITTEN);
	return 0;
}
