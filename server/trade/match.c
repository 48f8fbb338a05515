/* match.c — keys are letters and digits only, so an expression needs no escapes. */
#include "trade/match.h"

#include <string.h>

#include "trade/fold.h"

#define BEGINS_FROM 3   /* a shorter key is a beginning only while its word is short too: "sil" of silk, but not "kala" (kl) of klin */
#define PAIRS_UP_TO 4   /* words; who types more means them apart */

static size_t characters(const char *s, size_t len)
{
	size_t n = 0;
	for (size_t i = 0; i < len; i++) n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

static struct match_word word_of(const char *s, size_t len)
{
	struct match_word w = {.sound = sound_of(s, len), .single = sound_of_single(s, len)};
	w.begins = w.sound.count && (strlen(w.sound.keys[0]) >= BEGINS_FROM || characters(s, len) <= BEGINS_FROM);
	return w;
}

static struct match_word pair_of(const char *a, size_t a_len, const char *b, size_t b_len)
{
	char both[MATCH_TEXT_MAX * 6 + 1];
	memcpy(both, a, a_len);
	memcpy(both + a_len, b, b_len);
	both[a_len + b_len] = '\0';
	return word_of(both, a_len + b_len);
}

err_t match_read(const char *text, struct match *ret)
{
	char folded[MATCH_TEXT_MAX * 3 + 1];
	const char *last = NULL;
	size_t last_len = 0;
	*ret = (struct match){.count = 0};
	if (strlen(text) > MATCH_TEXT_MAX) return ERR_TOO_LONG;
	TRY(fold(text, folded, sizeof folded));
	size_t len = 0;
	for (const char *s = folded; ret->count < MATCH_WORDS && (s = sound_next(s, &len)); s += len) {
		const struct match_word w = word_of(s, len);
		if (!w.sound.count) continue;
		if (ret->count) ret->pairs[ret->count - 1] = pair_of(last, last_len, s, len);
		ret->words[ret->count++] = w;
		last = s, last_len = len;
	}
	return OK;
}

static void write_word(const struct match_word *w, bool begins, struct buf *b)
{
	const char *sep = "(";
	for (int i = 0; i < w->sound.count; i++, sep = " OR ") buf_printf(b, "%s%s%s", sep, w->sound.keys[i], begins && w->begins ? "*" : "");
	for (int i = 0; i < w->single.count; i++) buf_printf(b, " OR %s", w->single.keys[i]);
	buf_putc(b, ')');
}

/* All words, with word `at` and the next written as one, `pair`; NULL: all apart. */
static void write_all(const struct match *m, const struct match_word *pair, int at, bool begins, struct buf *b)
{
	const char *sep = "(";
	for (int i = 0; i < m->count; i++, sep = " AND ") {
		const bool joined = pair && i == at;
		buf_puts(b, sep);
		write_word(joined ? pair : &m->words[i], begins, b);
		i += joined;
	}
	buf_putc(b, ')');
}

static void write_in(const struct match *m, const char *columns, bool begins, struct buf *b)
{
	int pairs = m->count <= PAIRS_UP_TO ? m->count - 1 : 0;
	buf_printf(b, "({%s} : (", columns);
	write_all(m, NULL, 0, begins, b);
	for (int i = 0; i < pairs; i++) {
		if (!m->pairs[i].sound.count) continue;
		buf_puts(b, " OR ");
		write_all(m, &m->pairs[i], i, begins, b);
	}
	buf_puts(b, "))");
}

static void write_some(const struct match *m, struct buf *b)
{
	const char *sep = "({name words} : (";
	for (int i = 0; i < m->count; i++, sep = " OR ") {
		buf_puts(b, sep);
		write_word(&m->words[i], false, b);
	}
	buf_puts(b, "))");
}

void match_write(const struct match *m, enum match_way way, enum match_where where, struct buf *b)
{
	if (way == MATCH_SOME) { write_some(m, b); return; }
	buf_putc(b, '(');
	write_in(m, where == MATCH_NAME ? "name" : "name words", way == MATCH_BEGINS, b);
	if (where == MATCH_ELSEWHERE) {
		buf_puts(b, " NOT ");
		write_in(m, "name", way == MATCH_BEGINS, b);
	}
	buf_putc(b, ')');
}
