/* marks_test.c — real words of many scripts on one side, piles on the other. */
#include "base/marks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <cmocka.h>

static bool fits(const char *letter, const char *mark, int n)
{
	char text[200];
	strcpy(text, letter);
	for (int i = 0; i < n; i++) strcat(text, mark);
	strcat(text, letter);
	return marks_fit(text);
}

static void sec_18_as_many_marks_as_allowed_and_one_more(void **state)
{
	(void)state;
	static const char *const marks[] = {"\u0301", "\u0336", "\u20dd", "\u0902", "\u093e", "\u064e", "\u0e49", "\u0301\u200d", "\u200c\u034f"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (!fits("a", marks[i], MARKS_MAX) || fits("a", marks[i], MARKS_MAX + 1)) fail_msg("%d of mark %zu, or one more", MARKS_MAX, i);
}

static void sec_18_real_words_have_fewer(void **state)
{
	(void)state;
	/* Conjuncts, with joiners too; nukta with a vowel and a nasal; Vedic accents; Urdu and Arabic with all vowels; Tamil; Bengali; Tibetan; Burmese. */
	static const char *const words[] = {"ज़रदोज़ी", "क्\u200dषत्रिय", "राष्ट्र्\u200cय", "कार्त्स्न्यम्", "ज\u093c़ां", "अ॒ग्निमी॑ळे पु॒रोहि॑तं", "र्वे॑ं", "मुँह", "نَسْتَعْلِيق", "اُرْدُو زَبَانٌ", "ٱلرَّحْمَٰنِ",
	                                    "தமிழ்நாடு", "ஸ்ரீ", "கொ\u0bd7", "ব\u09bcো\u0981", "ক্ষ্মী", "ਜ਼ੋਂਗਖਾ", "ಜೋಂಗ್\u200cಖಾ", "ശ്ര\u200dീ", "తెలుగు", "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ", "ရွှေ့ဘုံ့", "Tiếng Việt", "e\u0323\u0302\u0301"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!marks_fit(words[i])) fail_msg("%s", words[i]);
}

static void each_name(const char *of, const char *in, bool country)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar name[200], apart[600];
	char id[24], text[2000];
	snprintf(id, sizeof id, "%s%s", country ? "und_" : "", of);
	int32_t n = country ? uloc_getDisplayCountry(id, in, name, 200, &e) : uloc_getDisplayLanguage(id, in, name, 200, &e);
	n = unorm2_normalize(unorm2_getNFDInstance(&e), name, n, apart, 600, &e);
	u_strToUTF8(text, sizeof text, NULL, apart, n, &e);
	assert_true(U_SUCCESS(e));
	if (!marks_fit(text)) fail_msg("%s in %s: %s", of, in, text);
}

static void sec_18_names_of_languages_and_countries_in_all_languages_fit(void **state)
{
	(void)state;
	for (int32_t i = 0; i < uloc_countAvailable(); i++) {
		const char *in = uloc_getAvailable(i);
		if (strchr(in, '_')) continue;
		for (const char *const *of = uloc_getISOLanguages(); *of; of += 3) each_name(*of, in, false);
		for (const char *const *of = uloc_getISOCountries(); *of; of++) each_name(*of, in, true);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sec_18_as_many_marks_as_allowed_and_one_more), cmocka_unit_test(sec_18_real_words_have_fewer),
		cmocka_unit_test(sec_18_names_of_languages_and_countries_in_all_languages_fit),
	};
	return cmocka_run_group_tests_name("marks", tests, NULL, NULL);
}
