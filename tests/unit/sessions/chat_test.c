/* chat_test.c — lines, phrases, slow mode, mutes, removal. */
#include "stage.h"

#include "base/marks.h"

static void test_a_line_reaches_all_after_its_commit(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY(g, ANN, chat_say, .text = "hello");
	HEARS_NOT(g, BOB, "hello");
	HEARS_NOT(g, ANN, "\"t\":\"ok\"");
	tick_end(g->w->tick);
	HEARS(g, BOB, "\"text\":\"hello\"");
	HEARS(g, HOST, "\"text\":\"hello\"");
	HEARS(g, ANN, "\"t\":\"ok\",\"id\":\"r\"");
	HEARS(g, BOB, "\"role\":\"buyer\",\"country\":\"IN\"");
}

static void test_a_failed_commit_says_nothing_but_that_it_failed(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	tick_fail_commits(g->w->tick, 1);
	SAY_NOW(g, ANN, chat_say, .text = "lost");
	HEARS_NOT(g, BOB, "lost");
	HEARS(g, ANN, "store-unavailable");
	assert_int_equal(g->resyncs, 1);
	SAY_NOW(g, ANN, chat_say, .text = "kept");
	HEARS(g, BOB, "\"seq\":1,\"d\"");
	HEARS(g, BOB, "kept");
}

static void test_a_refused_line_leaves_no_trace(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY_NOW(g, ANN, chat_say, .text = " \n ");
	HEARS(g, ANN, "\"code\":\"bad-field\"");
	SAY_NOW(g, ANN, chat_say, .text = "\xe2\x80\xae" "reversed");
	SAY_NOW(g, ANN, chat_phrase, .phrase = "no_such");
	assert_int_equal(stage_count(g, ANN, "bad-field"), 3);
	assert_int_equal(stage_count(g, BOB, "chat.said"), 0);
}

static void sec_18_a_pile_of_marks_is_no_line(void **state)
{
	struct stage *g = *state;
	struct live_chat_say m = {.text = "o"};
	stage_all_enter(g);
	for (int i = 0; i < MARKS_MAX; i++) strcat(m.text, "\u0309");
	sessions_receive(g->s, (struct conn_id){ANN}, LIVE_chat_say, "r", "", &m);
	strcat(m.text, "\u0309");
	sessions_receive(g->s, (struct conn_id){ANN}, LIVE_chat_say, "s", "", &m);
	tick_end(g->w->tick);
	assert_int_equal(stage_count(g, BOB, "chat.said"), 1);
	HEARS(g, ANN, "\"code\":\"too-many-marks\"");
}

static void say_so_many(struct stage *g, const char *letter, int n)
{
	struct live_chat_say m = {0};
	for (int i = 0; i < n; i++) strcat(m.text, letter);
	sessions_receive(g->s, (struct conn_id){ANN}, LIVE_chat_say, "r", "", &m);
	tick_end(g->w->tick);
}

static void test_a_line_of_200_letters_and_one_more(void **state)
{
	struct stage *g = *state;
	assert_int_equal(sizeof ((struct live_chat_say *)0)->text, 1001); /* more bytes are refused by the shape, before they come here */
	stage_all_enter(g);
	say_so_many(g, "a", 200);
	assert_int_equal(stage_count(g, BOB, "chat.said"), 1);
	say_so_many(g, "a", 201);
	assert_int_equal(stage_count(g, BOB, "chat.said"), 1);
	HEARS(g, ANN, "\"code\":\"too-long\"");
	say_so_many(g, "मे", 166); /* 996 bytes */
	say_so_many(g, "é", 200);
	assert_int_equal(stage_count(g, BOB, "chat.said"), 3);
	say_so_many(g, "é", 201);
	assert_int_equal(stage_count(g, BOB, "chat.said"), 3);
}

