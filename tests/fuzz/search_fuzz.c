/* search_fuzz.c — whatever a buyer types is folded and looked up, or refused; it is never an error of the store. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/sound.h"
#include "base/text.h"
#include "store/db.h"
#include "trade/fold.h"
#include "trade/search.h"
#include "trade/suggest.h"

#define SUGGESTED_UP_TO 40   /* bytes: a word costs hundreds of statements */

static void hear(void *arg, const struct product *p) { (void)arg, (void)p; }

/* An empty database of its own, opened once. */
static struct db *database(void)
{
	static struct db *db;
	char dir[] = "/tmp/mela-search-fuzz-XXXXXX";
	if (!db && (!mkdtemp(dir) || db_open(dir, true, &db) != OK)) abort();
	return db;
}

/* A key is letters and digits, and none begins as the facets do. */
static void check_sounds(const char *folded)
{
	size_t len = 0;
	for (const char *s = folded; (s = sound_next(s, &len)); s += len) {
		const struct sound sound = sound_of(s, len);
		for (int i = 0; i < sound.count; i++) {
			const char *key = sound.keys[i];
			assert(*key && strlen(key) <= SOUND_BYTES && strspn(key, "abcdefghijklmnpqrstuvwxyz0123456789") == strlen(key));
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct search_wish w = {.text = "", .district = "", .category = "", .booth = "", .fair = "", .limit = 10, .order = size % 3};
	struct search_found found;
	char *text = malloc(size + 1), once[4096], again[4096];
	memcpy(text, data, size);
	text[size] = 0;
	if (fold(text, once, sizeof once) == OK) {
		assert(text_utf8_valid(once, strlen(once)));
		IGNORE(fold(once, again, sizeof again));
		check_sounds(once);
	}
	w.text = text;
	err_t e = search_products(database(), &w, &(struct search_cursor){0}, 0, hear, NULL, &found);
	assert(e == OK || e == ERR_TOO_LONG || e == ERR_BAD_UTF8);
	struct suggestions suggested;
	if (size <= SUGGESTED_UP_TO) assert(suggest(database(), text, 0, &suggested) == e);
	free(text);
	return 0;
}
