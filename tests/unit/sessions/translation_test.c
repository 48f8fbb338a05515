/* translation_test.c — lines and enquiries follow in the fair's other language, after their own commit. */
#include "stage.h"

#include "../interpreter.h"

#include "base/loop.h"
#include "gate/translation_in.h"
#include "trade/enquiry.h"

struct fixture { struct stage *g; struct loop *loop; struct interpreter it; struct translator *t; };

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	void *stage;
	if (stage_set_up(&stage) != 0) return -1;
	f->g = stage;
	f->loop = loop_new();
	interpreter_start(&f->it);
	f->t = translator_start(f->loop, &(struct translate_service){.url = interpreter_url(&f->it, "/ok"), .read = translation_in});
	sessions_set_translator(f->g->s, f->t);
	stage_all_enter(f->g);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	translator_stop(f->t);
	interpreter_stop(&f->it);
	loop_stop(f->loop);
	loop_free(f->loop);
	void *stage = f->g;
	free(f);
	return stage_tear_down(&stage);
}

static void wait_to_hear(struct fixture *f, uint64_t conn, const char *part)
{
	while (!stage_heard(f->g, conn, part)) {
		loop_turn(f->loop, true);
		tick_end(f->g->w->tick);
	}
}

static void test_a_line_is_followed_by_its_translation(void **state)
{
	struct fixture *f = *state;
	SAY(f->g, ANN, chat_say, .text = "in blue?", .lang = "en-IN");
	assert_int_equal(atomic_load(&f->it.asked), 0); /* not before the commit */
	tick_end(f->g->w->tick);
	HEARS(f->g, HOST, "\"text\":\"in blue?\"");
	wait_to_hear(f, HOST, "\"t\":\"chat.translated\"");
	HEARS(f->g, HOST, "\"d\":{\"line_seq\":1,\"lang\":\"hi\",\"text\":\"[hi] in blue?\"}");
	assert_int_equal(stage_count(f->g, HOST, "chat.translated"), 1);
	stage_forget(f->g);
	SAY_NOW(f->g, STAFF, enter, 0);  /* newcomers and replays have it: it is a row of the log */
	HEARS(f->g, STAFF, "[hi] in blue?");
}

static void test_a_third_language_is_read_in_both(void **state)
{
	struct fixture *f = *state;
	SAY_NOW(f->g, BOB, chat_say, .text = "schön", .lang = "de");
	wait_to_hear(f, ANN, "\"text\":\"[hi] schön\"");
	wait_to_hear(f, ANN, "\"text\":\"[en] schön\"");
}

static void test_what_was_not_committed_is_not_translated(void **state)
{
	struct fixture *f = *state;
	tick_fail_commits(f->g->w->tick, 1);
	SAY_NOW(f->g, ANN, chat_say, .text = "lost", .lang = "en");
	SAY_NOW(f->g, ANN, chat_phrase, .phrase = "namaste");
	SAY_NOW(f->g, ANN, chat_say, .text = "kept", .lang = "en");
	wait_to_hear(f, BOB, "[hi] kept");
	assert_int_equal(atomic_load(&f->it.asked), 1);
}

static void test_a_removed_line_takes_its_translation_along(void **state)
{
	struct fixture *f = *state;
	SAY_NOW(f->g, BOB, chat_say, .text = "rude", .lang = "en");
	wait_to_hear(f, ANN, "[hi] rude");
	SAY_NOW(f->g, ANN, chat_say, .text = "kind", .lang = "en");
	wait_to_hear(f, BOB, "[hi] kind");
	SAY_NOW(f->g, HOST, line_remove, .line_seq = 1);
	SAY_NOW(f->g, BOB, chat_say, .text = "late", .lang = "en");
	const char *late = stage_heard(f->g, ANN, "\"text\":\"late\"");
	int64_t seq = strtoll(strstr(late, "\"seq\":") + 6, NULL, 10);
	SAY_NOW(f->g, HOST, line_remove, .line_seq = seq); /* while its translation is on the way */
	SAY_NOW(f->g, ANN, chat_say, .text = "after", .lang = "en");
	wait_to_hear(f, BOB, "[hi] after");
	HEARS_NOT(f->g, BOB, "[hi] late");
	stage_forget(f->g);
	SAY_NOW(f->g, STAFF, enter, 0);
	HEARS_NOT(f->g, STAFF, "rude");
	HEARS(f->g, STAFF, "[hi] kind");
}

static void keep_english(void *arg, const struct enquiry_message *m) { snprintf(arg, 100, "%s|%s", m->hi, m->en); }
static void keep_note(void *arg, const char *lang, const char *text) { snprintf(arg, 100, "%s %s", lang, text); }

static void test_an_enquiry_is_read_by_both_sides(void **state)
{
	struct fixture *f = *state;
	struct stage *g = f->g;
	struct live_enquiry_write m = {.text = "मिल जाएगा", .lang = "hi", .key = "w1"};
	char kept[100] = "";
	SAY_NOW(g, BOB, enquiry_open, .note = "forty pieces", .lang = "en", .key = "k1");
	wait_to_hear(f, HOST, "\"t\":\"enquiry.translated\"");
	HEARS(g, HOST, "\"lang\":\"hi\",\"text\":\"[hi] forty pieces\"}");
	const char *ok = stage_heard(g, BOB, "\"d\":{\"enquiry\":\"");
	text_copy(m.enquiry, sizeof m.enquiry, strstr(ok, "\"d\":{\"enquiry\":\"") + strlen("\"d\":{\"enquiry\":\""));
	stage_forget(g);
	sessions_receive(g->s, (struct conn_id){HOST}, LIVE_enquiry_write, "r", "", &m);
	tick_end(g->w->tick);
	wait_to_hear(f, BOB, "\"t\":\"enquiry.translated\"");
	HEARS(g, BOB, "\"message\":");
	HEARS_NOT(g, ANN, "enquiry.translated");
	assert_int_equal(enquiry_thread(g->w->db, m.enquiry, keep_english, kept), OK);
	assert_string_equal(kept, "|[en] मिल जाएगा");
	assert_int_equal(enquiry_note_translations(g->w->db, m.enquiry, keep_note, kept), OK);
	assert_string_equal(kept, "hi [hi] forty pieces");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_line_is_followed_by_its_translation, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_third_language_is_read_in_both, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_was_not_committed_is_not_translated, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_removed_line_takes_its_translation_along, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_an_enquiry_is_read_by_both_sides, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
