/* upload_room_test.c — photos of one artisan, at the limit and one more. */
#include "tests/unit/gate/ask.h"

#include "api/upload_room.h"

HANDLER(keep, db_exec(tx_db(tx), Q_PHOTO_INSERT, V(q->a), V(100), V(100), V(q->n), V(q->b), V(1)))

static err_t room_of(struct ground *g, const char *person)
{
	ask_as(g, person);
	snprintf(g->config.data, sizeof g->config.data, "%s", g->w->dir);
	return upload_room(g->w->db, &(struct http_request){.who = g->as, .house = &g->house});
}

static void so_many_photos_and_one_more(void **state)
{
	struct ground *g = *state;
	char hash[20];
	for (int i = 0; i < UPLOAD_PHOTOS_MAX; i++) {
		assert_int_equal(room_of(g, g->artisan.s), OK);
		snprintf(hash, sizeof hash, "photo%d", i);
		assert_int_equal(DO(g->w, keep, .a = hash, .b = g->artisan.s, .n = 1000), OK);
	}
	assert_int_equal(room_of(g, g->artisan.s), ERR_NO_SPACE);
	assert_int_equal(room_of(g, g->organizer.s), OK);
}

static void so_many_bytes_and_one_more(void **state)
{
	struct ground *g = *state;
	assert_int_equal(DO(g->w, keep, .a = "large", .b = g->artisan.s, .n = UPLOAD_BYTES_MAX - 1), OK);
	assert_int_equal(room_of(g, g->artisan.s), OK);
	assert_int_equal(DO(g->w, keep, .a = "small", .b = g->artisan.s, .n = 1), OK);
	assert_int_equal(room_of(g, g->artisan.s), ERR_NO_SPACE);
}

static void who_works_here_brings_in_what_is_anothers(void **state)
{
	struct ground *g = *state;
	assert_int_equal(DO(g->w, keep, .a = "large", .b = g->organizer.s, .n = 2 * UPLOAD_BYTES_MAX), OK);
	assert_int_equal(room_of(g, g->organizer.s), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {GROUND_TEST(so_many_photos_and_one_more), GROUND_TEST(so_many_bytes_and_one_more), GROUND_TEST(who_works_here_brings_in_what_is_anothers)};
	return cmocka_run_group_tests_name("upload_room", tests, NULL, NULL);
}
