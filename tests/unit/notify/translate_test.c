/* translate_test.c — the translation face against a real service, good and bad. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../interpreter.h"

#include "base/counters.h"
#include "gate/translation_in.h"

struct desk { struct loop *loop; struct interpreter it; struct translator *t; int done, dropped; char to[13], text[TRANSLATE_TEXT_MAX + 1]; };

static void on_done(void *arg, const char *to, const char *text)
{
	struct desk *d = arg;
	d->done++;
	snprintf(d->to, sizeof d->to, "%s", to);
	snprintf(d->text, sizeof d->text, "%s", text);
}

static void on_drop(void *arg) { ((struct desk *)arg)->dropped++; }

static int set_up(void **state)
{
	struct desk *d = calloc(1, sizeof *d);
	d->loop = loop_new();
	interpreter_start(&d->it);
	*state = d;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *d = *state;
	translator_stop(d->t);
	interpreter_stop(&d->it);
	loop_stop(d->loop);
	loop_free(d->loop);
	free(d);
	return 0;
}

static void open_at(struct desk *d, const char *path, long timeout_ms)
{
	translator_stop(d->t);
	d->t = translator_start(d->loop, &(struct translate_service){.url = interpreter_url(&d->it, path), .timeout_ms = timeout_ms, .read = translation_in});
	assert_non_null(d->t);
}

static void ask(struct desk *d, const char *text)
{
	translate(d->t, &(struct translation){.text = text, .from = "hi", .to = "en", .done = on_done, .drop = on_drop, .arg = d});
}

static void wait_for_all(struct desk *d, int n)
{
	while (d->done + d->dropped < n) loop_turn(d->loop, true);
}

static void test_a_text_comes_back_in_the_other_language(void **state)
{
	struct desk *d = *state;
	int64_t before = counter_get(CTR_TRANSLATED);
	open_at(d, "/ok", 0);
	ask(d, "नीले में है?");
	wait_for_all(d, 1);
	assert_int_equal(d->done, 1);
	assert_string_equal(d->to, "en");
	assert_string_equal(d->text, "[en] नीले में है?");
	assert_int_equal(counter_get(CTR_TRANSLATED) - before, 1);
}

static void test_a_bad_service_means_no_translation(void **state)
{
	struct desk *d = *state;
	static const char *const bad[] = {"/500", "/garbage", "/long", "/huge", "/extra"};
	int64_t before = counter_get(CTR_TRANSLATE_FAILED);
	for (int i = 0; i < 5; i++) {
		open_at(d, bad[i], 0);
		ask(d, "x");
		wait_for_all(d, i + 1);
		if (d->done) fail_msg("%s was believed", bad[i]);
	}
	open_at(d, "/slow", 200);
	ask(d, "x");
	wait_for_all(d, 6);
	assert_int_equal(d->dropped, 6);
	assert_int_equal(counter_get(CTR_TRANSLATE_FAILED) - before, 6);
}

static void test_the_longest_text_and_one_byte_more(void **state)
{
	struct desk *d = *state;
	static char text[TRANSLATE_TEXT_MAX + 2];
	open_at(d, "/longest", 0);
	memset(text, 'b', TRANSLATE_TEXT_MAX);
	ask(d, text);
	wait_for_all(d, 1);
	assert_int_equal(d->done, 1);
	assert_int_equal(strlen(d->text), TRANSLATE_TEXT_MAX);
	text[TRANSLATE_TEXT_MAX] = 'b';
	ask(d, text);
	assert_int_equal(d->dropped, 1);
}

static void test_no_more_wait_than_there_is_room_for(void **state)
{
	struct desk *d = *state;
	open_at(d, "/slow", 60000);
	ask(d, "in hand");
	while (!atomic_load(&d->it.asked)) usleep(1000);
	for (int i = 0; i < TRANSLATE_WAITING_MAX; i++) ask(d, "waits");
	assert_int_equal(d->dropped, 0);
	ask(d, "one too many");
	assert_int_equal(d->dropped, 1);
	translator_stop(d->t); /* does not wait for the service; all that is left is dropped */
	d->t = NULL;
	assert_int_equal(d->dropped, 1 + 1 + TRANSLATE_WAITING_MAX);
	assert_int_equal(d->done, 0);
}

static void test_without_a_service_it_is_off(void **state)
{
	struct desk *d = *state;
	assert_null(translator_start(d->loop, &(struct translate_service){.url = "", .read = translation_in}));
	ask(d, "x");
	assert_int_equal(d->dropped, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_text_comes_back_in_the_other_language, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_bad_service_means_no_translation, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_the_longest_text_and_one_byte_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_more_wait_than_there_is_room_for, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_without_a_service_it_is_off, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
