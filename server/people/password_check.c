/* password_check.c — each rule looks at the password in lower case; most at what is left of it without the obvious. */
#include "people/password_check.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "people/password.h"

#if __has_include(<crack.h>)
#include <crack.h>
#define HAS_CRACKLIB 1
#endif

#define DIFFERENT_MIN 5
#define PIECE_MAX 4      /* a piece of at most so many characters that is repeated */
#define RUN_MIN 4        /* neighbours on a row that count as one */
#define LEFT_MIN 6       /* characters that must be left beside names, words and runs */
#define NAME_MIN 4

static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgbyhnujmikolp"};

static const char *const words[] = {
#define WORD(text) text,
#include "schema/common_words.def"
#undef WORD
};

struct candidate { const struct password_about *about; const char *said; char lower[PASSWORD_MAX + 1]; };

static bool is_few(const struct candidate *c)
{
	bool seen[256] = {false};
	int n = 0;
	for (const char *s = c->lower; *s; s++) {
		n += !seen[(unsigned char)*s];
		seen[(unsigned char)*s] = true;
	}
	return n < DIFFERENT_MIN;
}

static bool is_repeated(const struct candidate *c)
{
	size_t len = strlen(c->lower);
	for (size_t p = 1; p <= PIECE_MAX && p < len; p++) {
		size_t i = p;
		while (i < len && c->lower[i] == c->lower[i - p]) i++;
		if (i == len) return true;
	}
	return false;
}

static bool is_digits(const struct candidate *c) { return c->lower[strspn(c->lower, "0123456789 -/.+")] == '\0'; }

/* How many characters from `s` on go along one row, in one direction. */
static size_t run_of(const char *s)
{
	size_t best = 1;
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
		for (int step = -1; step <= 1; step += 2) {
			const char *at = strchr(rows[r], *s);
			size_t n = 1;
			for (; at && s[n]; n++) {
				const char *to = at + step;
				if (to < rows[r] || !*to || *to != s[n]) break;
				at = to;
			}
			if (n > best) best = n;
		}
	return best;
}

static bool is_run(const struct candidate *c)
{
	size_t left = 0, ran = 0;
	for (const char *s = c->lower; *s;) {
		size_t n = run_of(s);
		if (n < RUN_MIN) n = 1, left++;
		else ran += n;
		s += n;
	}
	return ran && left < LEFT_MIN;
}

/* Takes every `part` out of `text`; true if one was there. */
static bool cut_out(char *text, const char *part)
{
	size_t n = strlen(part);
	bool some = false;
	for (char *at; n && (at = strstr(text, part)); some = true) memmove(at, at + n, strlen(at + n) + 1);
	return some;
}

/* An address is its parts: "asha.devi@example.org" is asha, devi, example. */
static bool holds_name(char *text, const char *name)
{
	bool some = false;
	while (*name) {
		char part[64];
		size_t n = 0, len = 0;
		for (; name[n] && (isalnum((unsigned char)name[n]) || (unsigned char)name[n] >= 0x80); n++)
			if (len < sizeof part - 1) part[len++] = (char)tolower((unsigned char)name[n]);
		part[len] = '\0';
		if (len >= NAME_MIN) some |= cut_out(text, part);
		name += n;
		if (*name) name++;
	}
	return some;
}

static bool is_own_name(const struct candidate *c)
{
	char left[PASSWORD_MAX + 1];
	bool some = false;
	memcpy(left, c->lower, sizeof left);
	for (size_t i = 0; i < PASSWORD_NAMES_MAX && c->about->names[i]; i++) some |= holds_name(left, c->about->names[i]);
	return some && strlen(left) < LEFT_MIN;
}

/* Digits and signs for the letters that they look like. */
static char letter_of(char c)
{
	static const char from[] = "0134578@$!|", to[] = "oieastbasil";
	const char *at = c ? strchr(from, c) : NULL;
	return at ? to[at - from] : c;
}

/* Whether nothing but common words is left once digits and signs are gone, the longest words first. */
static bool is_made_of_words(char *text)
{
	bool some = false;
	for (size_t len = strlen(text); len >= NAME_MIN; len--)
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (strlen(words[i]) == len) some |= cut_out(text, words[i]);
	size_t letters = 0;
	for (const char *s = text; *s; s++) letters += isalpha((unsigned char)*s) || (unsigned char)*s >= 0x80;
	return some && letters < NAME_MIN;
}

static bool is_common(const struct candidate *c)
{
	char plain[PASSWORD_MAX + 1], read[PASSWORD_MAX + 1];
	memcpy(plain, c->lower, sizeof plain);
	for (size_t i = 0; i < sizeof read; i++) read[i] = letter_of(c->lower[i]);
	return is_made_of_words(plain) || is_made_of_words(read);
}

static const struct { bool (*is)(const struct candidate *c); const char *why; } rules[] = {
	{is_few, "too few different characters"},
	{is_repeated, "one piece over and over"},
	{is_digits, "nothing but digits"},
	{is_run, "keys that lie side by side"},
	{is_own_name, "little more than the account's own name"},
	{is_common, "a common word with little around it"},
};

/* One line of the operator's file at a time; case aside. */
static err_t is_listed(const struct candidate *c, bool *ret)
{
	char line[PASSWORD_MAX + 2];
	*ret = false;
	if (!*c->about->list) return OK;
	FILE *f = fopen(c->about->list, "re");
	if (!f) return ERR_CONFIG;
	while (!*ret && fgets(line, sizeof line, f)) {
		line[strcspn(line, "\r\n")] = '\0';
		*ret = strcasecmp(line, c->said) == 0;
	}
	fclose(f);
	return OK;
}

/* Of cracklib its dictionary alone: what it calls systematic is sometimes chance. */
static const char *cracked(const char *password)
{
	const char *why = NULL;
#ifdef HAS_CRACKLIB
	if (access(PASSWORD_DICTIONARY ".pwd", R_OK) == 0) why = FascistCheckUser(password, PASSWORD_DICTIONARY, "", "");
#endif
	(void)password;
	return why && strstr(why, "dictionary") ? why : NULL;
}

err_t password_check(const char *password, const struct password_about *about, const char **ret_why)
{
	struct candidate c = {.about = about, .said = password};
	bool listed = false;
	if (strlen(password) < PASSWORD_MIN) return *ret_why = "it is shorter than ten characters", ERR_BAD_FIELD;
	if (strlen(password) > PASSWORD_MAX) return ERR_TOO_LONG;
	for (size_t i = 0; password[i]; i++) c.lower[i] = (char)tolower((unsigned char)password[i]);
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].is(&c)) return *ret_why = rules[i].why, ERR_BAD_FIELD;
	TRY(is_listed(&c, &listed));
	*ret_why = listed ? "it stands in the list of passwords that are tried first" : cracked(password);
	return *ret_why ? ERR_BAD_FIELD : OK;
}
