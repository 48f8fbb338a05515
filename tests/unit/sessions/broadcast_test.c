/* broadcast_test.c — the life of a broadcast: every state × event, take-over, grace, restart, and where a moment lies. */
#include "stage.h"

#include "sessions/picture.h"

#define OFF BROADCAST_OFF
#define LIV BROADCAST_LIVE
#define AWY BROADCAST_AWAY
/* As the drawing in broadcast.h says: where each event leads from off, live and away. */
static const enum broadcast_state expected[BROADCAST_EVENTS][BROADCAST_STATES] = {
	[BROADCAST_UP] = {LIV, LIV, LIV},      [BROADCAST_BACK] = {LIV, LIV, LIV},    [BROADCAST_QUIET] = {OFF, AWY, AWY},
	[BROADCAST_LOST] = {OFF, AWY, AWY},    [BROADCAST_STOPPED] = {OFF, AWY, AWY}, [BROADCAST_REPLACED] = {OFF, LIV, AWY},
	[BROADCAST_RESTART] = {OFF, AWY, AWY}, [BROADCAST_GRACE] = {OFF, LIV, OFF},   [BROADCAST_END] = {OFF, OFF, OFF},
};

static struct booth_live how(struct stage *g)
{
	struct booth_live live;
	sessions_booth_live(g->s, &g->booth, &live);
	return live;
}

static void happens(struct stage *g, enum broadcast_event event)
{
	broadcast_happens(g->s, &g->booth, event, (struct publisher_id){1}, OK);
	tick_end(g->w->tick);
}

static void bring_to(struct stage *g, enum broadcast_state state)
{
	if (state != OFF) happens(g, BROADCAST_UP);
	if (state == AWY) happens(g, BROADCAST_QUIET);
	assert_string_equal(how(g).state, broadcast_wire(state));
}

static void check_move(struct stage *g, enum broadcast_state from, enum broadcast_event event)
{
	enum broadcast_state to;
	bring_to(g, from);
	if (event == BROADCAST_GRACE) world_wait_ms(SESSIONS_GRACE_MS);
	bool means = broadcast_next(from, event, &to);
	assert_int_equal(to, expected[event][from]);
	stage_forget(g);
	happens(g, event);
	assert_string_equal(how(g).state, broadcast_wire(to));
	assert_int_equal(stage_count(g, ANN, "\"t\":\"live."), from != to);
	if (!means) assert_int_equal(g->n, g->first); /* what means nothing tells nobody */
	happens(g, BROADCAST_END);
	assert_string_equal(how(g).state, "off");
}

static void test_every_event_in_every_state(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	for (int from = 0; from < BROADCAST_STATES; from++)
		for (int event = 0; event < BROADCAST_EVENTS; event++) check_move(g, (enum broadcast_state)from, (enum broadcast_event)event);
}

static void test_first_media_starts_it(void **state)
{
	struct stage *g = *state;
	struct media_events e = sessions_media_events(g->s);
	stage_all_enter(g);
	e.publisher_up(e.arg, (struct publisher_id){1}, g->booth);
	assert_string_equal(how(g).state, "off"); /* nothing is believed before its commit */
	HEARS_NOT(g, ANN, "live.started");
	tick_end(g->w->tick);
	HEARS(g, ANN, "\"t\":\"live.started\",\"booth\":\"indigo\",\"seq\":1");
	assert_string_equal(how(g).state, "live");
	assert_int_equal(how(g).began_ms, WORLD_NOW_MS);
}

static void test_a_phone_that_comes_back_resumes_the_same_broadcast(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	stage_up(g, 1);
	struct broadcast_id first = how(g).broadcast;
	stage_gone(g, 1, ERR_TIMEOUT);
	HEARS(g, ANN, "live.paused");
	HEARS(g, HOST, "\"t\":\"publish.lost\",\"booth\":\"indigo\",\"d\":{\"reason\":\"timeout\"}");
	HEARS_NOT(g, ANN, "publish.lost");
	world_wait_ms(SESSIONS_GRACE_MS - 2000);
	stage_second(g);
	stage_up(g, 2);
	HEARS(g, ANN, "live.resumed");
	assert_string_equal(how(g).broadcast.s, first.s);
	stage_second(g);
	assert_string_equal(how(g).state, "live");
	assert_int_equal(stage_count(g, ANN, "live.started"), 1);
}

