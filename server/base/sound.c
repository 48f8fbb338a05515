/* sound.c — two small tables, one for each script, write the same letters; a last pass makes one of what still differs. */
#include "base/sound.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#define VIRAMA 0x094d
#define PLURAL_FROM 4     /* letters */
#define DEVANAGARI(c) ((c) >= 0x0900 && (c) <= 0x097f)

/* What a Devanagari letter sounds like, from U+0901 on: consonants without their short a, vowels and their signs alike. "" is silent;
 * R is the flapped d, which is written r as often. */
static const char *const devanagari[] = {
	"n", "n", "", "a", "a", "a", "i", "i", "u", "u", "ri", "l", "i", "i", "i",                       /* ँ ं ः ऄ अ आ इ ई उ ऊ ऋ ऌ ऍ ऎ ए */
	"i", "u", "u", "u", "u", "k", "q", "g", "x", "n", "c", "c", "j", "j", "n", "t",                  /* ऐ ऑ ऒ ओ औ क ख ग घ ङ च छ ज झ ञ ट */
	"w", "d", "d", "n", "t", "w", "d", "d", "n", "n", "p", "f", "b", "z", "m", "y",                  /* ठ ड ढ ण त थ द ध न ऩ प फ ब भ म य */
	"r", "r", "l", "l", "l", "v", "s", "s", "s", "h", "", "", "", "", "a", "i",                      /* र ऱ ल ळ ऴ व श ष स ह - - ़ ऽ ा ि */
	"i", "u", "u", "ri", "ri", "i", "i", "i", "i", "u", "u", "u", "u", "", "i", "u",                 /* ी ु ू ृ ॄ ॅ ॆ े ै ॉ ॊ ो ौ ् ॎ ॏ */
	"um",                                                                                            /* ॐ */
};
#define DEVANAGARI_FIRST 0x0901

/* Latin letters, the longest first. A vowel that stands alone is `a` (dropped later), `i` or `u`. */
static const struct { const char *from, *to; } latin[] = {
	{"chh", "c"}, {"ksh", "ks"}, {"tch", "c"}, {"ch", "c"}, {"ck", "k"}, {"ci", "si"}, {"ce", "si"}, {"cy", "si"}, {"sh", "s"},
	{"kh", "q"}, {"gh", "x"}, {"th", "w"}, {"bh", "z"}, {"ph", "f"}, {"dh", "d"}, {"rh", "r"}, {"jh", "j"}, {"zh", "j"}, {"qu", "k"},
	{"ai", "i"}, {"ay", "ay"}, {"ei", "i"}, {"ea", "i"}, {"au", "u"}, {"ou", "u"}, {"ya", "ya"}, {"ye", "yi"}, {"yi", "yi"}, {"yo", "yu"}, {"yu", "yu"},
	{"c", "k"}, {"e", "i"}, {"o", "u"}, {"q", "k"}, {"v", "v"}, {"w", "v"}, {"x", "ks"}, {"y", "i"}, {"z", "j"},
};

/* A key being written, short vowels still in it. */
struct draft { char s[SOUND_BYTES * 4]; size_t n; };

static void put(struct draft *d, const char *letters)
{
	for (; *letters && d->n + 1 < sizeof d->s; letters++) d->s[d->n++] = *letters;
	d->s[d->n] = '\0';
}

static bool is_flap(uint32_t c) { return c == 0x0921 || c == 0x0922; }

/* A consonant between vowels, not the first of the word: ड is then nearly always ड़. */
static bool flaps(uint32_t before, uint32_t c, uint32_t after) { return is_flap(c) && before && before != VIRAMA && before != 0x0902 && after != VIRAMA; }

static const char *sound_of_devanagari(uint32_t before, uint32_t c, uint32_t after, int variant)
{
	if (c >= 0x0966 && c <= 0x096f) return (const char *const[]){"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}[c - 0x0966];
	if (c < DEVANAGARI_FIRST || c - DEVANAGARI_FIRST >= sizeof devanagari / sizeof *devanagari) return "";
	return variant && flaps(before, c, after) ? "r" : devanagari[c - DEVANAGARI_FIRST];
}

static bool is_consonant(uint32_t c) { return c >= 0x0915 && c <= 0x0939; }

/* ज्ञ is said gy. */
#define JNA "ज्ञ"
static bool is_jna(const char *s, size_t len) { return len >= strlen(JNA) && memcmp(s, JNA, strlen(JNA)) == 0; }

/* The next character, 0 at the end; moves *i behind it. */
static uint32_t next_of(const char *word, size_t len, size_t *i)
{
	uint32_t c = 0;
	if (*i < len) U8_NEXT_UNSAFE((const uint8_t *)word, *i, c);
	return c;
}

/* Without a virama a consonant has its short a, heard or not: it keeps letters apart that only look doubled, and is dropped in the end. */
static void write_devanagari(struct draft *d, const char *word, size_t len, int variant, bool *ret_flapped)
{
	uint32_t before = 0, c;
	for (size_t i = 0; i < len; before = c) {
		const bool jna = is_jna(word + i, len - i);
		c = next_of(word, len, &i);
		size_t peek = i;
		const uint32_t after = next_of(word, len, &peek);
		*ret_flapped |= flaps(before, c, after);
		if (jna) put(d, "gy");
		else if (c < 0x80) put(d, (char[]){c == 'o' ? 'u' : (char)c, '\0'}); /* no key holds an o */
		else put(d, sound_of_devanagari(before, c, after, variant));
		if (jna) i += strlen(JNA) - strlen("ज");
		else if (is_consonant(c) && after != VIRAMA) put(d, "a");
	}
}

static void write_latin(struct draft *d, const char *word, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t k = 0, n = 1, rules = sizeof latin / sizeof *latin;
		while (k < rules && strncmp(word + i, latin[k].from, strlen(latin[k].from)) != 0) k++;
		if (k < rules) n = strlen(latin[k].from);
		if (k < rules && i + n <= len) put(d, latin[k].to);
		else put(d, (char[]){word[i], '\0'}), n = 1;
		i += n;
	}
}

