/* voice_test.c — a sentence becomes sound for the telephone; what is no such sound is refused; what mela-call is told is read narrowly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "media/call_wish.h"
#include "media/voice.h"

/* A head as espeak-ng writes it into a pipe, with `samples` of one value behind. */
static size_t wav_of(uint8_t *wav, uint32_t rate, uint32_t said_bytes, size_t samples, int16_t value)
{
	static const uint8_t head[44] = {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'A', 'V', 'E', 'f', 'm', 't', ' ', 16, 0, 0, 0, 1, 0, 1, 0, [32] = 2, [34] = 16,
	                                 [36] = 'd', 'a', 't', 'a'};
	memcpy(wav, head, sizeof head);
	memcpy(wav + 24, &rate, 4);
	memcpy(wav + 40, &said_bytes, 4);
	for (size_t i = 0; i < samples; i++) memcpy(wav + 44 + 2 * i, &value, 2);
	return 44 + 2 * samples;
}

static void test_a_sentence_in_two_languages(void **state)
{
	(void)state;
	static const struct { const char *text, *lang; } rows[] = {{"नमस्ते। एक दबाइए।", "hi"}, {"Namaste. Press one.", "en"}};
	for (size_t i = 0; i < 2; i++) {
		struct voice v;
		int loud = 0;
		assert_int_equal(voice_speak(rows[i].text, rows[i].lang, &v), OK);
		assert_true(v.len > VOICE_RATE && v.len < 10 * VOICE_RATE);
		for (size_t k = 0; k < v.len; k++) loud += abs(v.samples[k]) > 1000;
		assert_true(loud > VOICE_RATE / 10);
		voice_fini(&v);
	}
	struct voice none;
	setenv("PATH", "/nowhere", 1);
	assert_int_equal(voice_speak("x", "hi", &none), ERR_UNAVAILABLE);
}

static void test_any_rate_becomes_ours(void **state)
{
	(void)state;
	static uint8_t wav[44 + 2 * 22050];
	static const uint32_t rates[] = {8000, 11025, 16000, 22050};
	for (size_t i = 0; i < 4; i++) {
		struct voice v;
		size_t len = wav_of(wav, rates[i], 0x7ffff000, rates[i], 1234); /* a length that cannot be */
		assert_int_equal(voice_read(wav, len, &v), OK);
		assert_int_equal(v.len, VOICE_RATE);
		for (size_t k = 0; k < v.len; k++) assert_int_equal(v.samples[k], 1234);
		voice_fini(&v);
	}
}

static void test_what_is_no_sound_for_us(void **state)
{
	(void)state;
	static uint8_t wav[44 + 100];
	struct voice v;
	static const struct { int at; uint8_t value; } broken[] = {{0, 'X'}, {8, 'X'}, {20, 3}, {22, 2}, {34, 8}, {36, 'X'}, {16, 0xff}, {25, 0}};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		size_t len = wav_of(wav, 8000, 100, 50, 0);
		wav[broken[i].at] = broken[i].value;
		if (broken[i].at == 36) len = 44;
		if (voice_read(wav, len, &v) != ERR_MALFORMED) fail_msg("byte %d", broken[i].at);
	}
	assert_int_equal(voice_read(wav, 43, &v), ERR_MALFORMED);
	wav_of(wav, 48001, 100, 50, 0);
	assert_int_equal(voice_read(wav, sizeof wav, &v), ERR_MALFORMED);
}

static void test_the_longest_sound_and_one_sample_more(void **state)
{
	(void)state;
	size_t most = (size_t)VOICE_RATE * VOICE_SECONDS_MAX;
	uint8_t *wav = malloc(44 + 2 * (most + 1));
	struct voice v;
	assert_int_equal(voice_read(wav, wav_of(wav, VOICE_RATE, 0xffffffff, most, 1), &v), OK);
	assert_int_equal(v.len, most);
	voice_fini(&v);
	assert_int_equal(voice_read(wav, wav_of(wav, VOICE_RATE, 0xffffffff, most + 1, 1), &v), ERR_TOO_LONG);
	free(wav);
}

static err_t read_text(const char *text, struct call_wish *ret)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
	close(ends[1]);
	return call_wish_read(ends[0], ret);
}

static void test_what_it_is_told(void **state)
{
	(void)state;
	struct call_wish w;
	char text[CALL_WISH_TEXT_MAX + 100], *end;
	assert_int_equal(read_text("to sip:a@b\nfrom sip:c@d\nlang hi\nsay एक दबाइए।\n", &w), OK);
	assert_string_equal(w.to, "sip:a@b");
	assert_string_equal(w.say, "एक दबाइए।");
	assert_string_equal(w.user, "");
	assert_int_equal(read_text("to sip:a@b\nsay x\n", &w), ERR_MISSING_FIELD);
	assert_int_equal(read_text("to\n", &w), ERR_MISSING_FIELD);
	assert_int_equal(read_text("to sip:a@b\nfrom sip:c@d\nsay x\nrun /bin/sh\n", &w), ERR_UNKNOWN_FIELD);
	for (int extra = 0; extra < 2; extra++) {
		end = text + sprintf(text, "to sip:a@b\nfrom sip:c@d\nsay ");
		memset(end, 'x', CALL_WISH_TEXT_MAX + extra);
		strcpy(end + CALL_WISH_TEXT_MAX + extra, "\n");
		assert_int_equal(read_text(text, &w), extra ? ERR_TOO_LONG : OK);
		end = text + sprintf(text, "from sip:c@d\nsay x\nto ");
		memset(end, 'x', CALL_WISH_WORD_MAX + extra);
		strcpy(end + CALL_WISH_WORD_MAX + extra, "\n");
		assert_int_equal(read_text(text, &w), extra ? ERR_TOO_LONG : OK);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_sentence_in_two_languages), cmocka_unit_test(test_any_rate_becomes_ours), cmocka_unit_test(test_what_is_no_sound_for_us),
		cmocka_unit_test(test_the_longest_sound_and_one_sample_more), cmocka_unit_test(test_what_it_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