static void test_the_grace_ends_it(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	stage_up(g, 1);
	stage_gone(g, 1, ERR_IO);
	world_wait_ms(SESSIONS_GRACE_MS - 1001);
	stage_second(g);
	assert_string_equal(how(g).state, "away"); /* 1 ms too early */
	stage_second(g);
	assert_int_equal(g->forgotten, 1);
	HEARS(g, ANN, "live.ended");
	assert_string_equal(how(g).state, "off");
	assert_int_equal(g->media.closes, 1);
	assert_string_equal(g->media.closed.s, g->booth.s);
}

static void test_a_phone_that_is_connecting_is_waited_for(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	stage_up(g, 1);
	stage_gone(g, 1, ERR_IO);
	world_wait_ms(SESSIONS_GRACE_MS - 1000);
	broadcast_on_publish(g->s, &g->booth, (struct publisher_id){2});
	stage_second(g);
	stage_second(g);
	assert_string_equal(how(g).state, "away");
	stage_up(g, 2);
	HEARS(g, ANN, "live.resumed");
}

static void test_another_device_takes_over(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	stage_up(g, 1);
	stage_forget(g);
	stage_gone(g, 1, ERR_CONFLICT);
	stage_up(g, 2);
	HEARS(g, HOST, "\"t\":\"live.replaced\"");
	HEARS(g, HOST, "\"publisher\":\"p1\"");
	assert_int_equal(stage_count(g, ANN, "live."), 0); /* viewers notice nothing */
	stage_up(g, 3);
	stage_gone(g, 2, ERR_CONFLICT); /* the other way round */
	HEARS(g, HOST, "\"publisher\":\"p2\"");
	stage_gone(g, 1, ERR_TIMEOUT);                     /* late word of the old one */
	assert_string_equal(how(g).state, "live");
}

static void test_a_successor_that_never_comes_is_a_loss(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	stage_up(g, 1);
	stage_gone(g, 1, ERR_CONFLICT);
	stage_second(g);
	assert_string_equal(how(g).state, "live");
	for (int i = 0; i < 4; i++) stage_second(g);
	assert_string_equal(how(g).state, "away");
	HEARS(g, HOST, "publish.lost");
}

static void test_silence_and_sound_again(void **state)
{
	struct stage *g = *state;
	struct media_events e = sessions_media_events(g->s);
	stage_all_enter(g);
	stage_up(g, 1);
	e.publisher_quiet(e.arg, (struct publisher_id){1}, g->booth, true);
	tick_end(g->w->tick);
	HEARS(g, ANN, "live.paused");
	HEARS_NOT(g, HOST, "publish.lost"); /* the phone is still connected */
	stage_second(g);
	e.publisher_quiet(e.arg, (struct publisher_id){1}, g->booth, false);
	tick_end(g->w->tick);
	HEARS(g, ANN, "live.resumed");
}

static void test_who_may_end_it(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	SAY_NOW(g, HOST, broadcast_end);
	HEARS(g, HOST, "\"code\":\"not-live\"");
	stage_up(g, 1);
	SAY_NOW(g, ANN, broadcast_end);
	HEARS(g, ANN, "forbidden");
	SAY_NOW(g, STAFF, enter, 0);
	SAY_NOW(g, STAFF, broadcast_end);
	HEARS(g, ANN, "live.ended");
	HEARS(g, STAFF, "\"t\":\"ok\"");
	assert_int_equal(g->media.closes, 1);
	stage_second(g);
	assert_string_equal(how(g).state, "off");
}