/* True if b only says again what a said: the same letter, or a stop and its breathed sister (makkhan). */
static bool doubles(char a, char b)
{
	return a == b || (a == 'k' && b == 'q') || (a == 'g' && b == 'x') || (a == 't' && b == 'w') || (a == 'b' && b == 'z');
}

/* Doubled letters to one, a's out, m before a labial to n, y after i out; cut. */
static void finish(const struct draft *d, char ret[static SOUND_BYTES + 1])
{
	size_t n = 0;
	for (size_t i = 0; i < d->n && n < SOUND_MAX; i++) {
		const char c = d->s[i];
		if (i && doubles(d->s[i - 1], c)) {
			if (n && ret[n - 1] == d->s[i - 1]) ret[n - 1] = c;
			continue;
		}
		if (c == 'a' && i) continue;
		if (n && ret[n - 1] == 'i' && (c == 'y' || c == 'i')) continue;
		if (n && ret[n - 1] == 'm' && strchr("pbzf", c)) ret[n - 1] = 'n';
		ret[n++] = c;
	}
	ret[n] = '\0';
}

static bool is_ascii(const char *s, size_t len)
{
	while (len && !(*s & 0x80)) s++, len--;
	return !len;
}

/* Latin and Devanagari may stand in one word ("2मीटर"); a letter of any other script makes the word its own key. */
static bool is_readable(const char *word, size_t len)
{
	uint32_t c;
	for (size_t i = 0; i < len;) {
		U8_NEXT_UNSAFE((const uint8_t *)word, i, c);
		if (c >= 0x80 && !DEVANAGARI(c)) return false;
	}
	return true;
}

/* "e" and its bytes in hex: beginnings of words have beginnings of keys. */
static struct sound as_it_is(const char *word, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	struct sound s = {.count = 1, .keys[0] = "e"};
	for (size_t i = 0; i < len && 2 * i + 2 < SOUND_BYTES; i++) {
		s.keys[0][2 * i + 1] = hex[(unsigned char)word[i] >> 4];
		s.keys[0][2 * i + 2] = hex[word[i] & 15];
	}
	return s;
}

struct sound sound_of(const char *word, size_t len)
{
	struct sound s = {.count = 0};
	bool flapped = false, latin_only = is_ascii(word, len);
	if (!len) return s;
	if (!is_readable(word, len)) return as_it_is(word, len);
	for (int variant = 0; variant < SOUND_KEYS && (!variant || flapped); variant++) {
		struct draft d = {.n = 0};
		if (latin_only) write_latin(&d, word, len);
		else write_devanagari(&d, word, len, variant, &flapped);
		finish(&d, s.keys[s.count]);
		if (*s.keys[s.count]) s.count++;
	}
	return s;
}

struct sound sound_of_single(const char *word, size_t len)
{
	const bool plural = len >= PLURAL_FROM && word[len - 1] == 's' && word[len - 2] != 's';
	return plural ? sound_of(word, len - 1) : (struct sound){.count = 0};
}

static bool is_of_a_word(uint32_t c)
{
	const uint32_t marks = U_GC_MN_MASK | U_GC_MC_MASK;
	return U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_N_MASK | marks | U_GC_CO_MASK);
}

const char *sound_next(const char *s, size_t *ret_len)
{
	const char *word = NULL;
	size_t n = 0, end = strlen(s);
	for (size_t i = 0; i < end;) {
		const size_t at = i;
		const bool inside = is_of_a_word(next_of(s, end, &i));
		if (inside && !word) word = s + at;
		if (!inside && word) break;
		n = i;
	}
	*ret_len = word ? (size_t)(s + n - word) : 0;
	return word;
}
