/* fair_test.c — the fair, its booths, slots and live periods. */
#include "tests/unit/world.h"

#include "fair/booth_row.h"
#include "fair/booth_state.h"
#include "fair/broadcast_row.h"
#include "fair/category.h"
#include "fair/fair.h"
#include "fair/phrase.h"
#include "fair/slot.h"
#include "people/person.h"

HANDLER(put_district, district_put(tx, q->in))
HANDLER(make_fair, fair_new(tx, q->in, q->out))
HANDLER(change_fair, fair_change(tx, q->in))
HANDLER(make_booth, booth_row_new(tx, q->in, q->out))
HANDLER(change_booth, booth_row_change(tx, q->a, q->in))
HANDLER(set_slow, booth_row_set_slow(tx, q->a, q->n))
HANDLER(make_slot, slot_new(tx, q->a, q->n, q->m, q->out))
HANDLER(delete_slot, slot_delete(tx, q->a))
HANDLER(go_live, broadcast_row_open(tx, q->a, BOOTH_EPOCH, q->out))
HANDLER(go_away, broadcast_row_away(tx, q->a))
HANDLER(come_back, broadcast_row_resume(tx, q->a))
HANDLER(end_live, broadcast_row_end(tx, q->a))
HANDLER(pin, pin_set(tx, q->a, q->b))
HANDLER(unpin, pin_clear(tx, q->a, q->b))
HANDLER(mute, mute_set(tx, q->a, q->b, q->n, "host", q->out))

#define HOUR 3600000LL

static const struct booth_words weavers = {.name_en = "Varanasi Silk Weavers", .name_hi = "वाराणसी रेशम बुनकर", .artisan_en = "Silk weavers", .artisan_hi = "रेशम बुनकर",
                                           .district = "varanasi", .category = "textile"};

static struct fair sample_fair(void)
{
	return (struct fair){.name_en = "ODOP Fair", .name_hi = "मेला", .time_zone = "Asia/Kolkata", .begins_ms = WORLD_NOW_MS, .ends_ms = WORLD_NOW_MS + 5 * 86400000LL};
}

static struct booth_id booth(struct world *w)
{
	struct district d = {.code = "varanasi", .name_en = "Varanasi", .name_hi = "वाराणसी", .product_en = "Silk", .product_hi = "सिल्क", .category = "textile", .hsn = "5007", .grade = 'C', .gi = true};
	struct fair f = sample_fair();
	struct fair_id fair;
	struct booth_id id;
	assert_int_equal(DO(w, put_district, .in = &d), OK);
	assert_int_equal(DO(w, make_fair, .in = &f, .out = &fair), OK);
	assert_int_equal(DO(w, make_booth, .in = &weavers, .out = &id), OK);
	return id;
}

static void test_the_newest_fair_is_the_current_one(void **state)
{
	struct world *w = *state;
	struct fair f = sample_fair(), now;
	struct fair_id a, b;
	assert_int_equal(fair_find_current(w->db, &now), ERR_NOT_FOUND);
	assert_int_equal(DO(w, make_fair, .in = &f, .out = &a), OK);
	assert_int_equal(DO(w, make_fair, .in = &f, .out = &b), OK);
	assert_int_equal(fair_find_current(w->db, &now), OK);
	assert_string_equal(now.id.s, b.s);
	now.ends_ms = now.begins_ms + FAIR_LASTS_MAX_MS;
	assert_int_equal(DO(w, change_fair, .in = &now), OK);
	now.ends_ms++;
	assert_int_equal(DO(w, change_fair, .in = &now), ERR_BAD_FIELD);
	now.ends_ms = now.begins_ms;
	assert_int_equal(DO(w, change_fair, .in = &now), ERR_BAD_FIELD);
	now.name_hi[0] = 0;
	assert_int_equal(DO(w, change_fair, .in = &now), ERR_MISSING_FIELD);
}

