/* sound_test.c — words of the crafts and of the register, however they are spelt; and ICU's transliteration as a second opinion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/utrans.h>
#include <unicode/ustring.h>

#include "base/csv_read.h"
#include "base/sound.h"
#include "trade/fold.h"

/* All keys of a text, in one line. */
static const char *keys_of(const char *text, char *ret, size_t cap)
{
	char folded[600];
	size_t n = 0;
	ret[0] = '\0';
	assert_int_equal(fold(text, folded, sizeof folded), OK);
	size_t len = 0;
	for (const char *s = folded; (s = sound_next(s, &len)); s += len) {
		const struct sound sound = sound_of(s, len);
		for (int i = 0; i < sound.count; i++) n += (size_t)snprintf(ret + n, cap - n, "%s ", sound.keys[i]);
	}
	return ret;
}

/* True if the words have a key in common. */
static bool meet(const char *a, const char *b)
{
	char x[300], y[300];
	keys_of(a, x, sizeof x);
	keys_of(b, y, sizeof y);
	for (char *rest, *k = strtok_r(x, " ", &rest); k; k = strtok_r(NULL, " ", &rest)) {
		const char *at = strstr(y, k);
		if (at && (at == y || at[-1] == ' ') && at[strlen(k)] == ' ') return true;
	}
	return false;
}

static void test_spellings_meet(void **state)
{
	(void)state;
	static const char *const same[][4] = {
		{"चिकनकारी", "chikankari", "chikankaari", "chiknkari"},
		{"साड़ी", "saree", "sari", "sadi"},
		{"ज़रदोज़ी", "zardozi", "jardoji", "zardoji"},
		{"खिलौना", "khilona", "khilauna", "khilouna"},
		{"दुपट्टा", "dupatta", "duppata", "doopatta"},
		{"कढ़ाई", "kadhai", "kadai", "karhai"},
		{"लकड़ी", "lakri", "lakdi", "lakadi"},
		{"पीतल", "peetal", "pital", "pittal"},
		{"कालीन", "kaleen", "qaleen", "kalin"},
		{"मूंज", "moonj", "munj", "मूञ्ज"},
		{"चंपा", "champa", "chanpa", "चम्पा"},
		{"फूल", "phool", "fool", "phul"},
		{"शिल्प", "shilp", "silp", "shilpa"},
		{"वस्त्र", "vastra", "wastra", "vastr"},
		{"मक्खन", "makkhan", "makhan", "मख्खन"},
		{"घुंघरू", "ghunghroo", "ghunghru", "ghoonghroo"},
		{"बनारसी", "banarasi", "banarsi", "Banaarasee"},
		{"ज्ञान", "gyan", "gyaan", "Gyaan"},
		{"मुरादाबाद", "Moradabad", "Muradabad", "मुरादाबाद"},
		{"अलीगढ़", "Aligarh", "Aleegarh", "Aligad"},
		{"२५", "25", "25", "25"},
	};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		for (size_t k = 1; k < 4; k++)
			if (!meet(same[i][0], same[i][k])) fail_msg("%s and %s are apart", same[i][0], same[i][k]);
}

static void test_other_words_stay_apart(void **state)
{
	(void)state;
	static const char *const apart[][2] = {{"खादी", "kadhai"}, {"मोती", "mitti"}, {"चाय", "शाल"}, {"पीतल", "पटल"}, {"घी", "gee"}, {"थाल", "taal"}, {"भाला", "bala"}};
	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
		if (meet(apart[i][0], apart[i][1])) fail_msg("%s and %s meet", apart[i][0], apart[i][1]);
}