static void sec_19_the_rate_has_its_limit(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	for (int i = 0; i < 30; i++) SAY(g, ANN, chat_say, .text = "x");
	tick_end(g->w->tick);
	assert_int_equal(stage_count(g, BOB, "chat.said"), 30);
	SAY_NOW(g, ANN, chat_say, .text = "y");
	assert_int_equal(stage_count(g, BOB, "chat.said"), 30);
	HEARS(g, ANN, "\"code\":\"too-fast\"");
	HEARS(g, ANN, "\"retry_ms\":");
	SAY_NOW(g, BOB, chat_say, .text = "others may");
	HEARS(g, ANN, "others may");
	world_wait_ms(120000);
	SAY_NOW(g, ANN, chat_say, .text = "later");
	HEARS(g, BOB, "later");
}

static void test_a_setting_may_lower_the_rate(void **state)
{
	struct stage *g = *state;
	g->s->chat_per_min = 2;
	stage_all_enter(g);
	for (int i = 0; i < 3; i++) SAY_NOW(g, ANN, chat_say, .text = "x");
	assert_int_equal(stage_count(g, BOB, "chat.said"), 2);
	HEARS(g, ANN, "too-fast");
}

static void test_more_pages_do_not_mean_more_lines(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	for (int i = 0; i < 30; i++) SAY(g, HOST, chat_say, .text = "x");
	SAY_NOW(g, PHONE2, enter, 0);
	SAY_NOW(g, PHONE2, chat_say, .text = "y");
	HEARS(g, PHONE2, "too-fast");
}

static void test_a_key_makes_a_retry_harmless(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY(g, ANN, chat_say, .text = "once", .key = "k");
	SAY_NOW(g, ANN, chat_say, .text = "once", .key = "k");
	assert_int_equal(stage_count(g, BOB, "once"), 1);
	assert_int_equal(stage_count(g, ANN, "\"t\":\"ok\",\"id\":\"r\",\"booth\":\"indigo\",\"d\":{\"line_seq\":1}"), 2);
	SAY_NOW(g, ANN, chat_say, .text = "another", .key = "k");
	HEARS(g, ANN, "key-reused");
	SAY_NOW(g, BOB, chat_say, .text = "mine", .key = "k");
	HEARS(g, ANN, "mine");
}

static void test_a_phrase_travels_as_its_id(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY_NOW(g, BOB, chat_phrase, .phrase = "show_back");
	HEARS(g, HOST, "\"phrase\":\"show_back\"");
	HEARS_NOT(g, HOST, "\"text\"");
}

static void sec_19_slow_mode_counts_lines_of_the_same_tick(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY_NOW(g, HOST, slow_set, .seconds = 10);
	HEARS(g, ANN, "\"t\":\"slow.changed\"");
	SAY(g, ANN, chat_say, .text = "first");
	SAY(g, ANN, chat_say, .text = "anew");
	SAY(g, HOST, chat_say, .text = "host one");
	SAY(g, HOST, chat_say, .text = "host two");
	tick_end(g->w->tick);
	HEARS(g, BOB, "first");
	HEARS_NOT(g, BOB, "anew");
	HEARS(g, BOB, "host two");
	HEARS(g, ANN, "\"code\":\"slow-mode\"");
	HEARS(g, ANN, "\"retry_ms\":10000");
	world_wait_ms(9999);
	SAY_NOW(g, ANN, chat_say, .text = "third");
	HEARS_NOT(g, BOB, "third");
	world_wait_ms(1);
	SAY_NOW(g, ANN, chat_say, .text = "fourth");
	HEARS(g, BOB, "fourth");
}

static void mute(struct stage *g, uint64_t by, const char *person, int64_t minutes)
{
	struct live_person_mute m = {.minutes = minutes};
	text_copy(m.person, sizeof m.person, person);
	sessions_receive(g->s, (struct conn_id){by}, LIVE_person_mute, "r", "", &m);
	tick_end(g->w->tick);
}

