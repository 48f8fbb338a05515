/* enter_test.c — snapshot, tail, presence, and that a room rebuilt from the store is the same room. */
#include "stage.h"

#include "fair/booth_log.h"
#include "sessions/snapshot.h"

static void enter_since(struct stage *g, uint64_t conn, int64_t since)
{
	struct live_enter m = {.since_seq = since};
	sessions_receive(g->s, (struct conn_id){conn}, LIVE_enter, "r", g->slug, &m);
	tick_end(g->w->tick);
}

static void pin(struct stage *g, int product)
{
	struct live_pin_set m;
	text_copy(m.product, sizeof m.product, g->products[product].s);
	sessions_receive(g->s, (struct conn_id){HOST}, LIVE_pin_set, "r", "", &m);
	tick_end(g->w->tick);
}

static void test_a_newcomer_gets_the_whole_booth_in_one_message(void **state)
{
	struct stage *g = *state;
	SAY_NOW(g, HOST, enter, 0);
	pin(g, SHAWL);
	SAY_NOW(g, HOST, slow_set, .seconds = 5);
	SAY_NOW(g, HOST, chat_say, .text = "welcome");
	stage_forget(g);
	SAY_NOW(g, ANN, enter, .name = "ignored", .lang = "hi");
	assert_int_equal(stage_count(g, ANN, ""), 1);
	HEARS(g, ANN, "{\"t\":\"snapshot\",\"id\":\"r\",\"booth\":\"indigo\",\"seq\":3,\"d\":{\"person\":");
	HEARS(g, ANN, "\"name\":\"ann\",\"role\":\"buyer\",\"host\":false");
	HEARS(g, ANN, "\"state\":\"off\",\"viewers\":1,\"countries\":{\"IN\":1},\"pins\":[{\"id\":");
	HEARS(g, ANN, "\"slow_s\":5");
	HEARS(g, ANN, "\"log\":[{\"t\":\"overlay.changed\"");
	HEARS(g, ANN, "welcome");
	SAY_NOW(g, HOST, enter, 0);
	HEARS(g, HOST, "\"host\":true");
}

static void sec_18_nobody_enters_under_the_fairs_name(void **state)
{
	struct stage *g = *state;
	SAY_NOW(g, BOB, enter, .name = "Меla OfficiaI");
	HEARS(g, BOB, "\"code\":\"name-reserved\"");
	HEARS(g, BOB, "\"field\":\"name\"");
	HEARS_NOT(g, BOB, "snapshot");
	SAY_NOW(g, BOB, enter, .name = "Roberta");
	HEARS(g, BOB, "\"name\":\"Roberta\",\"role\":\"guest\"");
}

static void test_a_newcomer_sees_each_row_once(void **state)
{
	struct stage *g = *state;
	SAY_NOW(g, HOST, enter, 0);
	stage_forget(g);
	SAY(g, HOST, chat_say, .text = "before");
	SAY(g, ANN, enter, 0);
	SAY(g, HOST, chat_say, .text = "behind");
	tick_end(g->w->tick);
	HEARS(g, ANN, "\"seq\":1,\"d\":{\"person\"");
	assert_int_equal(stage_count(g, ANN, "before"), 1);
	assert_int_equal(stage_count(g, ANN, "behind"), 1);
	assert_int_equal(stage_count(g, ANN, ""), 2);
}

static void test_who_comes_back_gets_what_was_missed(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY_NOW(g, ANN, chat_say, .text = "one");
	SAY_NOW(g, ANN, chat_say, .text = "two");
	SAY_NOW(g, ANN, chat_say, .text = "three");
	stage_forget(g);
	enter_since(g, BOB, 1);
	HEARS(g, BOB, "{\"t\":\"resumed\",\"id\":\"r\",\"booth\":\"indigo\",\"seq\":3,\"d\":{\"since_seq\":1");
	HEARS(g, BOB, "two");
	HEARS(g, BOB, "\"seq\":3,\"d\":{\"person\"");
	HEARS_NOT(g, BOB, "\"text\":\"one\"");
	stage_forget(g);
	enter_since(g, BOB, 3);
	assert_int_equal(stage_count(g, BOB, ""), 1);
	enter_since(g, BOB, 4); /* from another life of the store */
	HEARS(g, BOB, "\"t\":\"snapshot\"");
}

HANDLER(add_rows, ({
	err_t e = OK;
	int64_t seq;
	for (int64_t i = 0; i < q->n && e == OK; i++)
		e = booth_log_append(tx, &(struct booth_log_entry){.booth = q->a, .kind = "line.removed", .payload = "{\"line_seq\":1}", .epoch = 1, .version = 1}, &seq);
	e;
}))