static void test_a_booth_has_slug_token_and_artisan(void **state)
{
	struct world *w = *state;
	struct booth_id a = booth(w), b;
	struct booth_row row, twin;
	struct person artisan;
	assert_int_equal(DO(w, make_booth, .in = &weavers, .out = &b), OK);
	assert_int_equal(booth_row_find(w->db, a.s, &row), OK);
	assert_string_equal(row.slug, "varanasi-silk-weavers");
	assert_string_equal(row.district_hi, "वाराणसी");
	assert_int_equal(row.epoch, BOOTH_EPOCH);
	assert_int_equal(booth_row_find_by_slug(w->db, "varanasi-silk-weavers-2", &twin), OK);
	assert_string_equal(twin.id.s, b.s);
	assert_string_not_equal(row.publish_token, twin.publish_token);
	assert_true(booth_row_token_fits(&row, row.publish_token));
	assert_false(booth_row_token_fits(&row, twin.publish_token));
	assert_false(booth_row_token_fits(&row, ""));
	assert_int_equal(person_find(w->db, row.artisan.s, &artisan), OK);
	assert_int_equal(artisan.role, ROLE_ARTISAN);
	assert_string_equal(artisan.booth.s, a.s);
	assert_int_equal(booth_row_find(w->db, "nowhere", &row), ERR_NO_BOOTH);
}

static void test_what_a_booth_must_say(void **state)
{
	struct world *w = *state;
	struct booth_id id = booth(w);
	char name[BOOTH_NAME_MAX + 2], about[BOOTH_ABOUT_MAX + 2];
	memset(name, 'b', sizeof name);
	memset(about, 'b', sizeof about);
	name[BOOTH_NAME_MAX] = about[BOOTH_ABOUT_MAX] = 0;
	assert_int_equal(DO(w, change_booth, .a = id.s, .in = &(struct booth_words){.name_en = name, .about_en = about}), OK);
	name[BOOTH_NAME_MAX] = about[BOOTH_ABOUT_MAX] = 'b';
	name[BOOTH_NAME_MAX + 1] = about[BOOTH_ABOUT_MAX + 1] = 0;
	assert_int_equal(DO(w, change_booth, .a = id.s, .in = &(struct booth_words){.name_en = name}), ERR_TOO_LONG);
	assert_int_equal(DO(w, change_booth, .a = id.s, .in = &(struct booth_words){.about_en = about}), ERR_TOO_LONG);
	assert_int_equal(DO(w, change_booth, .a = id.s, .in = &(struct booth_words){.district = "atlantis"}), ERR_BAD_FIELD);
	assert_int_equal(DO(w, change_booth, .a = id.s, .in = &(struct booth_words){.category = "plastic"}), ERR_BAD_FIELD);
	assert_int_equal(DO(w, change_booth, .a = id.s, .in = &(struct booth_words){.name_hi = ""}), ERR_MISSING_FIELD);
	assert_int_equal(DO(w, set_slow, .a = id.s, .n = 300), OK);
	assert_int_equal(DO(w, set_slow, .a = id.s, .n = 301), ERR_BAD_FIELD);
}

static void test_slugs(void **state)
{
	(void)state;
	char slug[SLUG_MAX + 1], name[200];
	slug_of("Varanasi Silk Weavers' Booth", slug);
	assert_string_equal(slug, "varanasi-silk-weavers-booth");
	slug_of("  --Zari & Zardozi (fine)!", slug);
	assert_string_equal(slug, "zari-zardozi-fine");
	slug_of("मेला", slug);
	assert_string_equal(slug, "x");
	memset(name, 'a', sizeof name);
	name[199] = 0;
	slug_of(name, slug);
	assert_true(strlen(slug) <= SLUG_MAX - 4);
}