static void sec_19_a_muted_person_is_silent_for_so_long(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	mute(g, HOST, g->people[BOB].id.s, 5);
	HEARS(g, ANN, "\"t\":\"person.muted\"");
	SAY_NOW(g, BOB, chat_say, .text = "shh");
	HEARS(g, BOB, "\"code\":\"muted\"");
	SAY_NOW(g, BOB, enter, 0);
	HEARS(g, BOB, "\"muted_until_ms\":");
	mute(g, HOST, g->people[BOB].id.s, 0);
	SAY_NOW(g, BOB, chat_say, .text = "free");
	HEARS(g, ANN, "free");
	mute(g, HOST, g->people[BOB].id.s, 5);
	world_wait_ms(5 * 60000);
	SAY_NOW(g, BOB, chat_say, .text = "over");
	HEARS(g, ANN, "over");
}

static void test_only_hosts_mute_and_never_each_other(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY_NOW(g, STAFF, enter, 0);
	mute(g, ANN, g->people[BOB].id.s, 5);
	HEARS(g, ANN, "\"code\":\"forbidden\"");
	mute(g, HOST, g->people[STAFF].id.s, 5);
	mute(g, HOST, g->people[HOST].id.s, 5);
	assert_int_equal(stage_count(g, HOST, "forbidden"), 2);
	mute(g, HOST, "nobody", 5);
	HEARS(g, HOST, "not-found");
	mute(g, STAFF, g->people[ANN].id.s, 5);
	HEARS(g, BOB, "person.muted");
}

static void sec_19_a_removed_line_loses_its_words_for_ever(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY_NOW(g, BOB, chat_say, .text = "rude");
	SAY_NOW(g, ANN, line_remove, .line_seq = 1);
	HEARS(g, ANN, "forbidden");
	SAY_NOW(g, HOST, line_remove, .line_seq = 1);
	HEARS(g, ANN, "\"t\":\"line.removed\",\"booth\":\"indigo\",\"seq\":2,\"d\":{\"line_seq\":1}");
	stage_forget(g);
	SAY_NOW(g, ANN, enter, 0);
	HEARS_NOT(g, ANN, "rude");
	HEARS(g, ANN, "\"t\":\"chat.said\",\"booth\":\"indigo\",\"seq\":1");
	SAY_NOW(g, HOST, line_remove, .line_seq = 1);
	SAY_NOW(g, HOST, line_remove, .line_seq = 2);
	SAY_NOW(g, HOST, line_remove, .line_seq = 99);
	assert_int_equal(stage_count(g, HOST, "not-found"), 3);
}

static void test_reactions_are_summed_for_a_second(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	stage_second(g);
	stage_forget(g);
	SAY(g, ANN, react, .kind = "heart");
	SAY(g, BOB, react, .kind = "heart");
	SAY(g, BOB, react, .kind = "clap");
	tick_end(g->w->tick);
	HEARS_NOT(g, HOST, "reacted");
	stage_second(g);
	HEARS(g, HOST, "\"d\":{\"heart\":2,\"clap\":1}");
	stage_second(g);
	assert_int_equal(stage_count(g, HOST, "reacted"), 1);
	SAY_NOW(g, ANN, react, .kind = "boo");
	HEARS(g, ANN, "bad-field");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_a_line_reaches_all_after_its_commit),
		STAGE_TEST(test_a_failed_commit_says_nothing_but_that_it_failed),
		STAGE_TEST(test_a_refused_line_leaves_no_trace),
		STAGE_TEST(sec_18_a_pile_of_marks_is_no_line),
		STAGE_TEST(test_a_line_of_200_letters_and_one_more),
		STAGE_TEST(sec_19_the_rate_has_its_limit),
		STAGE_TEST(test_a_setting_may_lower_the_rate),
		STAGE_TEST(test_more_pages_do_not_mean_more_lines),
		STAGE_TEST(test_a_key_makes_a_retry_harmless),
		STAGE_TEST(test_a_phrase_travels_as_its_id),
		STAGE_TEST(sec_19_slow_mode_counts_lines_of_the_same_tick),
		STAGE_TEST(sec_19_a_muted_person_is_silent_for_so_long),
		STAGE_TEST(test_only_hosts_mute_and_never_each_other),
		STAGE_TEST(sec_19_a_removed_line_loses_its_words_for_ever),
		STAGE_TEST(test_reactions_are_summed_for_a_second),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