static void test_keys_at_their_limits(void **state)
{
	(void)state;
	struct sound s = sound_of("bdfgjklmnprst", 13);
	assert_int_equal(s.count, 1);
	assert_string_equal(s.keys[0], "bdfgjklm");          /* SOUND_MAX letters */
	assert_string_equal(sound_of("bdfgjklm", 8).keys[0], "bdfgjklm");
	s = sound_of("தமிழ்நாடுதமிழ்நாடு", strlen("தமிழ்நாடுதமிழ்நாடு"));
	assert_int_equal(strlen(s.keys[0]), SOUND_BYTES - 1);
	assert_string_equal(sound_of("é", 2).keys[0], "ec3a9");
	assert_int_equal(sound_of("", 0).count, 0);
	assert_int_equal(sound_of("्", 3).count, 0);          /* a sign alone is silent */
	size_t len;
	assert_string_equal(sound_next("। हाथ से", &len), "हाथ से");
	assert_int_equal(len, strlen("हाथ"));
	assert_null(sound_next("। -", &len));
}

/* Every Hindi name of the register: our letters, and ICU's Latin of it read as Latin. ICU writes c for ch, and ' between vowels. */
static void latin_by_icu(UTransliterator *t, const char *hindi, char *ret, size_t cap)
{
	UErrorCode err = U_ZERO_ERROR;
	UChar text[200];
	char utf8[600];
	size_t n = 0;
	int32_t len = 0, limit;
	u_strFromUTF8(text, 200, &len, hindi, -1, &err);
	limit = len;
	utrans_transUChars(t, text, &len, 200, 0, &limit, &err);
	u_strToUTF8(utf8, sizeof utf8, NULL, text, len, &err);
	assert_true(U_SUCCESS(err));
	for (const char *s = utf8; *s && n + 2 < cap; s++) {
		if (*s == '\'') continue;
		ret[n++] = *s;
		if (*s == 'c' && s[1] != 'h') ret[n++] = 'h';
	}
	ret[n] = '\0';
}

static void test_icu_hears_the_same(void **state)
{
	(void)state;
	static const char *const words[] = {"चिकनकारी", "बनारसी", "मुरादाबाद", "वाराणसी", "फिरोजाबाद", "सहारनपुर", "कालीन", "पीतल", "बर्तन", "लखनऊ", "मिर्जापुर", "खुर्जा",
	                                    "पटल", "चमेली", "शिल्प", "वस्त्र", "कला", "काष्ठ", "हस्तनिर्मित", "कागज", "जनजातीय", "पोशाक", "रेशम", "सिल्क", "धातु", "गुलाब"};
	UErrorCode err = U_ZERO_ERROR;
	static const UChar id[] = u"Devanagari-Latin; NFD; [:Mn:] Remove; NFC";
	UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &err);
	assert_true(U_SUCCESS(err));
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		char latin[300];
		latin_by_icu(t, words[i], latin, sizeof latin);
		if (!meet(words[i], latin)) fail_msg("%s and %s are apart", words[i], latin);
	}
	utrans_close(t);
}

/* Of the 75 districts these are spelt in English otherwise than they are heard. */
static bool is_odd_district(const char *code)
{
	static const char *const odd[] = {"baghpat", "budaun", "deoria", "etah", "etawah", "ghaziabad", "ghazipur", "lucknow", "meerut", "raebareli", "unnao"};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		if (strcmp(code, odd[i]) == 0) return true;
	return false;
}

static void test_districts_of_the_register(void **state)
{
	(void)state;
	static char text[65536];
	FILE *f = fopen("schema/seed/districts.csv", "r");
	assert_non_null(f);
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	fclose(f);
	struct csv_reader c = csv_read_start(text);
	char *cells[CSV_FIELDS_MAX];
	int n, rows = 0;
	assert_int_equal(csv_read_row(&c, cells, &n), OK);
	for (; csv_read_row(&c, cells, &n) == OK && n; rows++)
		if (meet(cells[1], cells[2]) == is_odd_district(cells[0])) fail_msg("%s: %s and %s", cells[0], cells[1], cells[2]);
	assert_int_equal(rows, 75);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spellings_meet),
		cmocka_unit_test(test_other_words_stay_apart),
		cmocka_unit_test(test_keys_at_their_limits),
		cmocka_unit_test(test_icu_hears_the_same),
		cmocka_unit_test(test_districts_of_the_register),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