static void test_slots_never_overlap(void **state)
{
	struct world *w = *state;
	struct booth_id a = booth(w), b;
	struct slot_id id, first;
	struct slot next;
	int64_t t = WORLD_NOW_MS + HOUR;
	assert_int_equal(DO(w, make_booth, .in = &weavers, .out = &b), OK);
	assert_int_equal(DO(w, make_slot, .a = a.s, .n = t, .m = t + HOUR, .out = &first), OK);
	const struct { int64_t begins, ends; err_t want; } rows[] = {
		{t, t + HOUR, ERR_CONFLICT},
		{t - HOUR, t + 1, ERR_CONFLICT},
		{t + HOUR - 1, t + 2 * HOUR, ERR_CONFLICT},
		{t + HOUR / 4, t + HOUR / 2, ERR_CONFLICT},
		{t - HOUR, t + 3 * HOUR, ERR_CONFLICT},
		{t - HOUR, t, OK},                /* touching */
		{t + HOUR, t + 2 * HOUR, OK},
		{t + 3 * HOUR, t + 3 * HOUR + SLOT_LASTS_MIN_MS, OK},
		{t + 4 * HOUR, t + 4 * HOUR + SLOT_LASTS_MIN_MS - 1, ERR_BAD_FIELD},
		{t + 5 * HOUR, t + 5 * HOUR + SLOT_LASTS_MAX_MS, OK},
		{t + 30 * HOUR, t + 30 * HOUR + SLOT_LASTS_MAX_MS + 1, ERR_BAD_FIELD},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(DO(w, make_slot, .a = a.s, .n = rows[i].begins, .m = rows[i].ends, .out = &id), rows[i].want);
	assert_int_equal(DO(w, make_slot, .a = b.s, .n = t, .m = t + HOUR, .out = &id), OK);
	assert_int_equal(DO(w, make_slot, .a = "nowhere", .n = t, .m = t + HOUR, .out = &id), ERR_NO_BOOTH);
	assert_int_equal(slot_find_next(w->db, a.s, t, &next), OK);
	assert_string_equal(next.id.s, first.s); /* the one before ends as this one begins */
	assert_int_equal(DO(w, delete_slot, .a = first.s), OK);
	assert_int_equal(DO(w, delete_slot, .a = first.s), ERR_NOT_FOUND);
}

static void test_one_broadcast_at_a_time(void **state)
{
	struct world *w = *state;
	struct booth_id id = booth(w);
	struct broadcast_row b, other;
	assert_int_equal(broadcast_row_find_open(w->db, id.s, &b), ERR_NOT_LIVE);
	assert_int_equal(DO(w, go_live, .a = id.s, .out = &b), OK);
	assert_int_equal(DO(w, go_live, .a = id.s, .out = &other), ERR_CONFLICT);
	world_wait_ms(1000);
	assert_int_equal(DO(w, go_away, .a = b.id.s), OK);
	world_wait_ms(1000);
	assert_int_equal(DO(w, go_away, .a = b.id.s), OK);
	assert_int_equal(broadcast_row_find_open(w->db, id.s, &b), OK);
	assert_int_equal(b.away_ms, WORLD_NOW_MS + 1000); /* the first moment is kept */
	assert_int_equal(DO(w, come_back, .a = b.id.s), OK);
	assert_int_equal(broadcast_row_find_open(w->db, id.s, &b), OK);
	assert_int_equal(b.away_ms, 0);
	assert_int_equal(b.resumed, 1);
	assert_int_equal(DO(w, end_live, .a = b.id.s), OK);
	assert_int_equal(DO(w, end_live, .a = b.id.s), ERR_NOT_LIVE);
	assert_int_equal(DO(w, come_back, .a = b.id.s), ERR_NOT_LIVE);
	assert_int_equal(DO(w, go_live, .a = id.s, .out = &other), OK);
}

static void test_three_pins_and_not_four(void **state)
{
	struct world *w = *state;
	struct booth_id id = booth(w);
	struct booth_pins pins;
	static const char *const products[] = {"p1", "p2", "p3", "p4"};
	for (int i = 0; i < BOOTH_PINS_MAX; i++) {
		assert_int_equal(DO(w, pin, .a = id.s, .b = products[i]), OK);
		world_wait_ms(1);
	}
	assert_int_equal(DO(w, pin, .a = id.s, .b = "p2"), OK); /* already there */
	assert_int_equal(DO(w, pin, .a = id.s, .b = "p4"), ERR_CONFLICT);
	assert_int_equal(DO(w, unpin, .a = id.s, .b = "p1"), OK);
	assert_int_equal(DO(w, unpin, .a = id.s, .b = "p1"), ERR_NOT_FOUND);
	assert_int_equal(DO(w, pin, .a = id.s, .b = "p4"), OK);
	assert_int_equal(pin_list(w->db, id.s, &pins), OK);
	assert_int_equal(pins.count, 3);
	assert_string_equal(pins.product[0].s, "p2");
	assert_string_equal(pins.product[2].s, "p4");
}

static int muted;
static void count_mute(void *arg, const char *person, int64_t until_ms) { (void)arg, (void)person, (void)until_ms, muted++; }

static void test_mutes_end(void **state)
{
	struct world *w = *state;
	struct booth_id id = booth(w);
	int64_t until;
	assert_int_equal(DO(w, mute, .a = id.s, .b = "p", .n = BOOTH_MUTE_MINUTES_MAX + 1, .out = &until), ERR_BAD_FIELD);
	assert_int_equal(DO(w, mute, .a = id.s, .b = "p", .n = BOOTH_MUTE_MINUTES_MAX, .out = &until), OK);
	assert_int_equal(DO(w, mute, .a = id.s, .b = "p", .n = 5, .out = &until), OK);
	assert_int_equal(until, WORLD_NOW_MS + 300000);
	muted = 0;
	assert_int_equal(mute_list(w->db, id.s, until - 1, count_mute, NULL), OK);
	assert_int_equal(mute_list(w->db, id.s, until, count_mute, NULL), OK);
	assert_int_equal(muted, 1);
	assert_int_equal(DO(w, mute, .a = id.s, .b = "p", .n = 0, .out = &until), OK);
	assert_int_equal(until, 0);
	assert_int_equal(mute_list(w->db, id.s, WORLD_NOW_MS, count_mute, NULL), OK);
	assert_int_equal(muted, 1);
}

static void test_tables_of_words(void **state)
{
	(void)state;
	int categories = 0, phrases = 0;
	while (category_at(categories)) {
		assert_ptr_equal(category_find(category_at(categories)->code), category_at(categories));
		categories++;
	}
	while (phrase_at(phrases)) {
		assert_ptr_equal(phrase_find(phrase_at(phrases)->id), phrase_at(phrases));
		phrases++;
	}
	assert_int_equal(categories, 15);
	assert_true(phrases >= 40);
	assert_null(category_find("plastic"));
	assert_string_equal(category_find_registered("Toys, music & sports")->code, "music");
}

static void test_no_badge_on_memory_alone(void **state)
{
	(void)state;
	assert_true(district_shows_gi(&(struct district){.gi = true, .grade = 'A'}));
	assert_true(district_shows_gi(&(struct district){.gi = true, .grade = 'B'}));
	assert_false(district_shows_gi(&(struct district){.gi = true, .grade = 'C'}));
	assert_false(district_shows_gi(&(struct district){.gi = false, .grade = 'A'}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_the_newest_fair_is_the_current_one),
		WORLD_TEST(test_a_booth_has_slug_token_and_artisan),
		WORLD_TEST(test_what_a_booth_must_say),
		cmocka_unit_test(test_slugs),
		WORLD_TEST(test_slots_never_overlap),
		WORLD_TEST(test_one_broadcast_at_a_time),
		WORLD_TEST(test_three_pins_and_not_four),
		WORLD_TEST(test_mutes_end),
		cmocka_unit_test(test_tables_of_words),
		cmocka_unit_test(test_no_badge_on_memory_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
