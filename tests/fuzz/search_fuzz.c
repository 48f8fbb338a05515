/* search_fuzz.c — whatever a buyer types is folded and looked up, or refused; it is never an error of the store. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/db.h"
#include "trade/fold.h"
#include "trade/search.h"

static void hear(void *arg, const struct product *p, const struct search_cursor *at) { (void)arg, (void)p, (void)at; }

/* An empty database of its own, opened once. */
static struct db *database(void)
{
	static struct db *db;
	char dir[] = "/tmp/mela-search-fuzz-XXXXXX";
	if (!db && (!mkdtemp(dir) || db_open(dir, true, &db) != OK)) abort();
	return db;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct product_filter f = {.after = "", .district = "", .category = "", .booth = "", .fair = "", .limit = 10};
	char *text = malloc(size + 1), once[4096], again[4096];
	memcpy(text, data, size);
	text[size] = 0;
	if (fold(text, once, sizeof once) == OK) {
		assert(text_utf8_valid(once, strlen(once)));
		IGNORE(fold(once, again, sizeof again));
	}
	err_t e = search_products(database(), text, &f, &(struct search_cursor){-1, ""}, 0, hear, NULL);
	assert(e == OK || e == ERR_TOO_LONG || e == ERR_BAD_UTF8);
	free(text);
	return 0;
}