static void test_a_killed_server_finds_it_away(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	stage_up(g, 1);
	struct broadcast_id first = how(g).broadcast;
	world_wait_ms(30000);
	sessions_free(g->s);
	stage_open_room(g);
	assert_int_equal(sessions_start(g->s), OK);
	tick_end(g->w->tick);
	assert_string_equal(how(g).state, "away");
	struct live_enter back = {.since_seq = 1};
	sessions_receive(g->s, (struct conn_id){ANN}, LIVE_enter, "r", g->slug, &back);
	tick_end(g->w->tick);
	HEARS(g, ANN, "live.paused");
	world_wait_ms(60000);
	stage_up(g, 1);
	assert_string_equal(how(g).broadcast.s, first.s);
	struct broadcast_moment m = broadcast_moment(g->s, &g->booth, "", 0);
	assert_int_equal(m.media_us, 90000000); /* gaps included */
}

static void test_a_failed_start_is_tried_again(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	tick_fail_commits(g->w->tick, 1);
	stage_up(g, 1);
	assert_string_equal(how(g).state, "off");
	HEARS_NOT(g, ANN, "live.started");
	stage_second(g);
	assert_string_equal(how(g).state, "live");
	HEARS(g, ANN, "live.started");
}

static void test_a_moment_is_what_stood_on_the_screen(void **state)
{
	struct stage *g = *state;
	stage_all_enter(g);
	struct broadcast_moment m = broadcast_moment(g->s, &g->booth, "v7", 90000);
	assert_string_equal(m.broadcast.s, "");
	stage_up(g, 1);
	world_wait_ms(5000);
	g->media.knows_frame = true;
	g->media.frame_mono_us = clock_mono_us() - 400000;
	m = broadcast_moment(g->s, &g->booth, "v7", 90000);
	assert_int_equal(m.media_us, 4600000);
	assert_false(m.estimated);
	static const struct { const char *viewer; int64_t rtp_ts; } unknown[] = {{"", 90000}, {"v8", 90000}, {"v7", 90001}, {"v7", -1}, {"v7", 4294967296}};
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
		m = broadcast_moment(g->s, &g->booth, unknown[i].viewer, unknown[i].rtp_ts);
		assert_int_equal(m.media_us, 5000000);
		assert_true(m.estimated);
		assert_string_equal(m.broadcast.s, how(g).broadcast.s);
	}
}

static void test_the_desk_sees_its_health(void **state)
{
	struct stage *g = *state;
	struct media_events e = sessions_media_events(g->s);
	stage_all_enter(g);
	SAY_NOW(g, ANN, desk_watch);
	HEARS(g, ANN, "forbidden");
	SAY_NOW(g, STAFF, desk_watch);
	SAY_NOW(g, HOST, studio_health, .battery_pct = 40, .charging = true, .network = "4g", .heat = "serious", .slowed = true);
	stage_up(g, 1);
	e.source_health(e.arg, g->booth, &(struct source_health){.video_kbps = 1500, .fps = 30, .still_ms = 1200, .codec = "H264"});
	stage_second(g);
	HEARS(g, STAFF, "\"t\":\"desk.health\",\"booth\":\"indigo\",\"d\":{\"state\":\"live\",\"viewers\":2,\"video_kbps\":1500,\"fps\":30,"
	                "\"codec\":\"H264\",\"battery_pct\":40,\"network\":\"4g\","
	                "\"still_ms\":1200,\"charging\":true,\"heat\":\"serious\",\"slowed\":true}");
	HEARS_NOT(g, ANN, "desk.health");
	struct live_desk_health h;
	assert_true(sessions_booth_health(g->s, &g->booth, &h));
	assert_int_equal(h.fps, 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_every_event_in_every_state),
		STAGE_TEST(test_first_media_starts_it),
		STAGE_TEST(test_a_phone_that_comes_back_resumes_the_same_broadcast),
		STAGE_TEST(test_the_grace_ends_it),
		STAGE_TEST(test_a_phone_that_is_connecting_is_waited_for),
		STAGE_TEST(test_another_device_takes_over),
		STAGE_TEST(test_a_successor_that_never_comes_is_a_loss),
		STAGE_TEST(test_silence_and_sound_again),
		STAGE_TEST(test_who_may_end_it),
		STAGE_TEST(test_a_killed_server_finds_it_away),
		STAGE_TEST(test_a_failed_start_is_tried_again),
		STAGE_TEST(test_a_moment_is_what_stood_on_the_screen),
		STAGE_TEST(test_the_desk_sees_its_health),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