static void test_the_tail_has_its_limit(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	assert_int_equal(DO(g->w, add_rows, .a = g->booth.s, .n = SNAPSHOT_TAIL + 1), OK);
	enter_since(g, ANN, 1);
	HEARS(g, ANN, "\"t\":\"resumed\"");
	assert_int_equal(stage_count(g, ANN, "line.removed"), SNAPSHOT_TAIL);
	assert_int_equal(DO(g->w, add_rows, .a = g->booth.s, .n = 1), OK);
	stage_forget(g);
	enter_since(g, ANN, 1);
	HEARS(g, ANN, "\"t\":\"snapshot\"");
	const char *text = stage_heard(g, ANN, "snapshot");
	int lines = 0;
	for (const char *at = text; (at = strstr(at, "line.removed")); at++) lines++;
	assert_int_equal(lines, SNAPSHOT_LINES);
}

static void test_an_unknown_booth_and_none(void **state)
{
	struct stage *g = *state;
	sessions_receive(g->s, (struct conn_id){ANN}, LIVE_enter, "r", "nowhere", &(struct live_enter){0});
	tick_end(g->w->tick);
	HEARS(g, ANN, "\"code\":\"no-booth\"");
	SAY_NOW(g, ANN, chat_say, .text = "hello?");
	HEARS(g, ANN, "\"code\":\"not-in-booth\"");
	SAY_NOW(g, ANN, enter, 0);
	SAY_NOW(g, ANN, leave);
	SAY_NOW(g, ANN, chat_say, .text = "still?");
	assert_int_equal(stage_count(g, ANN, "not-in-booth"), 2);
	sessions_receive(g->s, (struct conn_id){ANN}, LIVE_snapshot, "r", "", &(struct live_snapshot){0});
	tick_end(g->w->tick);
	HEARS(g, ANN, "\"code\":\"unknown-message\"");
	SAY_NOW(g, ANN, ping);
	HEARS(g, ANN, "\"t\":\"pong\",\"id\":\"r\"");
}

static void test_presence_counts_people_once_a_second(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	HEARS_NOT(g, HOST, "presence.changed");
	stage_second(g);
	HEARS(g, HOST, "\"d\":{\"viewers\":2,\"countries\":{\"DE\":1,\"IN\":1}}");
	stage_second(g);
	assert_int_equal(stage_count(g, HOST, "presence.changed"), 1);
	struct conn_id second = {77};
	assert_int_equal(sessions_connect(g->s, second, &g->people[BOB]), OK);
	sessions_receive(g->s, second, LIVE_enter, "", g->slug, &(struct live_enter){.country = "FR"});
	tick_end(g->w->tick);
	stage_second(g);
	assert_int_equal(stage_count(g, HOST, "presence.changed"), 1); /* the same person */
	sessions_disconnect(g->s, (struct conn_id){BOB});
	stage_second(g);
	assert_int_equal(stage_count(g, HOST, "presence.changed"), 1); /* the other page stands for it */
	sessions_disconnect(g->s, second);
	stage_second(g);
	HEARS(g, HOST, "\"d\":{\"viewers\":1,\"countries\":{\"IN\":1}}");
	sessions_disconnect(g->s, (struct conn_id){ANN});
	stage_second(g);
	HEARS(g, HOST, "\"d\":{\"viewers\":0,\"countries\":{}}");
}

static void test_a_guest_chooses_a_name(void **state)
{
	struct stage *g = *state;
	SAY_NOW(g, BOB, enter, .name = "Bärbel", .country = "AT");
	HEARS(g, BOB, "\"name\":\"Bärbel\"");
	HEARS(g, BOB, "{\"AT\":1}");
	struct person p;
	assert_int_equal(person_find(g->w->db, g->people[BOB].id.s, &p), OK);
	assert_string_equal(p.name, "Bärbel");
	SAY_NOW(g, BOB, enter, .name = "a\nb");
	SAY_NOW(g, BOB, enter, .country = "de");
	assert_int_equal(stage_count(g, BOB, "bad-field"), 2);
}

static void test_who_has_no_name_is_told_apart(void **state)
{
	struct stage *g = *state;
	struct conn_person nameless = g->people[BOB];
	char expected[64];
	nameless.name[0] = 0;
	sessions_disconnect(g->s, (struct conn_id){BOB});
	assert_int_equal(sessions_connect(g->s, (struct conn_id){BOB}, &nameless), OK);
	SAY_NOW(g, BOB, enter, 0);
	snprintf(expected, sizeof expected, "\"name\":\"#%.4s\"", nameless.id.s + 32);
	HEARS(g, BOB, expected);
}

