/* suggest.c — keys one letter away are made and asked for one by one; their words are then compared as they are written. */
#include "trade/suggest.h"

#include <stdio.h>
#include <string.h>
#include <unicode/utf8.h>

#include "base/text.h"
#include "fair/category.h"
#include "trade/facet.h"
#include "trade/fold.h"
#include "trade/product.h"

#define KEY_FROM 3          /* a shorter key is near to half the dictionary */
#define NEAR_MAX 8          /* keys whose words are looked up, the commonest of all that are near */
#define COMMON 20           /* products with a key are counted so far */
#define PRODUCTS 5          /* in which the word of a key is looked for */
#define LETTERS 40          /* of a word are compared */
#define OTHER_SCRIPT 2      /* how far a word is that is written in other letters */
#define WORD_BYTES (SUGGEST_WORD_MAX * 3)

static const char key_letters[] = "abcdefghijklmnpqrstuvwxyz";

/* A word as it was typed, and folded. */
struct typed { const char *at; size_t len; char folded[WORD_BYTES + 1]; struct sound sound; };
struct near_key { char key[SOUND_MAX + 2], word[SUGGEST_WORD_MAX + 1]; int64_t n, far; };
struct near { struct db *db; const struct typed *typed; int64_t now_ms; struct near_key keys[NEAR_MAX]; int n; };

/* ── what the index knows ── */

/* How many products have the key, up to `most`; with `star`, words that begin with it count too. */
static err_t count_key(struct db *db, const char *key, const char *star, int64_t most, int64_t *ret)
{
	char expr[SOUND_BYTES + 64];
	snprintf(expr, sizeof expr, "({name words} : (%s%s)) AND ({facets} : (%s))", key, star, facet_of(FACET_EVERY, "").s);
	return db_int(db, ret, Q_SEARCH_KNOWN, V((const char *)expr), V(most));
}

static err_t is_known(struct db *db, const struct sound *s, bool *ret)
{
	*ret = false;
	for (int i = 0; i < s->count && !*ret; i++) {
		int64_t n;
		TRY(count_key(db, s->keys[i], "*", 1, &n));
		*ret = n > 0;
	}
	return OK;
}

/* ── how far apart ── */

static int letters_of(const char *s, int32_t ret[static LETTERS])
{
	const int32_t len = (int32_t)strlen(s);
	int n = 0;
	for (int32_t i = 0; i < len && n < LETTERS; n++) U8_NEXT((const uint8_t *)s, i, len, ret[n]);
	return n;
}

/* Letters to change, put in or leave out (Levenshtein). */
static int64_t distance(const char *a, const char *b)
{
	int32_t x[LETTERS], y[LETTERS];
	const int n = letters_of(a, x), m = letters_of(b, y);
	int64_t row[LETTERS + 1];
	for (int j = 0; j <= m; j++) row[j] = j;
	for (int i = 1; i <= n; i++) {
		int64_t corner = row[0];
		row[0] = i;
		for (int j = 1; j <= m; j++) {
			int64_t least = corner + (x[i - 1] != y[j - 1]);
			if (row[j] + 1 < least) least = row[j] + 1;
			if (row[j - 1] + 1 < least) least = row[j - 1] + 1;
			corner = row[j];
			row[j] = least;
		}
	}
	return row[m];
}

static int64_t far_at_most(const char *word)
{
	int32_t letters[LETTERS];
	return 1 + letters_of(word, letters) / 3;
}

/* ── the word behind a key ── */

static bool has_key(const struct sound *s, const char *key)
{
	for (int i = 0; i < s->count; i++)
		if (strcmp(s->keys[i], key) == 0) return true;
	return false;
}

/* The word of `text` that has the key, if it is nearer than what was found before. */
static void look_in(const char *text, const struct typed *typed, struct near_key *k)
{
	char word[SUGGEST_WORD_MAX + 1], folded[WORD_BYTES + 1];
	size_t len = 0;
	for (const char *s = text; (s = sound_next(s, &len)); s += len) {
		if (len > SUGGEST_WORD_MAX) continue;
		memcpy(word, s, len);
		word[len] = '\0';
		if (fold(word, folded, sizeof folded) != OK) continue;
		const struct sound sound = sound_of(folded, strlen(folded));
		if (!has_key(&sound, k->key)) continue;
		const bool same_script = (*folded & 0x80) == (*typed->folded & 0x80);
		const int64_t far = same_script ? distance(folded, typed->folded) : OTHER_SCRIPT;
		if (*k->word && far >= k->far) continue;
		k->far = far;
		text_copy(k->word, sizeof k->word, word);
	}
}

static err_t look_at(const struct near *near, const char *product, struct near_key *k)
{
	struct product p;
	err_t e = product_find(near->db, product, near->now_ms, &p);
	if (e != OK) return e == ERR_NO_PRODUCT ? OK : e; /* gone since */
	const struct category *c = category_find(p.category);
	const char *const texts[] = {p.name_en, p.name_hi, p.district_en, p.district_hi, c ? c->en : "", c ? c->hi : "", p.about_en, p.about_hi};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) look_in(texts[i], near->typed, k);
	return OK;
}

/* As the first product writes it that has the key in one word; some have it in two words read as one. */
static err_t find_word(const struct near *near, struct near_key *k)
{
	struct rows r;
	char expr[SOUND_BYTES + 64], ids[PRODUCTS][ID_CHARS + 1];
	int n = 0;
	snprintf(expr, sizeof expr, "({name words} : (%s)) AND ({facets} : (%s))", k->key, facet_of(FACET_EVERY, "").s);
	db_query(near->db, &r, Q_SEARCH_BY_DOC, V((const char *)expr), V(""), V(""), V(""), V(""), V(0), V(0), V(0), V(0), V(0), V(PRODUCTS));
	while (n < PRODUCTS && rows_next(&r)) rows_copy(&r, 0, ids[n++], sizeof ids[0]);
	TRY(rows_end(&r));
	for (int i = 0; i < n && !*k->word; i++) TRY(look_at(near, ids[i], k));
	return OK;
}