static void test_an_empty_booth_is_closed_and_opens_again(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY_NOW(g, HOST, chat_say, .text = "hello");
	for (uint64_t c = 1; c < CONNS; c++) sessions_disconnect(g->s, (struct conn_id){c});
	stage_second(g);
	assert_non_null(booth_find(g->s, &g->booth)); /* its last count was to be told first */
	stage_second(g);
	assert_null(booth_find(g->s, &g->booth));
	assert_int_equal(sessions_connect(g->s, (struct conn_id){ANN}, &g->people[ANN]), OK);
	SAY_NOW(g, ANN, enter, 0);
	HEARS(g, ANN, "hello");
}

/* What a newcomer is told, without what differs from call to call. */
static char *told(struct stage *g, uint64_t conn)
{
	stage_forget(g);
	SAY_NOW(g, conn, enter, 0);
	const char *text = stage_heard(g, conn, "\"t\":\"snapshot\"");
	assert_non_null(text);
	return strdup(text);
}

static void test_a_rebuilt_room_tells_the_same(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	stage_up(g, 1);
	pin(g, SHAWL);
	pin(g, RUG);
	SAY_NOW(g, ANN, chat_say, .text = "hello");
	struct live_flash_start flash = {.price_minor = 80000, .quantity = 2, .lasts_s = 60};
	text_copy(flash.product, sizeof flash.product, g->products[SHAWL].s);
	sessions_receive(g->s, (struct conn_id){HOST}, LIVE_flash_start, "r", "", &flash);
	tick_end(g->w->tick);
	stage_second(g);
	char *before = told(g, ANN);
	sessions_rebuild(g->s);
	char *rebuilt = told(g, ANN);
	assert_string_equal(before, rebuilt);
	assert_int_equal(g->resyncs, 1);
	sessions_resync(g->s, (struct conn_id){ANN});
	tick_end(g->w->tick);
	HEARS(g, ANN, "{\"t\":\"snapshot\",\"booth\"");
	free(before);
	free(rebuilt);
}

static void test_connections_have_their_limit(void **state)
{
	struct stage *g = *state;
	for (uint64_t c = 1000; conns_count(g->s->conns) < SESSIONS_CONNS_MAX; c++)
		assert_int_equal(sessions_connect(g->s, (struct conn_id){c}, &g->people[1 + c % (CONNS - 1)]), OK);
	assert_int_equal(sessions_connect(g->s, (struct conn_id){999}, &g->people[ANN]), ERR_FULL);
	sessions_disconnect(g->s, (struct conn_id){1000});
	assert_int_equal(sessions_connect(g->s, (struct conn_id){999}, &g->people[ANN]), OK);
	assert_int_equal(sessions_connect(g->s, (struct conn_id){999}, &g->people[ANN]), ERR_FULL);
}

static void test_unreadable_frames_close_the_door_in_the_end(void **state)
{
	struct stage *g = *state;
	for (int i = 0; i < 30; i++) sessions_complain(g->s, (struct conn_id){ANN}, "q", ERR_BAD_JSON, "");
	assert_int_equal(stage_count(g, ANN, "\"t\":\"error\",\"id\":\"q\",\"d\":{\"code\":\"bad-json\""), 30);
	assert_int_equal(g->closes, 0);
	sessions_complain(g->s, (struct conn_id){ANN}, "q", ERR_BAD_JSON, "");
	assert_int_equal(g->closes, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_a_newcomer_gets_the_whole_booth_in_one_message), STAGE_TEST(sec_18_nobody_enters_under_the_fairs_name),
		STAGE_TEST(test_a_newcomer_sees_each_row_once),
		STAGE_TEST(test_who_comes_back_gets_what_was_missed),
		STAGE_TEST(test_the_tail_has_its_limit),
		STAGE_TEST(test_an_unknown_booth_and_none),
		STAGE_TEST(test_presence_counts_people_once_a_second),
		STAGE_TEST(test_a_guest_chooses_a_name),
		STAGE_TEST(test_who_has_no_name_is_told_apart),
		STAGE_TEST(test_an_empty_booth_is_closed_and_opens_again),
		STAGE_TEST(test_a_rebuilt_room_tells_the_same),
		STAGE_TEST(test_connections_have_their_limit),
		STAGE_TEST(test_unreadable_frames_close_the_door_in_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