/* ── keys one letter away ── */

/* Keeps the commonest. */
static err_t try_key(struct near *near, const char *key)
{
	int64_t n;
	int at = near->n;
	if (!*key || has_key(&near->typed->sound, key)) return OK;
	for (int i = 0; i < near->n; i++)
		if (strcmp(near->keys[i].key, key) == 0) return OK;
	TRY(count_key(near->db, key, "", COMMON, &n));
	if (!n) return OK;
	if (near->n < NEAR_MAX) near->n++;
	else if (near->keys[--at].n >= n) return OK;
	for (; at > 0 && near->keys[at - 1].n < n; at--) near->keys[at] = near->keys[at - 1];
	near->keys[at] = (struct near_key){.n = n};
	text_copy(near->keys[at].key, sizeof near->keys[at].key, key);
	return OK;
}

/* `key` with its letters from..until replaced by `by`. */
static err_t try_changed(struct near *near, const char *key, int from, int until, const char *by)
{
	char changed[SOUND_MAX + 4];
	snprintf(changed, sizeof changed, "%.*s%s%s", from, key, by, key + until);
	changed[SOUND_MAX] = '\0'; /* as keys are cut */
	return try_key(near, changed);
}

static err_t try_all(struct near *near, const char *key)
{
	const int len = (int)strlen(key);
	for (int i = 0; i <= len; i++) {
		if (i < len) TRY(try_changed(near, key, i, i + 1, ""));
		if (i + 1 < len) TRY(try_changed(near, key, i, i + 2, (char[]){key[i + 1], key[i], '\0'}));
		for (const char *c = key_letters + (i > 0); *c; c++) { /* an a is kept at the beginning alone */
			if (i < len) TRY(try_changed(near, key, i, i + 1, (char[]){*c, '\0'}));
			TRY(try_changed(near, key, i, i, (char[]){*c, '\0'}));
		}
	}
	return OK;
}

/* The nearest in writing first; of those equally near the commonest, which came first. */
static void sort(struct near *near)
{
	for (int i = 1; i < near->n; i++)
		for (int k = i; k > 0 && near->keys[k].far < near->keys[k - 1].far; k--) {
			const struct near_key swapped = near->keys[k];
			near->keys[k] = near->keys[k - 1];
			near->keys[k - 1] = swapped;
		}
}

/* Words for one that is unknown; those that are too far in writing fall out. */
static err_t find_near(struct near *near)
{
	const struct sound *s = &near->typed->sound;
	int kept = 0;
	for (int i = 0; i < s->count; i++) {
		const size_t len = strlen(s->keys[i]);
		if (len >= KEY_FROM && len <= SOUND_MAX) TRY(try_all(near, s->keys[i]));
	}
	for (int i = 0; i < near->n; i++) {
		TRY(find_word(near, &near->keys[i]));
		if (*near->keys[i].word && near->keys[i].far <= far_at_most(near->typed->folded)) near->keys[kept++] = near->keys[i];
	}
	near->n = kept;
	sort(near);
	return OK;
}

/* ── the text ── */

/* What stands before the word, as typed, and one of its words: the i-th, or the last there is; as typed if there is none. */
static void write_word(struct suggestions *to, const char *text, size_t before, const struct typed *t, const struct near *near)
{
	for (int i = 0; i < SUGGEST_MAX; i++) {
		char *s = to->texts[i];
		const size_t n = strlen(s);
		const struct near_key *k = near->n ? &near->keys[i < near->n ? i : 0] : NULL;
		snprintf(s + n, SUGGEST_TEXT_MAX + 1 - n, "%.*s%.*s", (int)before, text, k ? SUGGEST_WORD_MAX : (int)t->len, k ? k->word : t->at);
	}
	if (near->n > to->n) to->n = near->n < SUGGEST_MAX ? near->n : SUGGEST_MAX;
}

static err_t read_word(const char *s, size_t len, struct typed *ret)
{
	char word[SUGGEST_WORD_MAX + 1];
	*ret = (struct typed){.at = s, .len = len};
	if (len > SUGGEST_WORD_MAX) return OK; /* no key, and so as it is */
	memcpy(word, s, len);
	word[len] = '\0';
	TRY(fold(word, ret->folded, sizeof ret->folded));
	ret->sound = sound_of(ret->folded, strlen(ret->folded));
	return OK;
}

err_t suggest(struct db *db, const char *text, int64_t now_ms, struct suggestions *ret)
{
	struct suggestions found = {.n = 0};
	const char *after = text;
	size_t len = 0;
	int unknown = 0;
	if (strlen(text) > MATCH_TEXT_MAX) return ERR_TOO_LONG;
	if (!text_utf8_valid(text, strlen(text))) return ERR_BAD_UTF8;
	for (const char *s = text; (s = sound_next(s, &len)); s += len) {
		struct typed typed;
		struct near near = {.db = db, .typed = &typed, .now_ms = now_ms};
		bool known = true;
		TRY(read_word(s, len, &typed));
		if (typed.sound.count) TRY(is_known(db, &typed.sound, &known));
		if (!known && unknown++ < SUGGEST_WORDS) TRY(find_near(&near));
		write_word(&found, after, (size_t)(s - after), &typed, &near);
		after = s + len;
	}
	*ret = found;
	return OK;
}
